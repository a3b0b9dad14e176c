"""Accepting a seat: interests as they are now, and whether the public may know; declining it, with a reason or without."""

from django.utils.translation import gettext_lazy as _

from members.drafts.form import AnswerForm
from members.fields import Tick
from members.models import InterestDeclaration
from members.models.consent import TEXTS, Purpose
from members.typed import Text

from ...questions import INTERESTS, Interests
from ...questions.section import Part


class Once:
    """An answer that counts once: `taken` is the form as it was answered."""

    def repeats(self, taken) -> bool:
        """Whether this says again what was answered: a second click, and no other words from another window."""
        return self.is_valid() and taken.is_valid() and self.plainly() == taken.plainly()

    def plainly(self) -> dict:
        """What was said, by its words alone."""
        return {key: said.strip() if isinstance(said, str) else said for key, said in self.cleaned_data.items()}


class Acceptance(Once, Interests):
    """The questionnaire's questions on interests, filled with what was declared last."""

    title = _("Accept the seat")
    parts = (
        Part(
            _("Your interests as they are now"),
            _("What you declared stands here. Change what has changed."),
            (*INTERESTS, "interests_none"),
        ),
        Part(
            _("Whether the public may know"),
            _("The seat does not depend on it. You can change it on your profile at any time."),
            ("publication",),
        ),
    )

    publication = Tick(label=TEXTS[Purpose.PUBLICATION], required=False)

    @property
    def words(self) -> dict:
        """As `Offer.accept` takes them."""
        given = {name: self.cleaned_data[name] for name in INTERESTS if self.cleaned_data.get(name)}
        return {
            "interests": given,
            "nothing_to_declare": not given,
            "publication": self.cleaned_data["publication"],
        }

    @classmethod
    def taken(cls, offer) -> "Acceptance":
        """The interests that were declared, and whether the public may know now."""
        told = dict(offer.interests.content)
        told |= {"interests_none": "on"} if offer.interests.nothing_to_declare else {}
        return cls(told | {"publication": offer.appointment.person.consents_to(Purpose.PUBLICATION)})


class Refusal(Once, AnswerForm):
    title = _("Decline the seat")

    reason = Text(
        label=_("Why you decline"),
        limit=800,
        rows=4,
        required=False,
        help_text=_("The secretariat alone reads it."),
    )

    @classmethod
    def taken(cls, offer) -> "Refusal":
        return cls({"reason": offer.decline_reason})


def declared(person) -> dict:
    """What this person declared last, and whether they agree to be shown, as the form is filled with it."""
    last = InterestDeclaration.objects.filter(person=person).order_by("-declared_at").first()
    known = {name: last.content.get(name, "") for name in INTERESTS} if last else {}
    return known | {
        "interests_none": bool(last and last.nothing_to_declare),
        "publication": person.consents_to(Purpose.PUBLICATION),
    }
