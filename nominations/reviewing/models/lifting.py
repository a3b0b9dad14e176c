"""A conflict is confirmed or lifted by a person whom it does not concern."""

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy


class Lifting:
    """Trait of Conflict."""

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None

    @property
    def may_be_confirmed(self) -> bool:
        return self.is_in_force and self.confirmed_at is None

    def confirm(self, *, by, at=None):
        """Somebody looked, and it is so. A found one binds before this, too."""
        with self.locked(at) as at:
            self.demand_other(by)
            if self.confirmed_at is not None:
                raise Refused(_("This conflict was confirmed already."))
            self.confirmed_by, self.confirmed_at = by, at
            self.save(update_fields=["confirmed_by", "confirmed_at"])
            self.record("confirmed", by=by, at=at)

    def lift(self, *, reason, by, at=None):
        """It binds no longer. What ended because of it stays ended; the same source is not found again, and another one binds
        from this moment on.
        """
        with self.locked(at) as at:
            self.demand_other(by)
            if not reason.strip():
                raise Refused(_("Say why it is lifted: the reason is kept with the conflict."))
            self.lifted_at, self.lifted_by, self.lift_reason = at, by, tidy(reason).strip()
            self.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
            self.record("lifted", by=by, at=at, facts={"reason": self.lift_reason})
            if self.kind in self.FOUND:
                self.look(self.nomination.call, self.nomination, at=at)

    def demand_other(self, by):
        """Refuses whom it concerns, whoever is barred from the nomination themselves, and what binds no more."""
        if by.pk == self.user_id:
            raise Refused(_("Nobody decides on a conflict of their own: ask a colleague."))
        if type(self).objects.barring(by).filter(nomination=self.nomination_id).exists():
            raise Refused(_("A conflict of interest stands between you and this nomination."))
        if not self.is_in_force:
            raise Refused(_("This conflict was lifted already."))
