"""The letter of appointment as a PDF: made once, kept with its hash, so that anybody can ask whether it is ours."""

import hashlib
import json

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of
from portal.pdf.apart import MB, Limits, apart

LIMITS = Limits(seconds=10, memory=1200 * MB, answer=8 * MB)  # typst maps its typefaces: much space, little memory


def letter_of(offer) -> bytes:
    """The PDF, in the person's language; the same bytes each time. Raises apart.Failed."""
    with translation.override(offer.decision.nomination.language):
        return apart("typeset", json.dumps(content(offer)).encode(), LIMITS)


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def content(offer) -> dict:
    """Everything that stands in the letter, as plain words: letter.typ only lays it out."""
    nomination, term = offer.decision.nomination, offer.appointment
    facts = {"name": nomination.display_name, "group": term.group.name, "site": str(settings.SITE_NAME)}
    return {
        "template": "nominations/deciding/letter.typ",
        "language": translation.get_language(),
        "moment": int(offer.answered_at.timestamp()),
        "site": facts["site"],
        "title": _("Letter of appointment"),
        "day": day(day_of(offer.answered_at)),
        "paragraphs": [
            _("%(site)s appoints %(name)s as an expert of its working group “%(group)s”.") % facts,
            _("The appointment follows the %(call)s, nomination %(reference)s.")
            % {"call": nomination.call.title, "reference": nomination.reference},
        ],
        "facts": [
            [_("Expert"), facts["name"]],
            [_("Working group"), facts["group"]],
            [_("Term"), _("%(first)s to %(last)s") % {"first": day(term.starts_on), "last": day(term.last_day)}],
        ],
        "after": [
            _("Experts take part in their personal capacity: they speak neither for an employer nor for a country."),
            _(
                "The work takes 6 to 8 hours a month. It is not paid, and travel is paid by the expert or their organisation."
            ),
        ],
        "signed": _("The secretariat of %(site)s") % facts,
        "proof": _("Whether this file was issued by the secretariat can be asked at %(address)s.")
        % {"address": f"{settings.SITE_URL}/{translation.get_language()}/verify/"},
        "foot": nomination.reference,
    }


def day(date) -> str:
    return formats.date_format(date, "DATE_FORMAT")
