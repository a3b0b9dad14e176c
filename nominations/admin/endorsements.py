"""What Members say about people: the secretariat reads it, and changes nothing. What was never sent is a number alone."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.models import Member, WorkingGroup
from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, StateFilter, short, short_end
from portal.notifications.models import Message

from ..models import Call, Endorsement
from .filters import CallFilter
from .search import search_endorsements

Status = Endorsement.Status
UNANSWERED = {"any": Endorsement.OPEN, "member": (Status.REQUESTED,), "person": (Status.INVITED,)}
STORY = {
    "prepared": _("Prepared"),
    "changed": _("Changed"),
    "ranked": _("Given another rank"),
    "attached": _("Letter attached"),
    "invited": _("Sent: the person is asked to agree"),
    "agreed": _("The person agreed"),
    "declined": _("The person declined"),
    "requested": _("Endorsement requested"),
    "endorsed": _("Endorsed"),
    "not_endorsed": _("Not endorsed"),
    "taken_back": _("The request was taken back"),
    "overtaken": _("Overtaken by a nomination of the same Member"),
    "withdrawn": _("Withdrawn by the Member"),
    "united": _("Ended when two nominations were united: another word of the Member stands"),
    "draft_deleted": _("The person deleted the draft"),
    "lapsed": _("Lapsed: nobody answered in time"),
    "date_set": _("Own date set"),
}


class SeenStates(StateFilter):
    unseen = (Status.PREPARED,)


class KindFilter(ChoiceFilter):
    title = _("kind")
    parameter_name = field = "kind"

    def lookups(self, request, model_admin):
        return Endorsement.Kind.choices


class MemberFilter(ChoiceFilter):
    title = _("Member")
    parameter_name = field = "member"

    def lookups(self, request, model_admin):
        members = sorted(Member.objects.all(), key=lambda member: member.sort_key)
        self.keys = {member.code: member.pk for member in members}
        return [(member.code, member.name) for member in members]


class GroupFilter(ChoiceFilter):
    """The group for which a Member named somebody, or to which the nomination asks to belong."""

    title = _("group")
    parameter_name = "group"

    def lookups(self, request, model_admin):
        groups = WorkingGroup.objects.at_work()
        self.keys = {group.slug: group.pk for group in groups}
        return [(group.slug, group.name) for group in groups]

    def queryset(self, request, queryset):
        group = self.keys.get(self.value())
        return queryset.filter(Q(group=group) | Q(group=None, nomination__group=group)) if group else queryset


class UnansweredFilter(ChoiceFilter):
    title = _("unanswered")
    parameter_name = "waits"
    field = "status__in"
    keys = UNANSWERED

    def lookups(self, request, model_admin):
        return [("any", _("by anybody")), ("member", _("by a Member")), ("person", _("by the person"))]


@admin.register(Endorsement)
class EndorsementAdmin(LifecycleAdmin):
    story, waiting = STORY, frozenset(Endorsement.OPEN)
    page_template = "admin/nominations/endorsement.html"
    list_display = ("person", "member", "kind_of_it", "its_group", "state", "asked", "answered")
    list_display_links = ("person",)
    list_filter = (SeenStates, KindFilter, MemberFilter, GroupFilter, UnansweredFilter, CallFilter)
    list_select_related = ("call", "member", "group", "nomination__group")
    list_before_template = "admin/nominations/prepared.html"
    unread = ("statement", "nomination__answers", "nomination__section_revisions", "nomination__names")
    search_fields = ("search_name",)  # opens the box; what it finds is in search.py
    search_help_text = _("Reference or name")
    ordering = ("-asked_at", "pk")
    shown = (
        "kind_of_it",
        "member",
        "person_and_dossier",
        "address",
        "its_group",
        "rank",
        "asked",
        "by_when",
        "answered",
    )

    def get_queryset(self, request):
        """What a desk prepared and never sent is nobody's to read here."""
        return super().get_queryset(request).sent()

    def get_search_results(self, request, queryset, search_term):
        return search_endorsements(queryset, search_term), False

    # --- columns

    @display(description=_("person"))
    def person(self, endorsement):
        """The name, as long as it is kept, and the reference of the dossier."""
        reference = endorsement.nomination.reference if endorsement.nomination_id else ""
        return " ".join(part for part in (reference, endorsement.who) if part) or "–"

    @display(description=_("person"))
    def person_and_dossier(self, endorsement):
        if not endorsement.nomination_id:
            return endorsement.who or _t("What was typed about the person is not kept.")
        address = reverse("admin:nominations_nomination_change", args=[endorsement.nomination_id])
        return format_html('<a href="{}">{}</a>', address, self.person(endorsement))

    @display(description=_("e-mail address of the person"))
    def address(self, endorsement):
        return endorsement.email

    @display(description=_("kind"), ordering="kind")
    def kind_of_it(self, endorsement):
        return endorsement.get_kind_display()

    @display(description=_("group"))
    def its_group(self, endorsement):
        """For which a Member named the person, or to which the nomination asks to belong."""
        group = endorsement.group or (endorsement.nomination and endorsement.nomination.group)
        return group.name if group else ""

    @display(description=_("state"))
    def state(self, endorsement):
        """With the day on which it lapses."""
        after = _t("by %(moment)s") % {"moment": short_end(endorsement.end)} if self.waits(endorsement) else ""
        return format_html('<div>{} <span class="why">{}</span></div>', super().state(endorsement), after)

    @display(description=_("asked"), ordering="asked_at")
    def asked(self, endorsement):
        return short(endorsement.asked_at)

    @display(description=_("answered"), ordering="answered_at")
    def answered(self, endorsement):
        return short(endorsement.answered_at)

    @display(description=_("waits until"))
    def by_when(self, endorsement):
        return short_end(endorsement.end) if self.waits(endorsement) else ""

    def waits(self, endorsement) -> bool:
        return endorsement.status in Endorsement.OPEN

    # --- pages

    def changelist_view(self, request, extra_context=None):
        """Above the list, how many each Member prepared in the present call."""
        waiting = Member.objects.filter(endorsements__status=Status.PREPARED, endorsements__call=current())
        members = waiting.annotate(prepared=Count("endorsements"))
        return super().changelist_view(request, {"prepared": members, **(extra_context or {})})

    def page(self, request, endorsement):
        """With the statement, the letter, and what was written to whom."""
        about = ContentType.objects.get_for_model(Endorsement)
        letters = Message.objects.visible_to(request.user).filter(about_kind=about, about_id=str(endorsement.pk))
        return super().page(request, endorsement) | {
            "letter": endorsement.letter if endorsement.status != Status.REQUESTED else None,
            "letters": letters.defer("text", "html", "secret").order_by("-written_at"),
        }


def current():
    """The newest announced call, as a part of another statement."""
    return Call.objects.announced().order_by("-year").values("pk")[:1]
