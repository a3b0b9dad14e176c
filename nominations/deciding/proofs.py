"""Whether a hash is that of something the secretariat issued: a letter of appointment, or a receipt. No name, no content."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of

from ..models import NominationVersion
from ..models.receipt_print import ReceiptPrint
from .models import Offer
from .models.answering import day_words


def hash_of(upload) -> str:
    """Of a file as it comes in, piece by piece; nothing of it is kept."""
    reckoned = hashlib.sha256()
    for piece in upload.chunks():
        reckoned.update(piece)
    return reckoned.hexdigest()


def verdict(sha256: str) -> tuple[bool, str]:
    """(whether it is ours, the sentence). All is asked each time, so that no answer comes sooner than another."""
    letter, receipt = issued_on(sha256), received_on(sha256)
    if letter:
        sentence = _("This is a letter of appointment issued by the secretariat on %(day)s.")
        return True, sentence % {"day": day_words(letter)}
    if receipt:
        sentence = _("This is a receipt for a nomination received on %(day)s.")
        return True, sentence % {"day": day_words(receipt)}
    return False, _("Not known to us.")


def issued_on(sha256) -> date | None:
    at = Offer.objects.filter(letter_sha256=sha256).values_list("answered_at", flat=True).first()
    return at and day_of(at)


def received_on(sha256) -> date | None:
    """By the file with all answers, or by the receipt as it was printed."""
    whole = NominationVersion.objects.filter(sha256=sha256).values_list("received_at")
    printed = ReceiptPrint.objects.filter(sha256=sha256).values_list("version__received_at")
    at = next(iter(whole.union(printed, all=True)), (None,))[0]
    return at and day_of(at)
