"""Members: the facts with their sources, their standing, and who acts for them."""

from django.contrib import admin
from django.db.models import F
from django.template.defaultfilters import yesno
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle import clock
from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, Verb
from portal.lifecycle.clock import day_of

from .. import rules
from ..forms.council import CorrectForm
from ..forms.standing import LeaveForm, ReinstateForm, SuspendForm, WhyForm
from ..models import Member
from ..models.member import Region

LATEST = (F("until").desc(nulls_first=True), "capacity", "-since")
MANY = 50  # delegates that the page of a Member names; the list has all


class RegionFilter(ChoiceFilter):
    title = _("region")
    parameter_name = field = "region"

    def lookups(self, request, model_admin):
        return Region.choices


class StateFilter(ChoiceFilter):
    title = _("state")
    parameter_name = field = "status"

    def lookups(self, request, model_admin):
        return Member.Status.choices


def leaving(member) -> str:
    """What the page before the button says about the last day."""
    return _t("Its last day as a Member is set: %(day)s. It stays a Member, and everybody who acts for it is told.") % {
        "day": formats.date_format(member.last_day, "DATE_FORMAT")
    }


VERBS = (
    Verb(
        "suspend",
        _("Suspend"),
        may=rules.may_keep_members,
        form=SuspendForm,
        to=Member.Status.SUSPENDED,
        when=lambda member: member.admitted_on <= day_of(clock.now()),
        danger=True,
        explains=_(
            "Its rights end at once: nobody nominates, endorses or votes for it. Votes that it has cast stand. "
            "Everybody who acts for it is told, without the reason."
        ),
        done=_("Suspended. Those who act for it are told."),
    ),
    Verb(
        "reinstate",
        _("Reinstate"),
        may=rules.may_keep_members,
        form=ReinstateForm,
        to=Member.Status.ACTIVE,
        explains=_("It has its rights again at once. Everybody who acts for it is told, without the reason."),
        done=_("Reinstated. Those who act for it are told."),
    ),
    Verb(
        "leave",
        _("Record that it leaves"),
        may=rules.may_keep_members,
        form=LeaveForm,
        to=Member.Status.LEFT,
        when=lambda member: member.left_on is None,
        danger=True,
        explains=_(
            "A last day that is over takes effect at once and cannot be undone; one that lies ahead can be called off. "
            "With it all who act for the Member end. They are told, without the reason."
        ),
        done=_("Recorded. Those who act for it are told."),
    ),
    Verb(
        "call_off_leaving",
        _("Call off the leaving"),
        may=rules.may_keep_members,
        form=WhyForm,
        to=Member.Status.LEFT,
        when=lambda member: member.left_on is not None,
        explains=leaving,
        done=_("Called off. Those who act for it are told."),
    ),
    Verb(
        "correct",
        _("Correct what was recorded"),
        may=rules.may_keep_members,
        form=CorrectForm,
        when=lambda member: member.was_admitted_here,
        quiet=True,
        explains=_("For a slip at the admission. Lists and pages follow at once; nobody gets a letter."),
        done=_("Corrected."),
    ),
)


@admin.register(Member)
class MemberAdmin(LifecycleAdmin):
    verbs = VERBS
    story = {
        "suspended": _("Suspended"),
        "reinstated": _("Reinstated"),
        "leaving_announced": _("It was set when it leaves"),
        "leaving_called_off": _("The leaving was called off"),
        "left": _("Left"),
        "admitted": _("Admitted"),
        "corrected": _("Corrected"),
    }
    waiting = frozenset({Member.Status.SUSPENDED})
    page_template = "admin/members/member.html"
    list_display = ("name_en", "code", "region", "admitted_on", "founder", "state")
    list_filter = (RegionFilter, StateFilter)
    search_fields = ("name_en", "name_fr", "code")
    search_help_text = _("Name or code")
    shown = ("name_en", "name_fr", "code", "region", "admitted_on", "last_day_of_it", "founding", "source")

    def get_queryset(self, request):
        return super().get_queryset(request).noting_ahead()

    @display(description=_("founding Member"), ordering="founding")
    def founder(self, member):
        return yesno(member.founding)

    @display(description=_("source"))
    def source(self, member):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', member.source_url)

    @display(description=_("last day as a Member"))
    def last_day_of_it(self, member):
        return member.last_day

    def page(self, request, member):
        return super().page(request, member) | {
            "delegates": member.delegates.select_related("user").order_by(*LATEST)[:MANY],
            "suspensions": member.suspensions.order_by("-since", "-pk"),
            "accession": getattr(member, "accession", None),
            "may_name": rules.may_keep_members(request.user) and member.status != Member.Status.LEFT,
        }
