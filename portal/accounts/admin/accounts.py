"""Accounts: who may sign in; what a head does for somebody else."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import LifecycleAdmin, Verb

from .. import second_factor
from ..forms.roles import GiveRole
from ..models import RoleGrant, User
from ..roles import Role


def governs(user) -> bool:
    return user.governs


VERBS = (
    Verb(
        "give_role",
        _("Give a role"),
        may=governs,
        form=GiveRole,
        when=lambda user: user.is_active,
        act=lambda user, *, by, role, since, until: RoleGrant.give(role, to=user, by=by, since=since, until=until),
        explains=_(
            "The person is told by e-mail, and has to set up a second step of signing in before the admin opens."
        ),
        done=_("The role is given."),
    ),
    Verb(
        "end_sessions",
        _("Sign out everywhere"),
        may=governs,
        confirm=True,
        quiet=True,
        explains=_("Every session of this person ends at once."),
        done=_("All sessions are ended."),
    ),
    Verb(
        "lose_second_factor",
        _("Remove the second step"),
        may=governs,
        when=second_factor.has_factor,
        danger=True,
        explains=_(
            "For who lost phone and recovery codes. Make sure that it is this person who asks: call them. "
            "App, passkeys and codes go, all sessions end, and the person is told."
        ),
        done=_("The second step is removed."),
    ),
    Verb(
        "close",
        _("Close the account"),
        may=governs,
        when=lambda user: user.is_active,
        danger=True,
        explains=_("Nobody signs in with it any more, and who is signed in is out at once. It can be opened again."),
        done=_("The account is closed."),
    ),
    Verb(
        "reopen",
        _("Open the account again"),
        may=governs,
        when=lambda user: not user.is_active,
        confirm=True,
        explains=_("The person can sign in again, with the roles that have not ended."),
        done=_("The account is open."),
    ),
)


@admin.register(User)
class UserAdmin(LifecycleAdmin):
    verbs = VERBS
    story = dict(Role.choices) | {
        "role given": _("Role given"),
        "role ended": _("Role ended"),
        "account closed": _("Account closed"),
        "account reopened": _("Account opened again"),
        "sessions ended": _("Signed out everywhere"),
        "second factor removed": _("Second step removed"),
        "exported_nominations": _("Took the list of nominations as a file"),
        "exported_reviews": _("Took the committee’s list as a file"),
    }
    page_template = "admin/accounts/account.html"
    list_display = ("email", "name", "date_joined", "is_active")
    search_fields = ("email",)
    search_help_text = _("The beginning of an e-mail address or of a name")
    ordering = ("email",)
    shown = ("email", "name", "language", "time_zone", "date_joined", "last_login", "may_sign_in", "second_step")

    def get_search_results(self, request, queryset, search_term):
        """By the beginning of an address or a name."""
        term = search_term.strip()
        if not term:
            return queryset, False
        mine = Q(email__istartswith=term) | Q(name__istartswith=term)
        return queryset.filter(
            mine | Q(pk__in=User.objects.filter(emailaddress__email__istartswith=term).values("pk"))
        ), False

    @display(description=_("second step of signing in"))
    def second_step(self, user):
        return _("set up") if second_factor.has_factor(user) else _("none")

    @display(description=_("may sign in"))
    def may_sign_in(self, user):
        return _("yes") if user.is_active else _("no, the account is closed")

    def page(self, request, user):
        return super().page(request, user) | {
            "addresses": user.emailaddress_set.order_by("-primary", "email"),
            "delegations": user.delegations.select_related("member").order_by("-since"),  # a floor above, by its name
            "grants": user.role_grants.select_related("given_by").order_by("-since"),
        }
