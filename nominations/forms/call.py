"""The call's form: its dates are typed and shown Anywhere on Earth."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from portal.lifecycle.aoe import AoeEndField, AoeMomentField, DayInput

from ..models import Call
from .screening import words

TEXTS = ("year", "title_en", "title_fr", "intro_en", "intro_fr", "balance_en", "balance_fr")
ENDS = ("agree_until", "complete_until", "endorsement_until", "screening_until", "review_until", "decisions_on")
DATES = ("opens_at", "closes_at", *ENDS)
RULES = (
    "grace_minutes",
    "screening_hold_hours",
    "drafts_kept_days",
    "quota",
    "endorsing",
    "scores_named",
    "reviews_per_nomination",
    "reviews_shared",
    "reviewers_named",
    "third_review_gap",
    "nationals_cap",
    "reserve_until",
    "offer_days",
    "terms_from",
)
END = _("The last minute inside, Anywhere on Earth (UTC−12): 23:59 for a whole day.")


def end(label, required=False):
    return AoeEndField(label=label, required=required, help_text=END)


class CallForm(forms.ModelForm):
    opens_at = AoeMomentField(label=_("Opens"))
    closes_at = end(_("Closes"), required=True)
    agree_until = end(_("People named by Members agree until"))
    complete_until = end(_("People named by Members complete until"))
    endorsement_until = end(_("Members endorse until"))
    screening_until = end(_("Eligibility check until"))
    review_until = end(_("Review until"))
    decisions_on = forms.DateField(label=_("Decisions on"), required=False, widget=DayInput)

    class Meta:
        model = Call
        fields = (*TEXTS, *DATES, *RULES)  # status and last number are written by verbs alone


class ExtendForm(forms.Form):
    until = AoeEndField(label=_("New end"), help_text=END)
    reason = words(
        _("Reason"),
        _("Kept with the extension. Everybody with a draft is told the new date."),
        1000,
        ask=_("Say why the call is extended: the reason is kept with it."),
    )


class UnfreezeForm(forms.Form):
    reason = words(
        _("Why they are taken back"),
        _("Kept with the call."),
        1000,
        ask=_("Say why the tracks are taken back: the reason is kept with the call."),
    )


class CopyForm(forms.Form):
    year = forms.IntegerField(
        label=_("Year of the new call"),
        min_value=2020,
        max_value=2200,
        error_messages={"required": _("Give the year of the new call."), "invalid": _("Give the year in four digits.")},
        widget=UnfoldAdminIntegerFieldWidget(),
    )

    @classmethod
    def about(cls, call, typed, chosen):
        return cls(typed, initial={"year": call.year + 1})
