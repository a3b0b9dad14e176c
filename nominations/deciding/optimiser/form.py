"""What a proposal is asked for with."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from members.typed import Text

from ...reviewing.phase import scored
from ..models.shortlisting import told
from .words import LEFT_OUT, Words


class Bound(forms.CheckboxSelectMultiple):
    """Boxes of which some are ticked for good."""

    bound = frozenset()

    def create_option(self, name, value, label, selected, *args, **options):
        option = super().create_option(name, value, label, selected or value in self.bound, *args, **options)
        if value in self.bound:
            option["attrs"] |= {"checked": True, "disabled": True}
        return option


class RulesForm(forms.Form):
    """Seats, and one group for each person, always hold."""

    use_required_attribute = False

    aims = forms.MultipleChoiceField(
        label=_("Targets that must hold"),
        required=False,
        widget=Bound,
        error_messages={"invalid_choice": _("Choose only targets that are on the list.")},
    )
    cap = forms.BooleanField(required=False, initial=True)
    keep = forms.BooleanField(
        label=_("What people decided by hand stays"),
        help_text=_(
            "Whoever is selected by hand keeps the seat; whoever is on the reserve list or not selected stays out."
        ),
        required=False,
        initial=True,
    )
    inside = Text(
        label=_("Who must be in"), help_text=_("References, parted by spaces."), limit=800, required=False, rows=2
    )
    outside = Text(
        label=_("Who must stay out"), help_text=_("References, parted by spaces."), limit=800, required=False, rows=2
    )
    seed = forms.IntegerField(
        label=_("Number that breaks ties"),
        help_text=_(
            "Leave it empty for a new one. With the number of an earlier proposal the same lot is drawn again."
        ),
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        error_messages={"invalid": _("Give a whole number, or nothing.")},
    )

    def __init__(self, data=None, *, sight):
        super().__init__(data)
        self.sight, call = sight, sight.call
        self.targets = {str(one.pk): one for one in call.targets.all()}
        words = Words({}, {one.group_id: one.group.name for one in sight.seats}, {})
        names = [(key, words.whole_aim(told(one))) for key, one in self.targets.items()]
        self.fields["aims"].choices, self.fields["aims"].initial = names, list(self.targets)
        if not sight.knows_gender:
            self.bind()
        if not names:
            del self.fields["aims"]
        if call.nationals_cap is None:
            del self.fields["cap"]
        else:
            label = _("At most %(n)s nationals of a country") % {"n": call.nationals_cap}
            self.fields["cap"].label = label

    def bind(self):
        """Whoever does not know anybody's gender leaves out no target on it: two lists, with and without, would tell."""
        gender = {key for key, one in self.targets.items() if one.fact == "gender"}
        if gender:
            self.fields["aims"].widget.bound = gender
            self.fields["aims"].help_text = _("Targets on gender always hold. %(but)s") % {"but": LEFT_OUT}

    def clean(self):
        words = super().clean()
        for name in ("inside", "outside"):
            words[name] = self.found(name, words.get(name, ""))
        if both := sorted(set(words["inside"]) & set(words["outside"])):
            sentence = _("%(what)s cannot be in and out at once.")
            self.add_error("outside", sentence % {"what": ", ".join(words["inside"][pk] for pk in both)})
        return words

    def found(self, name, typed) -> dict:
        """Those of these references that can be selected: key to reference."""
        asked = set(re.split(r"[\s,;]+", typed.strip().upper())) - {""}
        if not asked:
            return {}
        rows = self.sight.nominations().filter(scored(self.sight.call), status="eligible")
        rows = rows.filter(review_tally__count__gt=0, reference__in=asked)
        there = {str(pk): reference for pk, reference in rows.values_list("pk", "reference")}
        if missing := sorted(asked - set(there.values())):
            sentence = _("No eligible nomination with a review has the reference %(what)s.")
            self.add_error(name, sentence % {"what": ", ".join(missing)})
        return there

    @property
    def rules(self) -> dict:
        """What Shortlist.ask takes."""
        words = self.cleaned_data
        cap = self.sight.call.nationals_cap if words.get("cap") else None
        aims = [self.targets[key] for key in words.get("aims", ())]
        return {"aims": aims, "cap": cap, "in": words["inside"], "out": words["outside"], "keep": words["keep"]}
