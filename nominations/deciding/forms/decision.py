"""What is proposed, as it is asked for: for one nomination, and for many at once."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.fields import Choice, ListSelect
from members.typed import Text

from ..models import Decision
from ..models.proposing import Proposal

ONE, SOME = _("Choose one of the answers on the list"), _("Choose only answers that are on the list")
FIRST = "first"  # of many: each in the group that it chose first


class OutcomeForm(forms.Form):
    """seats: the call's; texts: its ReasonTexts. Of the reasons only those of the chosen outcome count."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(value, capfirst(label)) for value, label in Decision.Outcome.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is proposed."), "invalid_choice": ONE},
    )
    group = Choice(label=_("Group"), choices=list, required=False, widget=ListSelect())

    def __init__(self, *args, seats, texts, **options):
        super().__init__(*args, **options)
        self.fields["group"].choices = [("", _("Choose one")), *((str(one.group_id), one.group.name) for one in seats)]
        for outcome, label in Decision.Outcome.choices:
            mine = [(str(one.pk), one.text) for one in texts if one.outcome == outcome]
            if mine:
                self.fields[f"reasons_{outcome}"] = forms.MultipleChoiceField(
                    label=_("Reasons for the candidate, if %(outcome)s") % {"outcome": label},
                    choices=mine,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": SOME},
                )
        for field in self.fields.values():
            field.hide_optional = True

    def clean(self):
        said = super().clean()
        if said.get("outcome") in ("select", "reserve") and not said.get("group") and "group" not in self.errors:
            self.add_error("group", _("Choose the group."))
        return said

    @property
    def reasons(self) -> tuple:
        return tuple(map(int, self.cleaned_data.get(f"reasons_{self.cleaned_data['outcome']}", ())))


class DecisionForm(OutcomeForm):
    """seen: what stood there when the page was read, so that nobody overwrites what they did not see."""

    rank = forms.IntegerField(
        label=_("Place on the reserve list"),
        help_text=_("Empty puts it last. Whoever has the place goes one down."),
        min_value=1,
        max_value=9_999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
    )
    words = Text(label=_("Your own words for the candidate"), limit=1_200, rows=4, required=False)
    note = Text(
        label=_("Note for the file"),
        help_text=_("The candidate never reads it."),
        limit=2_000,
        rows=3,
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        reasons = [name for name in self.fields if name.startswith("reasons_")]
        self.order_fields(["outcome", "group", "rank", *reasons, "words", "note", "seen"])

    @property
    def proposal(self) -> Proposal:
        said = self.cleaned_data
        outcome = said["outcome"]
        group = int(said["group"]) if outcome != "not_select" else None
        rank = said["rank"] if outcome == "reserve" else None
        return Proposal(outcome, group, rank, self.reasons, said["words"], said["note"])

    @staticmethod
    def sent(decision) -> dict:
        """What is proposed, as the page would send it."""
        reasons = [str(one.pk) for one in decision.reasons.all()]
        plain = {name: getattr(decision, name) for name in ("outcome", "rank", "words", "note")}
        return plain | {"group": str(decision.group_id or ""), f"reasons_{decision.outcome}": reasons}


class ManyForm(OutcomeForm):
    """One outcome for many; each in the group that it chose first, unless another is named."""

    note = Text(
        label=_("Note for the file"),
        help_text=_("It stands with each of them. No candidate reads it."),
        limit=2_000,
        rows=2,
        required=False,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["group"].choices = [
            (FIRST, _("Each in the group of its first choice")),
            *self.fields["group"].choices[1:],
        ]
        self.order_fields(["outcome", "group", *[name for name in self.fields if name.startswith("reasons_")], "note"])
