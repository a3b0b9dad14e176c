"""Applications of countries: where each stands, all that its contact said, what was found, and what can be done."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, StateFilter, Verb, short, short_end
from portal.notifications.models import Message

from .. import rules
from ..countries import country_choices
from ..forms.assessment import BeginForm, ConcludeForm, EndForm, FindingsForm, ReturnForm
from ..models import Accession, Finding
from ..models.accession import FOR_SECRETARIAT
from ..standing import standing
from . import council

Status = Accession.Status


def assessed(accession) -> bool:
    return not accession.unassessed()


VERBS = (
    Verb(
        "begin_assessment",
        _("Complete: begin the assessment"),
        may=rules.may_run_accessions,
        form=BeginForm,
        to=Status.UNDER_ASSESSMENT,
        explains=_("The Steering Committee has it from now on. The contact is told by when it is assessed."),
        done=_("The assessment has begun. The contact is told."),
    ),
    Verb(
        "return_incomplete",
        _("Return as incomplete"),
        may=rules.may_run_accessions,
        form=ReturnForm,
        to=Status.INCOMPLETE,
        explains=_(
            "The contact completes it and sends it in again. Reminders go 7 and 2 days before the day you give."
        ),
        done=_("Returned. The letter is on its way."),
    ),
    Verb(
        "record_findings",
        _("Record findings"),
        may=rules.may_run_accessions,
        form=FindingsForm,
        states=(Status.UNDER_ASSESSMENT,),
        explains=_("What the Steering Committee found on each criterion, and on what evidence."),
        done=_("The findings are in the file."),
    ),
    Verb(
        "recommend",
        _("Record: recommended"),
        may=rules.may_run_accessions,
        form=ConcludeForm,
        to=Status.RECOMMENDED,
        when=assessed,
        explains=_(
            "The Steering Committee recommends admission to the Council. The contact is told, with the reasons."
        ),
        done=_("Recorded. The contact is told."),
    ),
    Verb(
        "do_not_recommend",
        _("Record: not recommended"),
        may=rules.may_run_accessions,
        form=ConcludeForm,
        to=Status.NOT_RECOMMENDED,
        when=assessed,
        explains=_("The Steering Committee does not recommend admission. The contact is told, with the reasons."),
        done=_("Recorded. The contact is told."),
        danger=True,
    ),
    *council.VERBS,
    Verb(
        "dismiss",
        _("Set aside"),
        may=rules.may_run_accessions,
        form=EndForm,
        to=Status.DISMISSED,
        explains=_(
            "For an application of somebody who does not speak for the country, or that is never completed. The Council is not asked, and the country can apply again."
        ),
        done=_("Set aside. The contact is told."),
        danger=True,
    ),
)
EVENTS = {
    "started": _("Started"),
    "submitted": _("Sent in"),
    "resubmitted": _("Completed and sent in again"),
    "attached": _("Letter of intent attached"),
    "returned_incomplete": _("Returned as incomplete"),
    "assessment_began": _("Assessment began"),
    "finding_recorded": _("Finding recorded"),
    "recommended": _("Recommended"),
    "not_recommended": _("Not recommended"),
    "withdrew": _("Withdrawn"),
    "dismissed": _("Set aside"),
    **council.EVENTS,
}
STORY = dict(Finding.Criterion.choices) | dict(Finding.Verdict.choices) | EVENTS


class SeenStates(StateFilter):
    unseen = (Status.DRAFT,)


class CountryFilter(ChoiceFilter):
    title = _("country")
    parameter_name = field = "country"

    def lookups(self, request, model_admin):
        return country_choices()[1:]


class WhoFilter(ChoiceFilter):
    title = _("who acts next")
    parameter_name = "waits"
    field = "status__in"
    keys = {
        "secretariat": FOR_SECRETARIAT,
        "contact": (Status.INCOMPLETE,),
        "committee": (Status.UNDER_ASSESSMENT,),
        "council": (Status.PUT_TO_COUNCIL,),
    }

    def lookups(self, request, model_admin):
        return [
            ("secretariat", _("the secretariat")),
            ("contact", _("the contact")),
            ("committee", _("the Steering Committee")),
            ("council", _("the Council")),
        ]


@admin.register(Accession)
class AccessionAdmin(LifecycleAdmin):
    verbs, story, waiting = VERBS, STORY, frozenset(FOR_SECRETARIAT)
    page_template = "admin/members/accession.html"
    list_display = ("country_in_words", "state", "who", "by_when", "contact_by_name", "received")
    list_display_links = ("country_in_words",)
    list_filter = (WhoFilter, SeenStates, CountryFilter)
    list_select_related = ("contact",)
    ordering = ("-submitted_at", "-pk")  # by the index
    unread = ("answers", "reasons", "active_role", "expertise", "incomplete_reason", "recommendation", "outcome_reason")
    shown = ("who", "by_when", "contact_in_words", "received")

    def get_queryset(self, request):
        """Drafts are for their contact alone, also where the contact is of the secretariat."""
        return super().get_queryset(request).filter(submitted_at__isnull=False).with_voted()

    @display(description=_("country"), ordering="country")
    def country_in_words(self, accession):
        return accession.country_name

    @display(description=_("who acts next"))
    def who(self, accession):
        if accession.status == Status.INCOMPLETE:
            return _("The contact")
        return standing(accession).who or "–"

    @display(description=_("by when"), ordering="due_at")
    def by_when(self, accession):
        return short_end(accession.due_at) if accession.due_at else "–"

    @display(description=_("contact"))
    def contact_in_words(self, accession):
        contact = accession.contact
        return format_html("{} &lt;{}&gt;", contact.name, contact.email) if contact.name else contact.email

    @display(description=_("contact"))
    def contact_by_name(self, accession):
        """For the list, which stays as wide as a screen."""
        return accession.contact.name or accession.contact.email

    @display(description=_("received"), ordering="submitted_at")
    def received(self, accession):
        return short(accession.submitted_at)

    def page(self, request, accession):
        """All that the contact said and sent, what was found, and the letters to them (an admission writes to many more)."""
        versions = list(accession.versions.select_related("letter").order_by("-number"))
        about = ContentType.objects.get_for_model(Accession)
        letters = Message.objects.filter(about_kind=about, about_id=str(accession.pk), recipient=accession.contact_id)
        return super().page(request, accession) | {
            "versions": versions,
            "rows": versions[0].form().shown(),
            "findings": accession.findings.all(),
            "ballots": accession.ballots.all(),
            "letters": letters.defer("text", "html", "secret").order_by("-written_at"),
        }
