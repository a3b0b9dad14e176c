"""The words that the secretariat's verbs on a vote of the Council need."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from portal.lifecycle import clock
from portal.lifecycle.aoe import AoeMomentField, DayInput, EndOfDayField

from ..models.correcting import CORRECTED
from ..models.member import Region
from ..models.rule import Basis, Rule, is_usual
from ..typed import Line, Text
from .assessment import words
from .standing import reason


def line(label, hint="", limit=160, *, ask="", **more):
    return Line(label=label, help_text=hint, limit=limit, ask=ask, widget=UnfoldAdminTextInputWidget, **more)


def one_of(label, hint, choices, *, ask, **more):
    """A closed list, as the admin draws it; `ask` is said where nothing is chosen."""
    wrong = {"required": ask, "invalid_choice": _("Choose one of the list.")}
    widget = UnfoldAdminSelectWidget()
    return forms.ChoiceField(label=label, help_text=hint, choices=choices, widget=widget, error_messages=wrong, **more)


class PutForm(forms.Form):
    rule = one_of(
        _("Rule"),
        _(
            "Two thirds from 2022 to 2024, consensus since July 2024. It is stored with the ballot and cannot be changed."
        ),
        Rule.choices,
        ask=_("Choose the rule."),
    )
    basis = one_of(
        _("Two thirds of what"),
        _("For that rule alone. An abstention is not a vote cast; it counts among those entitled."),
        Basis.choices,
        ask=_("Choose what two thirds are taken of."),
    )
    why = Text(
        label=_("Why by this rule"),
        help_text=_("Needed where it is not the rule of the day. The Council reads it beside the rule."),
        limit=1000,
        rows=3,
        required=False,
        widget=UnfoldAdminTextareaWidget,
    )
    opens_at = AoeMomentField(
        label=_("Opens"), required=False, help_text=_("Anywhere on Earth (UTC−12). Leave it empty to open it at once.")
    )
    closes_at = EndOfDayField(
        label=_("Last day to vote"),
        help_text=_(
            "Until 23:59 of that day, Anywhere on Earth (UTC−12); at least 24 hours after it opens. Once the ballot is open, nobody can call it off, and neither its day nor its rule can be changed."
        ),
    )

    @classmethod
    def about(cls, accession, typed, chosen):
        """With the rule of the day."""
        return cls(typed, initial={"rule": Rule.of_day(clock.now().date()), "basis": Basis.CAST})

    def clean(self):
        found = super().clean()
        opens, closes = found.get("opens_at") or clock.now(), found.get("closes_at")
        if closes and closes < opens + timedelta(days=1):
            self.add_error(
                "closes_at", _("The ballot must be open for 24 hours at least. Give a later last day to vote.")
            )
        rule = found.get("rule")
        if rule and not found.get("why") and not is_usual(rule, clock.day_of(clock.now())):
            self.add_error(
                "why", _("This is not the rule of the day. Say why the Council decides by it: it reads the reason.")
            )
        return found


class AdmitForm(forms.Form):
    on = forms.DateField(
        label=_("Member from"),
        help_text=_(
            "The day of the summit, where it is announced there. It may lie ahead: it is a Member from that day on."
        ),
        widget=DayInput,
        error_messages={
            "required": _("Give the day from which it is a Member."),
            "invalid": _("Give the day as year, month and day, such as 2026-12-01."),
        },
    )
    region = one_of(
        _("Region"),
        _("As the United Nations group countries (M49)."),
        [("", "–"), *Region.choices],
        ask=_("Choose the region."),
    )
    name_en = line(_("Name in English"), limit=80, ask=_("Give the name in English."))
    name_fr = line(_("Name in French"), limit=80, ask=_("Give the name in French."))
    occasion_en = line(_("Admitted at, in English"), _("Such as: New Delhi summit."), required=False)
    occasion_fr = line(_("Admitted at, in French"), required=False)

    @classmethod
    def about(cls, accession, typed, chosen):
        """With the names of the country."""
        names = accession.names()
        return cls(typed, initial={"name_en": names["en"], "name_fr": names["fr"]})


class CorrectForm(forms.Form):
    """What was recorded at the admission, to be mended."""

    reason = reason()
    admitted_on = forms.DateField(
        label=_("Member from"),
        widget=DayInput,
        error_messages={
            "required": _("Give the day from which it is a Member."),
            "invalid": _("Give the day as year, month and day, such as 2026-12-01."),
        },
    )
    region = one_of(
        _("Region"), _("As the United Nations group countries (M49)."), Region.choices, ask=_("Choose the region.")
    )
    name_en = line(_("Name in English"), limit=80, ask=_("Give the name in English."))
    name_fr = line(_("Name in French"), limit=80, ask=_("Give the name in French."))
    occasion_en = line(_("Admitted at, in English"), _("Such as: New Delhi summit."), required=False)
    occasion_fr = line(_("Admitted at, in French"), required=False)
    capital_zone = line(
        _("Time zone of the capital"), _("Its name in the tz database: Africa/Dakar."), limit=64, required=False
    )

    @classmethod
    def about(cls, member, typed, chosen):
        return cls(typed, initial={name: getattr(member, name) for name in CORRECTED})


class DeferForm(forms.Form):
    reason = words(
        _("Reason"),
        _("The contact reads this. The application can be put to the Council again."),
        ask=_("Give the reason: the contact of the country reads it."),
    )
