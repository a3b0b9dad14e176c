"""A review that is set aside is kept word for word, whatever its reviewer writes after."""

from datetime import datetime
from decimal import Decimal

WORDS = ("scores", "recommendation", "comment")


class SettingAside:
    """Trait of Review."""

    def set_aside(self, *, reason, by, at):
        """It counts no longer, for a reason that stays with its words."""
        kept = {name: getattr(self, name) for name in WORDS}
        kept |= {"total": str(self.total), "submitted_at": self.submitted_at.isoformat(), "reason": reason}
        stamps = {"void_reason": reason, "voided_at": at}
        self.move(self.Status.VOID, verb="voided", by=by, at=at, voided=[*self.voided, kept], **stamps)

    def versions(self) -> list[dict]:
        """What was ever handed in, the oldest first: what was set aside, with the reason, and then what counts."""
        told = [
            one | {"total": Decimal(one["total"]), "submitted_at": datetime.fromisoformat(one["submitted_at"])}
            for one in self.voided
        ]
        if self.status == self.Status.SUBMITTED:
            words = {name: getattr(self, name) for name in (*WORDS, "total", "submitted_at")}
            told.append(words | {"reason": ""})
        labels = dict(self.Recommendation.choices)
        return [one | {"said": labels[one["recommendation"]]} for one in told]
