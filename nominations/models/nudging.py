"""The secretariat writes to the focal points of Members that have something left to do in a call."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused

from ..notices import endorsements as notices


class Nudging:
    """Trait of Call."""

    def nudge(self, codes: list[str], *, day: date, by, at=None) -> int:
        """One letter to the focal point of each of these Members, at most one a day; returns how many were new.

        day: on which the letter was looked at. It is in the letter's key, so that a reload sends nothing, tomorrow either.
        Members that meanwhile have nothing left to do get none.
        """
        from ..gaps import Gaps

        with self.locked(at) as at:
            if not day_of(at) - timedelta(days=1) <= day <= day_of(at):
                raise Refused(_("This page is of another day. Look at the letter again before you send it."))
            gaps = Gaps(self, at)
            chosen = [one for one in gaps.to_ask() if one.member.code in codes]
            if not chosen:
                raise Refused(_("None of these Members has a focal point and something left to do in time."))
            number = notices.nudged(gaps, chosen, day=day)
            if number:
                told = {"members": sorted(one.member.code for one in chosen), "letters": number}
                self.record("nudged", by=by, at=at, facts=told)
        return number
