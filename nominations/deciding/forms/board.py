"""What is asked at the workbench: the filter above the list, one decision, one for many."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.fields import Choice, ListSelect

TRACKS = {"": _("Both tracks"), "open": _("Open track"), "member": _("Member track")}
PROPOSED = {
    "": _("Whatever is proposed"),
    "none": _("Without a decision"),
    "select": _("Selected"),
    "reserve": _("On the reserve list"),
    "not_select": _("Not selected"),
}
FLAGS = {
    "": _("All nominations"),
    "near": _("Near the cut line"),
    "apart": _("Reviewers disagree"),
    "unfinished": _("Reviews are missing"),
    "failed": _("A check failed"),
}
ORDERS = {
    "mean": _("Highest mean first"),
    "calibrated": _("Highest calibrated mean first"),
    "spread": _("Widest spread first"),
    "reviews": _("Fewest reviews first"),
    "number": _("By reference"),
}


def asked_from(choices):
    return Choice(label="", choices=lambda: list(choices.items()), required=False, widget=ListSelect())


class BoardForm(forms.Form):
    """Sent by GET; what is wrong in it narrows nothing."""

    q = forms.CharField(label=_("Name or reference"), required=False, max_length=80)
    group = Choice(label=_("Group"), choices=list, required=False, widget=ListSelect())
    track = asked_from(TRACKS)
    proposed = asked_from(PROPOSED)
    flag = asked_from(FLAGS)
    order = asked_from(ORDERS)

    LABELS = {"track": _("Track"), "proposed": _("Proposed"), "flag": _("Show"), "order": _("Order")}

    def __init__(self, data, *, seats):
        super().__init__(data)
        self.groups = {one.group.slug: one.group for one in seats}
        names = [(slug, group.name) for slug, group in self.groups.items()]
        self.fields["group"].choices = [("", _("All groups")), *names]
        for name, field in self.fields.items():
            field.hide_optional = True
            field.label = self.LABELS.get(name, field.label)
        self.is_valid()

    def asked(self, name) -> str:
        return self.cleaned_data.get(name) or ""

    @property
    def in_group(self):
        return self.groups.get(self.asked("group"))

    @property
    def listing(self) -> dict:
        """What `Board.listed` takes."""
        plain = {name: self.asked(name) for name in ("track", "proposed", "flag")}
        group = self.in_group.pk if self.in_group else None
        return plain | {"group": group, "typed": self.asked("q"), "order": self.asked("order") or "mean"}

    @property
    def kept(self) -> dict:
        """What of it stands in the addresses of the other pages."""
        return {name: self.asked(name) for name in self.fields if self.asked(name)}
