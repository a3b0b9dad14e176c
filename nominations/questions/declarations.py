"""Section 6: declarations and consents."""

from django.utils.translation import gettext_lazy as _

from members.fields import Choice, Tick
from members.models.consent import TEXTS, VERSION, Purpose

from .choices import LETTER_LANGUAGES
from .section import Part, SectionForm

CONSENTS = tuple(Purpose.values)
CONSENTS_VERSION = VERSION


class Declarations(SectionForm):
    title = _("Declarations")
    summary = _("Time, travel costs, principles, consents, language of letters")
    parts = (
        Part(_("What you undertake"), "", ("accepts_time", "accepts_costs", "accepts_capacity", "accepts_principles")),
        Part(
            _("What we may do with your data"),
            _("Each consent stands alone. Only the first is needed; you can withdraw any of them later."),
            tuple(f"consent_{purpose}" for purpose in CONSENTS),
        ),
        Part("", "", ("letters_language",)),
    )

    accepts_time = Tick(
        label=_("I can give 6 to 8 hours a month for three years"),
        ask=_("Tick that you can give 6 to 8 hours a month for three years"),
    )
    accepts_costs = Tick(
        label=_("I or my organisation pay my travel costs"),
        ask=_("Tick that you or your organisation pay your travel costs"),
    )
    accepts_capacity = Tick(
        label=_("I take part in my personal capacity"),
        ask=_("Tick that you take part in your personal capacity"),
        help_text=_("You speak for yourself, not for your employer or your country."),
    )
    accepts_principles = Tick(
        label=_("I share the OECD AI Principles"),
        ask=_("Tick that you share the OECD AI Principles"),
        help_text=_("The values of the OECD Recommendation on Artificial Intelligence."),
    )
    consent_processing = Tick(
        label=TEXTS[Purpose.PROCESSING],
        ask=_("Tick that we may process your answers: without it nobody can read your nomination"),
    )
    consent_publication = Tick(label=TEXTS[Purpose.PUBLICATION], required=False)
    consent_reserve_list = Tick(label=TEXTS[Purpose.RESERVE_LIST], required=False)
    consent_mailing_list = Tick(label=TEXTS[Purpose.MAILING_LIST], required=False)
    letters_language = Choice(
        label=_("Language of our letters to you"),
        choices=LETTER_LANGUAGES,
        ask=_("Choose the language of our letters to you"),
    )
