"""What the secretariat can do to a term, and how its story reads."""

from django.utils.translation import gettext_lazy as _

from portal.lifecycle.admin import Verb

from .. import rules
from ..forms.appointment import AppointForm, CallOffForm, CorrectForm, PartForm, RenewForm
from ..models import Appointment

Status = Appointment.Status


def settled(term) -> bool:
    """Its end is the planned one, and nothing follows."""
    return not term.ends_as and term.following() is None


APPOINT = Verb("plan", _("Appoint somebody"), may=rules.may_keep_people, form=AppointForm)
VERBS = (
    Verb(
        "renew",
        _("Renew"),
        may=rules.may_keep_people,
        form=RenewForm,
        states=(Status.ACTIVE,),
        when=settled,
        explains=_(
            "Another term in the same group and role follows without a gap. The person, the co-chairs and the focal point are told."
        ),
        done=_("Renewed. The new term begins by the clock."),
        bulk=True,
    ),
    Verb(
        "correct",
        _("Correct the days"),
        may=rules.may_keep_people,
        form=CorrectForm,
        states=(Status.PLANNED, Status.ACTIVE),
        when=lambda term: not term.ends_as,
        explains=_("For days that were recorded wrong. The person is told the days as they are then."),
        done=_("Corrected."),
        quiet=True,
    ),
    Verb(
        "stay",
        _("Take the end back"),
        may=rules.may_keep_people,
        states=(Status.ACTIVE,),
        when=lambda term: bool(term.ends_as),
        explains=_("The term goes on until its planned end. Everybody who was told of the end is told."),
        done=_("The term goes on until its planned end."),
        confirm=True,
    ),
    Verb(
        "resign",
        _("Record a resignation"),
        may=rules.may_keep_people,
        form=PartForm,
        states=(Status.ACTIVE,),
        explains=_("A renewal that was planned is called off. The person, the co-chairs and the focal point are told."),
        done=_("The resignation is recorded."),
        danger=True,
    ),
    Verb(
        "end",
        _("End the term"),
        may=rules.may_keep_people,
        form=PartForm,
        states=(Status.ACTIVE,),
        explains=_(
            "A renewal that was planned is called off. With the day before its first day, the term never counted."
        ),
        done=_("The end is recorded."),
        danger=True,
    ),
    Verb(
        "call_off",
        _("Call it off"),
        may=rules.may_keep_people,
        form=CallOffForm,
        states=(Status.PLANNED,),
        explains=_("The term does not begin. The person and the co-chairs are told."),
        done=_("Called off."),
        danger=True,
    ),
)
STORY = {
    "planned": _("Appointed"),
    "began": _("Began"),
    "renewed": _("Renewed"),
    "corrected": _("Days corrected"),
    "resigned": _("Resigned"),
    "resigned_ahead": _("Resignation announced"),
    "ended": _("Ended"),
    "ended_ahead": _("End announced"),
    "stayed": _("Announced end taken back"),
    "called_off": _("Called off"),
    "over": _("The last day has passed"),
    **dict(Appointment.Role.choices),
    "member": _("nominated by a Member"),
    "self": _("self-nominated"),
    "invited": _("invited"),
}
