"""What the secretariat can do to a nomination, and the words each verb needs."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.admin import Verb

from .. import rules
from ..forms.screening import CorrectForm, ExtendForm, IneligibleForm, NoteForm, QuestionForm, ReturnForm, UndoForm
from ..forms.uniting import UniteForm
from ..models import Call, Document, Nomination
from ..questions import SECTIONS

Status = Nomination.Status
SCREENED = (Status.ELIGIBLE, Status.INELIGIBLE)


def letter_waits(nomination) -> bool:
    return nomination.screening_shown_at is not None and nomination.screening_shown_at > clock.now()


def was_submitted(nomination) -> bool:
    return nomination.submitted_version_id is not None


def hold(*chosen) -> str:
    """When the letters on these results leave, as the calls of those chosen have it."""
    calls = {nomination.call_id for nomination in chosen}
    hours = set(Call.objects.filter(pk__in=calls).values_list("screening_hold_hours", flat=True))
    if len(chosen) == 1:
        return hold_of_one(*hours)
    if not any(hours):
        return _t("The applicants are told at once.")
    if all(hours):
        return _t(
            "The applicants learn it when their letters are released, after the hours the call has set. Until then you can undo it."
        )
    return _t(
        "The applicants are told at once where their call holds no letters; the others learn it after the hours their call has set, and until then you can undo it."
    )


def hold_of_one(hours) -> str:
    if not hours:
        return _t("The applicant is told at once.")
    return _t("The applicant learns it in %(hours)s hours. Until then you can undo it, and nothing is shown.") % {
        "hours": hours
    }


def otherwise(nomination) -> str:
    """When the letter would leave if nobody hastened it."""
    moment = formats.date_format(timezone.localtime(nomination.screening_shown_at), "DATETIME_FORMAT")
    return _t("The letter leaves at once. Otherwise it leaves on %(moment)s.") % {"moment": moment}


VERBS = (
    Verb(
        "declare_eligible",
        _("Declare eligible"),
        may=rules.may_screen,
        to=Status.ELIGIBLE,
        states=(Status.SUBMITTED,),
        explains=hold,
        done=_("Declared eligible."),
        key="e",
        bulk=True,
    ),
    Verb(
        "return_for_correction",
        _("Return for correction"),
        may=rules.may_screen,
        form=ReturnForm,
        to=Status.RETURNED,
        states=(Status.SUBMITTED,),
        explains=_(
            "The applicant corrects the sections you name until the date you give. Later, the version received counts as it is."
        ),
        done=_("Returned for correction. The letter is on its way."),
        bulk=True,
    ),
    Verb(
        "declare_ineligible",
        _("Declare ineligible"),
        may=rules.may_screen,
        form=IneligibleForm,
        to=Status.INELIGIBLE,
        states=(Status.SUBMITTED,),
        explains=hold,
        done=_("Declared ineligible."),
        key="n",
        danger=True,
        bulk=True,
    ),
    Verb(
        "release_screening",
        _("Release the letter now"),
        may=rules.may_screen,
        states=SCREENED,
        when=letter_waits,
        explains=otherwise,
        done=_("Released: the applicant is told now."),
        confirm=True,
    ),
    Verb(
        "undo_screening",
        _("Undo the result"),
        may=rules.may_screen,
        form=UndoForm,
        to=Status.SUBMITTED,
        states=SCREENED,
        explains=_("Back to submitted. An applicant who knows the result is told that it was taken back."),
        done=_("Undone: it is submitted again."),
        quiet=True,
    ),
    Verb(
        "ask",
        _("Ask the applicant"),
        may=rules.may_screen,
        form=QuestionForm,
        when=was_submitted,
        done=_("The question is on its way."),
        key="a",
        quiet=True,
    ),
    Verb(
        "add_note", _("Add a note"), may=rules.may_screen, form=NoteForm, done=_("The note is in the file."), quiet=True
    ),
    Verb(
        "correct",
        _("Correct a typing error"),
        may=rules.may_screen,
        form=CorrectForm,
        states=(Status.SUBMITTED, Status.RETURNED, *SCREENED),
        when=was_submitted,
        explains=_("Makes a new version with your correction. The applicant is told what it was, what it is, and why."),
        done=_("Corrected. The applicant is told."),
        quiet=True,
    ),
    Verb(
        "unite",
        _("Unite with another nomination"),
        may=rules.may_screen,
        form=UniteForm,
        states=(Status.DRAFT, Status.SUBMITTED, Status.RETURNED, *SCREENED),
        explains=_(
            "For two nominations of one human. This one is kept, and takes over what Members said of the other one, which is closed. Both accounts are told."
        ),
        done=_("United. The person is told."),
        quiet=True,
    ),
    Verb(
        "extend",
        _("Give more time"),
        may=rules.may_screen,
        form=ExtendForm,
        states=(Status.DRAFT, Status.SUBMITTED, Status.ELIGIBLE),
        when=lambda nomination: nomination.call.status == nomination.call.Status.PUBLISHED,
        explains=_("For this person alone, until the end of the day you name."),
        done=_("Extended. The applicant is told the new date."),
        quiet=True,
    ),
)
EVENTS = {
    "started": _("Started"),
    "submitted": _("Submitted"),
    "resubmitted": _("Submitted again"),
    "returned": _("Returned for correction"),
    "return_lapsed": _("Correction not made in time: submitted as received"),
    "declared_eligible": _("Declared eligible"),
    "declared_ineligible": _("Declared ineligible"),
    "screening_undone": _("Result undone"),
    "screening_released": _("Letter released"),
    "corrected": _("Answer corrected by the secretariat"),
    "asked": _("Question asked"),
    "answered": _("Question answered"),
    "noted": _("Note added"),
    "extended": _("More time given"),
    "withdrew": _("Withdrawn"),
    "reinstated": _("Withdrawal undone"),
    "draft_deleted": _("Draft deleted"),
    "named": _("Agreed to be named by a Member"),
    "united": _("United with another nomination, which is closed"),
    "united_with": _("Closed: united with another nomination, which counts"),
    "attached": _("Document attached"),
    "removed": _("Document removed"),
    "screening_overtaken": _("Result dropped: the applicant acted before knowing it"),
}
ANSWERS = {name: label for form in SECTIONS.values() for name, label in form.labels().items()}
STORY = ANSWERS | {name: form.title for name, form in SECTIONS.items()} | dict(Document.Kind.choices) | EVENTS
