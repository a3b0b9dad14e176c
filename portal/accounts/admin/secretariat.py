"""The secretariat: who holds which role, from when until when."""

from django.contrib import admin
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, Verb

from ..models import RoleGrant
from .accounts import governs


class InForceFilter(ChoiceFilter):
    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("now", _("now")), ("later", _("later")), ("ended", _("ended"))]

    def queryset(self, request, queryset):
        if self.value() == "now":
            return queryset.current()
        if self.value() == "later":
            return queryset.filter(since__gt=Now())
        return queryset.filter(until__lte=Now()) if self.value() == "ended" else queryset


@admin.register(RoleGrant)
class RoleGrantAdmin(LifecycleAdmin):
    verbs = (
        Verb(
            "end",
            _("End the role"),
            may=governs,
            when=lambda grant: RoleGrant.objects.unended().filter(pk=grant.pk).exists(),
            danger=True,
            explains=_("It ends now, also in sessions that are open. The person is told."),
            done=_("The role has ended."),
        ),
    )
    list_display = ("who", "role", "since", "until", "given_by")
    list_filter = (InForceFilter,)
    list_select_related = ("user", "given_by")
    list_before_template = "admin/accounts/secretariat_top.html"
    search_fields = ("user__email",)
    search_help_text = _("The beginning of an e-mail address or of a name")
    ordering = ("user__email", "-since")
    shown = ("user", "role", "since", "until", "given_by")

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        found = Q(user__email__istartswith=term) | Q(user__name__istartswith=term)
        return (queryset.filter(found) if term else queryset), False

    @display(description=_("who"), ordering="user__email")
    def who(self, grant):
        return f"{grant.user.name} ({grant.user.email})" if grant.user.name else grant.user.email

    def after(self, request, verb, thing, outcome):
        """A role that had not begun is gone when it ends: back to the list."""
        return self.list_address()
