"""What the chair asks for and says: the filter above the list, a review set aside, a conflict imposed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.fields import Choice, ListSelect

STATES = {
    "": _("All dossiers"),
    "apart": _("Reviewers disagree"),
    "near": _("Near the cut line"),
    "unfinished": _("Reviews are missing"),
}
ORDERS = {
    "look": _("What needs a look first"),
    "spread": _("Widest spread first"),
    "mean": _("Highest mean first"),
    "calibrated": _("Highest calibrated mean first"),
    "reviews": _("Fewest reviews first"),
}


class ListForm(forms.Form):
    """Sent by GET; what is wrong in it narrows nothing."""

    group = Choice(label=_("Group"), choices=list, required=False, widget=ListSelect())
    state = Choice(label=_("Show"), choices=lambda: list(STATES.items()), required=False, widget=ListSelect())
    order = Choice(label=_("Order"), choices=lambda: list(ORDERS.items()), required=False, widget=ListSelect())

    def __init__(self, data, *, groups):
        super().__init__(data)
        self.places = {seats.group.slug: place for place, seats in enumerate(groups)}
        names = [(seats.group.slug, seats.group.name) for seats in groups]
        self.fields["group"].choices = [("", _("All groups")), *names]
        for field in self.fields.values():
            field.hide_optional = True
        self.is_valid()

    def asked(self, name) -> str:
        return self.cleaned_data.get(name) or ""

    @property
    def listing(self) -> dict:
        """What `Standing.listed` takes."""
        group = self.asked("group")
        return {
            "group": self.places[group] if group else None,
            "state": self.asked("state"),
            "order": self.asked("order") or "look",
        }

    @property
    def kept(self) -> dict:
        """What of it stands in the addresses of the other pages."""
        return {name: self.asked(name) for name in self.fields if self.asked(name)}


class ReasonForm(forms.Form):
    """Why a review is set aside: kept with it. of: the key of its assignment."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=800,
        error_messages={"required": _("Say why: the reason is kept.")},
    )

    def __init__(self, *args, of=None, **options):
        super().__init__(*args, auto_id=f"of_{of}_%s" if of else "conflict_%s", **options)
        self.of = of


class ConflictForm(ReasonForm):
    """Between somebody of the committee and this nomination."""

    reviewer = Choice(
        label=_("Who has the conflict"), choices=list, ask=_("Choose who has the conflict"), widget=ListSelect()
    )
    field_order = ["reviewer", "reason"]

    def __init__(self, *args, seats, **options):
        super().__init__(*args, **options)
        self.seats = {str(seat.pk): seat for seat in seats}
        self.fields["reviewer"].choices = [("", _("Choose one")), *((pk, str(s.user)) for pk, s in self.seats.items())]

    @property
    def seat(self):
        return self.seats[self.cleaned_data["reviewer"]]
