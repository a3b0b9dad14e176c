"""The letter of appointment of an accepted offer: made once, kept as it was made."""

import logging

from portal.notifications.doorbell import wake
from portal.pdf.apart import Failed

log = logging.getLogger(__name__)


class AppointmentLetter:
    """Trait of Offer."""

    @classmethod
    def without_letter(cls):
        return cls.objects.filter(status=cls.Status.ACCEPTED, letter_sha256="")

    @classmethod
    def write_letters(cls):
        """In the worker: one after the other; one that cannot be made now is made by the next beat, or by whoever asks."""
        for offer in cls.without_letter().order_by("answered_at"):
            try:
                offer.pdf()
            except Failed:
                log.exception("a letter of appointment could not be made: %s", offer.pk)

    @staticmethod
    def ring():
        from ..tasks import write_appointments

        wake(write_appointments)

    def pdf(self) -> bytes:
        """The letter; made now if nobody has yet. Of two who make it at once the first is kept. Empty if it was erased.

        Raises apart.Failed.
        """
        from ..letter import letter_of, sha256_of

        rows = type(self).objects.filter(pk=self.pk)
        if not self.letter_sha256:
            made = letter_of(self)
            rows.filter(status=self.Status.ACCEPTED, letter_sha256="").update(
                letter=made, letter_sha256=sha256_of(made)
            )
        return bytes(rows.values_list("letter", flat=True).get() or b"")
