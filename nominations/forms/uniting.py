"""The words with which two nominations of one human are united: which other one, then both side by side, then why."""

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from portal.lifecycle.text import tidy

from ..models import Endorsement, Nomination
from .screening import words


class OtherForm(forms.Form):
    """The first step: it leads on to the page that shows both."""

    leads_on = True
    other = forms.CharField(
        label=_("Reference of the other nomination"),
        help_text=_("Such as N26-00012. It must be in the same call."),
        error_messages={"required": _("Give the reference of the other nomination.")},
        widget=UnfoldAdminTextInputWidget(),
    )


class UniteForm(forms.Form):
    shows = "admin/nominations/united.html"
    for_reader = True
    other = forms.CharField(widget=forms.HiddenInput)
    reason = words(
        _("Why they are one"),
        _("Kept in the file of both; the person does not read it."),
        1000,
        ask=_("Say why they are one: the reason is kept in the file."),
    )

    @classmethod
    def about(cls, nomination, typed, chosen, reader):
        """For the other one that is named, with what becomes of both; where none fits, the page that asks for it."""
        reference = tidy((typed or chosen).get("other", "")).strip().upper()[:20]
        seen = Nomination.objects.visible_to(reader).filter(call=nomination.call_id)
        other = seen.filter(reference=reference).select_related("person").first()
        obstacle = (
            nomination.obstacle_to_unite(other) if other else _t("No nomination of this call has this reference.")
        )
        if obstacle:
            form = OtherForm({"other": reference} if reference or typed is not None else None)
            if reference:
                form.add_error("other", obstacle)
            return form
        form = cls(typed, initial={"other": reference})
        form.pair, form.rows = (nomination, other), side_by_side(nomination, other)
        return form

    def clean_other(self):
        """The one that was shown; another reference than that of the page leads to none."""
        return self.pair[1] if self.pair[1].reference == self.cleaned_data["other"].strip().upper()[:20] else None


def side_by_side(*pair) -> list[tuple]:
    """Rows of (label, of the one, of the other): what tells two nominations apart."""
    sides = [told(nomination) for nomination in pair]
    return [(label, *(side[label] or "–" for side in sides)) for label in sides[0]]


def told(nomination) -> dict:
    sent, owner = nomination.submitted_at, nomination.owner
    given = Endorsement.objects.filter(nomination=nomination).select_related("member").order_by("pk")
    return {
        _t("Name"): nomination.display_name,
        _t("Account"): owner.email if owner else "",
        _t("State"): nomination.get_status_display(),
        _t("Submitted"): formats.date_format(timezone.localtime(sent), "DATETIME_FORMAT") if sent else "",
        _t("Members"): ", ".join(f"{word.member}: {word.get_status_display()}" for word in given),
    }
