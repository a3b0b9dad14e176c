"""What Members said of a nomination, as its person may know it: who, in what state, until when; never a text."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property

from members.models import Delegate, Member

from .endorsement import Endorsement

SHOWN = ("id", "kind", "status", "counted", "asked_at", "agreed_at", "answered_at")
MOMENTS = ("asked_at", "agreed_at", "answered_at")
MEMBER = ("id", "code", "name_en", "name_fr")


def told(words):
    """Without what the person took back before it was answered."""
    return words.exclude(Q(status="withdrawn"), Q(answered_at=None)).order_by("asked_at", "pk")


class WithWords(models.QuerySet):
    def with_words(self):
        """Brings along, in the same statement, what the person may know of the words of Members."""
        member = JSONObject(**{name: f"member__{name}" for name in MEMBER})
        row = JSONObject(member=member, institution="given_by__institution", **{name: name for name in SHOWN})
        words = told(Endorsement.objects.filter(nomination=OuterRef("pk")))
        return self.annotate(word_rows=ArraySubquery(words.values(json=row)))


class Words:
    """Trait of Nomination. Rows annotated by WithWords are used where they are, else fetched."""

    @cached_property
    def words(self) -> list[Endorsement]:
        """Requests to Members, and what Members said, in the order in which it began."""
        rows = vars(self).get("word_rows")
        if rows is None:
            return list(told(self.endorsements.select_related("member", "call", "given_by")))
        return [self.word(row) for row in rows]

    def word(self, row) -> Endorsement:
        fields = {name: row[name] and datetime.fromisoformat(row[name]) for name in MOMENTS}
        if row["institution"]:
            fields["given_by"] = Delegate(institution=row["institution"])
        fields |= {"member": Member(**row["member"]), "call": self.call, "nomination": self}
        return Endorsement(id=row["id"], kind=row["kind"], status=row["status"], counted=row["counted"], **fields)

    @property
    def naming(self) -> list[Endorsement]:
        """The nominations of the person by Members, to which the person agreed."""
        return [word for word in self.words if word.kind == word.Kind.NOMINATE and word.status == word.Status.GIVEN]

    @property
    def unscored_by(self) -> list[Member]:
        """The Members whose nomination of the person spares it being scored, as far as is known now: see tracks.py."""
        if self.call.scores_named:
            return []
        naming = [word for word in self.words if word.kind == word.Kind.NOMINATE]
        return [word.member for word in naming if (word.counted if self.track else word.status == word.Status.GIVEN)]

    @property
    def has_word(self) -> bool:
        """Whether a Member endorses or nominates the person."""
        return any(word.status == word.Status.GIVEN for word in self.words)

    @property
    def lacks_word(self) -> bool:
        """Whether the call demands the word of a Member, and none is given."""
        return self.call.demands_endorsement and not self.has_word

    @property
    def waits_for_word(self) -> bool:
        """Whether a Member was asked and has not answered."""
        return any(word.status == word.Status.REQUESTED for word in self.words)
