"""What an assignment is asked for with."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.people import InTheAdmin
from members.typed import Text
from nominations.forms.choosing import call_field
from nominations.models import Call, Nomination

from .seat_forms import number

GROUPS = [
    ("one", _("At least one of the first group")),
    ("each", _("All of the first or the second group")),
    ("free", _("Preferred, but not demanded")),
]


class AskForm(InTheAdmin):
    """The rules of an assignment. Conflicts, what people declined and what is begun always hold."""

    for_reader = True

    call = call_field(Call.objects.judged())
    reviews = number(_("Reviews of each nomination"), _("One to nine."))
    groups = forms.ChoiceField(label=_("Reviewers of a nomination's groups"), choices=GROUPS, widget=forms.RadioSelect)
    languages = forms.BooleanField(
        label=_("Reviewers read the language of the statements"), required=False, initial=True
    )
    countries = forms.BooleanField(
        label=_("No two reviewers of one country on a nomination"), required=False, initial=True
    )
    anchors = number(
        _("Nominations that everybody scores"),
        _("So many are chosen at random. They make strict and lenient reviewers comparable."),
    )
    chosen = Text(
        label=_("Or these"),
        help_text=_("References, parted by spaces."),
        limit=800,
        required=False,
        rows=2,
    )
    move = forms.BooleanField(
        label=_("What is not begun may go to somebody else"),
        help_text=_("Only where a rule would break otherwise. Else all that is given stays."),
        required=False,
    )
    seed = forms.IntegerField(
        label=_("Number that breaks ties"),
        help_text=_("Leave it empty for a new one. With the number of an earlier run the same pairs come out again."),
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        error_messages={"invalid": _("Give a whole number, or nothing.")},
    )

    def __init__(self, data=None, *, user):
        self.user = user
        calls = self.base_fields["call"].queryset
        first = calls.first()
        initial = {
            "call": first,
            "reviews": first.reviews_per_nomination if first else 2,
            "groups": "one",
            "anchors": 0,
        }
        super().__init__(data, initial=initial)

    @classmethod
    def about(cls, run, typed, chosen, reader):
        return cls(typed, user=reader)

    def clean(self):
        """The chosen as nominations of the call that this person may see."""
        words = super().clean()
        typed = set(re.split(r"[\s,;]+", words.get("chosen", "").strip().upper())) - {""}
        call = words.get("call")
        words["chosen"] = []
        if typed and call:
            rows = Nomination.objects.visible_to(self.user).filter(call=call, reference__in=typed, status="eligible")
            found = dict(rows.values_list("reference", "pk"))
            words["chosen"] = list(found.values())
            if missing := sorted(typed - set(found)):
                message = _("No eligible nomination of this call has the reference %(what)s.")
                self.add_error("chosen", message % {"what": ", ".join(missing)})
        if words.get("reviews") is not None and not 1 <= words["reviews"] <= 9:
            self.add_error("reviews", _("Ask for one to nine reviews of a nomination."))
        return words
