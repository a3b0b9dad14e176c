"""ReceiptPrint: the hash of a receipt's PDF that was handed out, so that whoever is shown the file can ask whether it is ours."""

import hashlib

from django.db import models


class ReceiptPrint(models.Model):
    """A version has one for each language and zone in which its receipt was read; the bytes are made anew each time."""

    version = models.ForeignKey("nominations.NominationVersion", models.CASCADE, related_name="prints")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)

    def __str__(self):
        return self.sha256

    @classmethod
    def note(cls, version, pdf: bytes):
        """Remember that these bytes were handed out."""
        one = cls(version=version, sha256=hashlib.sha256(pdf).hexdigest())
        cls.objects.bulk_create([one], ignore_conflicts=True)
