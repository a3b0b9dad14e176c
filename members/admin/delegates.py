"""Who acts for which Member: named, ended and corrected by the secretariat."""

from django.contrib import admin
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import Asking, ChoiceFilter, LifecycleAdmin, Verb, short

from .. import rules
from ..forms.delegates import EndForm, InstitutionForm, NameForm
from ..models import Delegate, Member
from ..models.delegate import Capacity

NAME = Verb(
    "name",
    _("Name a delegate"),
    may=rules.may_keep_members,
    form=NameForm,
    explains=_("The person gets a letter that says what they may do and how to sign in. So do the others."),
    act=lambda *, email, **words: Delegate.name(email, **words),
    done=_("Named: %(who)s. The person is told."),
)


class MemberFilter(ChoiceFilter):
    title = _("Member")
    parameter_name = "member"
    field = "member__code"

    def lookups(self, request, model_admin):
        members = sorted(Member.objects.all(), key=lambda member: member.sort_key)
        return [(member.code, member.name) for member in members]


class CapacityFilter(ChoiceFilter):
    title = _("capacity")
    parameter_name = field = "capacity"

    def lookups(self, request, model_admin):
        return Capacity.choices


class CurrentFilter(ChoiceFilter):
    title = _("time")
    parameter_name = "current"

    def lookups(self, request, model_admin):
        return [("now", _("now")), ("later", _("later")), ("ended", _("ended"))]

    def queryset(self, request, queryset):
        if self.value() == "now":
            return queryset.current()
        if self.value() == "later":
            return queryset.unended(Now()).filter(since__gt=Now())
        ended = Q(until__lte=Now()) | Q(until__lte=F("since"))
        return queryset.filter(ended) if self.value() == "ended" else queryset


def unended(delegate) -> bool:
    return Delegate.objects.unended(Now()).filter(pk=delegate.pk).exists()


VERBS = (
    Verb(
        "end",
        _("End"),
        may=rules.may_keep_members,
        form=EndForm,
        when=unended,
        danger=True,
        explains=_(
            "The rights end at that moment, also in sessions that are open. The person and the others are told."
        ),
        done=_("It ends. The person is told."),
    ),
    Verb(
        "correct_institution",
        _("Correct the institution"),
        may=rules.may_keep_members,
        form=InstitutionForm,
        quiet=True,
        explains=_("The Member's page shows the institution of its focal point. Nobody gets a letter."),
        done=_("Corrected."),
    ),
)


@admin.register(Delegate)
class DelegateAdmin(Asking, LifecycleAdmin):
    asking = NAME
    verbs = VERBS
    story = {
        "named": _("Named"),
        "ended": _("End set"),
        "institution_corrected": _("Institution corrected"),
    }
    list_display = ("who", "member", "capacity", "institution", "begins", "ends")
    list_filter = (MemberFilter, CapacityFilter, CurrentFilter)
    list_select_related = ("user", "member")
    search_fields = ("user__email",)
    search_help_text = _("The beginning of an e-mail address or of a name")
    ordering = ("member__name_en", "capacity", "-since", "pk")
    shown = ("account", "member", "capacity", "institution", "begins", "ends", "proven", "named_by")

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        found = Q(user__email__istartswith=term) | Q(user__name__istartswith=term)
        return (queryset.filter(found) if term else queryset), False

    @display(description=_("person"), ordering="user__email")
    def who(self, delegate):
        user = delegate.user
        return f"{user.name} ({user.email})" if user.name else user.email

    account = who

    @display(description=_("from"), ordering="since")
    def begins(self, delegate):
        return short(delegate.since)

    @display(description=_("until"), ordering="until")
    def ends(self, delegate):
        return _t("never began") if delegate.never else short(delegate.shown_end)

    @display(description=_("address confirmed"))
    def proven(self, delegate):
        return _t("yes") if delegate.user.verified_addresses().exists() else _t("not yet: nobody can act so far")
