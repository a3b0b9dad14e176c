"""What a reviewer fills in: the rubric, why they do not judge, and the facts from which conflicts follow."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.drafts.form import AnswerForm, Part
from members.fields import Choice, Country, Nationality
from members.typed import Text
from members.written import Written
from portal.lifecycle.text import tidy

from .models import Assignment, Review
from .models.review import LONGEST, MOST

SCALE = [(str(number), str(number)) for number in range(MOST + 1)]
KEPT = 3 * LONGEST  # characters of a comment that are kept, so that nothing sane is cut
CHOICES_OF_KEYS = {"select": "y", "reserve": "r", "reject": "n"}


class ReviewForm(forms.Form):
    """One field for each criterion of the call (score_<pk>), a recommendation and a comment; all may be empty in a draft.

    data: a mapping of names to words, or None for what is kept. review: what is kept, or None where nothing was begun.
    """

    default_renderer = Written
    use_required_attribute = False

    recommendation = forms.ChoiceField(
        label=_("Your recommendation"), choices=Review.Recommendation.choices, widget=forms.RadioSelect, required=False
    )
    comment = Text(label=_("Comment for the committee"), limit=LONGEST, rows=2, required=False)

    def __init__(self, assignment, data=None, *, review=None):
        self.criteria = assignment.rubric
        self.review = review
        super().__init__(data, initial=self.sent(review.words) if review else None)
        for one in self.criteria:
            self.fields[name_of(one)] = forms.ChoiceField(
                label=one.name, help_text=one.meaning, choices=SCALE, widget=forms.RadioSelect, required=False
            )
        self.order_fields([name_of(one) for one in self.criteria])
        self.fields["comment"].hide_optional = True

    @staticmethod
    def sent(words: dict) -> dict:
        """What is kept, as the page would send it."""
        scores = {f"score_{key}": str(value) for key, value in words["scores"].items()}
        return {**scores, "recommendation": words["recommendation"], "comment": words["comment"]}

    @property
    def revision(self) -> int:
        return self.review.revision if self.review else 0

    def words(self) -> dict:
        """What `save_review` and `keep_draft` take: all that was typed and can be kept, whatever else is wrong."""
        scores = {
            one.pk: int(self.data[name]) for one in self.criteria if self.data.get(name := name_of(one)) in dict(SCALE)
        }
        chosen = self.data.get("recommendation", "")
        return {
            "scores": scores,
            "recommendation": chosen if chosen in Review.Recommendation.values else "",
            "comment": tidy(self.data.get("comment", ""))[:KEPT],
        }

    @property
    def is_touched(self) -> bool:
        """Whether what came differs from what is kept."""
        kept = self.review.words if self.review else {"scores": {}, "recommendation": "", "comment": ""}
        came = self.words()
        scores = {str(key): value for key, value in came["scores"].items()}
        return (scores, came["recommendation"], came["comment"].strip()) != (
            kept["scores"],
            kept["recommendation"],
            kept["comment"].strip(),
        )

    def ask_for_the_rest(self):
        """Say at each empty field what is missing; of a form that is valid."""
        for one in self.criteria:
            if not self.cleaned_data.get(name_of(one)):
                self.add_error(name_of(one), _t("Give a score for “%(criterion)s”") % {"criterion": one.name})
        if not self.cleaned_data.get("recommendation"):
            self.add_error("recommendation", _t("Choose your recommendation"))
        if not self.cleaned_data.get("comment"):
            self.add_error("comment", _t("Write a comment: a sentence is enough"))

    def said(self, name) -> str:
        """An answer in words, for the page that shows two versions."""
        value = self.data.get(name, "")
        return str(dict(self.fields[name].choices).get(value, value)) if name != "comment" else value

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        rows = [Field(name_of(one), template="reviewing/parts/criterion.html") for one in self.criteria]
        chosen = Field("recommendation", template="reviewing/parts/recommendation.html")
        helper.layout = Layout(*rows, chosen, Field("comment", template="reviewing/parts/comment.html"))
        return helper


def name_of(criterion) -> str:
    return f"score_{criterion.pk}"


class Plain(forms.Form):
    use_required_attribute = False

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper


class ConflictForm(Plain):
    note = Text(
        label=_("What is the conflict?"),
        limit=800,
        rows=3,
        ask=_("Say in a few words what the conflict is"),
        help_text=_("Such as: we wrote a paper together in 2024. The secretariat and the chair read it, nobody else."),
    )


class DeclineForm(Plain):
    why = Choice(
        label=_("Why do you not review it?"),
        choices=[
            (Assignment.Why.ABSTAIN, _("I abstain: I cannot judge it fairly or well")),
            (Assignment.Why.OTHER, _("Another reason, such as illness or no time left")),
        ],
        ask=_("Choose why you do not review it"),
    )
    note = Text(
        label=_("Note"), limit=800, rows=3, required=False, help_text=_("The secretariat and the chair read it.")
    )


EMPLOYERS, LINE = 10, 160  # at most, and characters of each


class FactsForm(AnswerForm):
    """What conflicts of interest follow from."""

    parts = (
        Part("", "", ("nationality_1", "nationality_2", "nationality_3", "residence", "country_of_work", "employers")),
    )

    nationality_1 = Nationality(label=_("Nationality"), ask=_("Choose your nationality"))
    nationality_2 = Nationality(label=_("Second nationality"), required=False)
    nationality_3 = Nationality(label=_("Third nationality"), required=False)
    residence = Country(label=_("Country you live in"), ask=_("Choose the country you live in"))
    country_of_work = Country(label=_("Country you work in"), ask=_("Choose the country you work in"))
    employers = Text(
        label=_("Employers of the last three years"),
        limit=EMPLOYERS * LINE,
        rows=3,
        required=False,
        help_text=_("One to a line, by their full names. Leave it empty if you had none."),
    )

    @staticmethod
    def of(seat) -> dict:
        """What the seat says now, as the form would send it."""
        named = {f"nationality_{number}": code for number, code in enumerate(seat.nationalities[:3], start=1)}
        countries = {"residence": seat.residence, "country_of_work": seat.country_of_work}
        return named | countries | {"employers": "\n".join(seat.employers)}

    def clean_employers(self):
        lines = [line.strip() for line in self.cleaned_data["employers"].splitlines() if line.strip()]
        if len(lines) > EMPLOYERS:
            raise forms.ValidationError(_t("Name at most %(most)s employers.") % {"most": EMPLOYERS})
        if any(len(line) > LINE for line in lines):
            raise forms.ValidationError(_t("Shorten each employer to %(most)s characters.") % {"most": LINE})
        return lines

    def facts(self) -> dict:
        """What `state_facts` takes, of a valid form."""
        given = self.cleaned_data
        named = [given[f"nationality_{number}"] for number in (1, 2, 3) if given.get(f"nationality_{number}")]
        return {
            "nationalities": list(dict.fromkeys(named)),
            "residence": given["residence"],
            "country_of_work": given["country_of_work"],
            "employers": given["employers"],
        }
