"""DecisionRecord: what each decision rested on, frozen when it was published, in a chain of hashes for each call.

A row's hash covers the one before, so that an edited, removed or moved row shows; the last hash, the head of the chain, stands
with the publication, in its Event, and in the letter that the secretariat and the chair receive. Personal words are covered
by a salted hash of their own: where they and the salt are erased, the chain still holds. The database lets nothing else
be changed (see kept.py): the chain is for whoever gets round that.
"""

import hashlib
import secrets
from datetime import UTC

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.drafts.frozen import canonical

from .erasing import Erasing

PERSONAL = ("reference", "name", "words", "reasons", "note")  # of an entry of the list: what can be erased
START = "0" * 64


class DecisionRecord(Erasing, models.Model):
    """facts: canonical JSON without names. personal: canonical JSON of the rest, None once erased, and then salt is empty.

    The decision is the key: the row has no number of its own that the hash could not cover.
    """

    decision = models.OneToOneField("deciding.Decision", models.PROTECT, primary_key=True, related_name="record_row")
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="decision_records")
    number = models.PositiveIntegerField()  # in the call, from 1, without a gap
    publication = models.ForeignKey("deciding.Publication", models.PROTECT, related_name="records")
    facts = models.TextField()
    personal = models.TextField(null=True, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    personal_sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("record of a decision")
        verbose_name_plural = _("record of decisions")
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="records_count_up"),
            models.CheckConstraint(
                condition=models.Q(personal=None, salt="") | models.Q(personal__isnull=False) & ~models.Q(salt=""),
                name="words_and_salt_are_erased_together",
            ),
        ]

    def __str__(self):
        return f"{self.call_id} · {self.number}"

    @classmethod
    def append(cls, publication, entries, *, at, became=None) -> dict:
        """The entries of a frozen list, at the end of the call's chain. Call inside the call's lock. Two statements.

        became: key of a decision to what happened since the list was fixed, so that it was not published.
        Returns the head as it is now: head_number, head_sha256.
        """
        last = cls.objects.filter(call=publication.call).order_by("-number").values_list("number", "sha256").first()
        number, previous = last or (0, START)
        rows = []
        for entry in entries:
            number += 1
            row = cls.made(publication, entry, number, previous, at, (became or {}).get(entry["id"]))
            rows.append(row)
            previous = row.sha256
        cls.objects.bulk_create(rows)
        return {"head_number": number, "head_sha256": previous}

    @classmethod
    def made(cls, publication, entry, number, previous, at, became=None):
        salt = secrets.token_hex(32)
        personal = canonical({name: entry[name] for name in PERSONAL if name in entry})
        row = cls(call=publication.call, publication=publication, number=number, decision_id=entry["id"], at=at)
        row.facts = canonical(impersonal(entry) | ({"became": became} if became else {}))
        row.personal, row.salt, row.previous = personal, salt, previous
        row.personal_sha256 = hashed(salt, personal)
        row.sha256 = row.reckoned()
        return row

    def reckoned(self, number=None) -> str:
        """The hash that this row must have; as if it had another number, where one is given."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        told = self.call_id, number or self.number, self.decision_id, self.publication_id, at
        return hashed(self.previous, *map(str, told), self.facts, self.personal_sha256)


def impersonal(entry) -> dict:
    return {name: value for name, value in entry.items() if name not in PERSONAL}


def hashed(*parts) -> str:
    """SHA-256 of parts, each with its length before it: no two lists of parts look alike."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
