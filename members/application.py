"""The application of a country: the one truth on what its contact is asked, in which words and within which limits."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from .drafts.form import AnswerForm, Part
from .fields import Choice
from .signing import Adherence, Power
from .typed import Line, Text

FOUNDED = date(2020, 6, 15)  # before that day nobody could ask to join
AHEAD = timedelta(hours=14)  # somewhere it is tomorrow already


class SignedOn(Line):
    """The day in the letter; kept as typed, read as a day of the Partnership's life."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"type": "date", "min": FOUNDED.isoformat()})
        super().__init__(limit=20, width="w-m", widget=widget, **options)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            raise ValidationError(
                _("Give the day as year, month and day, such as 2026-12-01."), code="invalid"
            ) from None
        if day < FOUNDED:
            raise ValidationError(_("Give a day after the founding of the Partnership in June 2020."), code="early")
        if day > (timezone.now() + AHEAD).date():
            raise ValidationError(
                _("This day is still to come. Give the day on which the letter was signed."), code="late"
            )
        return day


class Application(AnswerForm):
    """The fields are the columns of Accession that hold what was submitted."""

    parts = (
        Part(_("Who you are"), "", ("institution", "position")),
        Part(
            _("Why your country applies"),
            _("The Steering Committee reads this beside the letter. English or French."),
            ("reasons", "active_role", "expertise"),
        ),
        Part(_("The values of the OECD"), "", ("adherence",)),
        Part(
            _("Who signed the letter of intent"),
            _("A minister, somebody of that rank, or an ambassador who is empowered to sign."),
            ("signatory_name", "signatory_position", "signatory_power", "signed_on"),
        ),
    )

    institution = Line(
        label=_("Your institution"),
        limit=160,
        ask=_("Enter the institution you work for"),
        help_text=_("The ministry or body that applies for your country."),
    )
    position = Line(label=_("Your position"), limit=120, ask=_("Enter your position there"))
    reasons = Text(
        label=_("Why does your country want to join?"),
        limit=3000,
        rows=8,
        ask=_("Write why your country wants to join"),
    )
    active_role = Text(
        label=_("What does it do for responsible AI, at home and abroad?"),
        limit=3000,
        rows=8,
        ask=_("Write what your country does for responsible AI"),
        help_text=_("Strategies, laws, programmes, work in international bodies: what can be checked."),
    )
    expertise = Text(
        label=_("Which expertise in AI is there, across sectors and disciplines?"),
        limit=3000,
        rows=8,
        ask=_("Write which expertise in AI there is"),
        help_text=_("Research, industry, civil society, public bodies, in your country and its region."),
    )
    adherence = Choice(
        label=_("How does your country endorse the values of the OECD Recommendation on AI?"),
        choices=[
            (Adherence.RECOMMENDATION, _("It adheres to the OECD Recommendation on AI")),
            (Adherence.PRINCIPLES, _("It endorses the Principles annexed to the Terms of Reference")),
        ],
        ask=_("Choose how your country endorses these values"),
        help_text=_("The letter of intent confirms it."),
    )
    signatory_name = Line(label=_("Name of the signatory"), limit=160, ask=_("Enter the name of who signed the letter"))
    signatory_position = Line(
        label=_("Position of the signatory"),
        limit=160,
        ask=_("Enter the position of who signed the letter"),
        help_text=_("As it stands in the letter."),
    )
    signatory_power = Choice(
        label=_("With which power was it signed?"),
        choices=[
            (Power.MINISTER, _("As a minister, or somebody of that rank")),
            (Power.AMBASSADOR, _("As an ambassador empowered to sign")),
        ],
        ask=_("Choose with which power the letter was signed"),
    )
    signed_on = SignedOn(label=_("Signed on"), ask=_("Enter the day on which the letter was signed"))

    def said(self, name):
        """A day in words; what is no day as it was typed."""
        if name == "signed_on":
            typed = self.data.get(name, "")
            try:
                return formats.date_format(date.fromisoformat(typed))
            except ValueError:
                return typed
        return super().said(name)
