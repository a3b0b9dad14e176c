"""Publishing: a head who changed none of it releases the list; then all is public in one transaction, or nothing."""

import hashlib
from contextlib import contextmanager, suppress
from typing import NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused, move_many
from portal.notifications import doorbell

from ...models import Call
from ..notices import record as notices
from .fixing import SHORTEST
from .gone import DECIDABLE, WITHDRAWN
from .whole import NAMED, seated, touches_barred


class Row(NamedTuple):
    """A decision and its nomination. judged, counts: the version that was decided on, and the one that counts; place: what
    became of the place on the reserve list that it takes up; agrees: to be on such a list; united: the nomination it was
    united with.
    """

    pk: object
    nomination: object
    reference: str
    status: str
    judged: int
    counts: int
    outcome: str
    place: str | None
    agrees: bool
    united: object

    @property
    def withdrew(self) -> bool:
        return self.status == WITHDRAWN and self.united is None


class Publishing:
    """Trait of Publication. Its verbs lock it first, then the call, as the admin's buttons do; then nominations by key."""

    @contextmanager
    def held(self, at=None):
        """Locked and read afresh, and the call with it, so that nothing is proposed or answered meanwhile."""
        with self.locked(at) as at:
            self.call = Call.objects.select_for_update(no_key=True).get(pk=self.call_id)
            yield at

    def release(self, *, by, seen, publish_at=None, at=None):
        """Publish it now, or at a moment. seen: the hash that was looked at. A second click is harmless."""
        with self.held(at) as at:
            if self.is_released_by(by):
                return
            if self.status != self.Status.DONE:
                raise Refused(self.refusal(self.Status.PUBLISHED))
            if seen != self.sha256:
                if not seen:
                    raise Refused(_("You have not looked at this list. Look at it before you publish it."))
                raise Refused(_("The list is another one than you looked at. Look at it before you publish it."))
            self.demand_second_person(by)
            self.demand_time(publish_at, at)
            stamps = {"released_by": by, "released_at": at}
            if publish_at is None:
                self.publish(by=by, at=at, **stamps)
            else:
                facts = {"publish_at": publish_at.isoformat(), "sha256": self.sha256}
                stamps |= {"publish_at": publish_at}
                self.move(self.Status.SCHEDULED, verb="scheduled", by=by, at=at, facts=facts, **stamps)

    def is_released_by(self, user) -> bool:
        return self.status in (self.Status.PUBLISHED, self.Status.SCHEDULED) and self.released_by_id == user.pk

    def why_not_by(self, user) -> str:
        """Why this account does not release it, in words that name nothing and nobody; empty where it may."""
        if not user.governs:
            return _("A head of secretariat publishes.")
        if user.pk in self.hands:
            return _("You wrote part of this list. Another head of secretariat publishes it.")
        if touches_barred(self, user):
            return _(
                "A conflict of interest keeps part of this list from you. Another head of secretariat publishes it."
            )
        return ""

    def demand_second_person(self, by):
        if why := self.why_not_by(by):
            raise Refused(why)
        if self.foreign:
            sentence = _("A letter holds a link that leads elsewhere: %(links)s. Take the list back and mend it.")
            raise Refused(sentence % {"links": ", ".join(self.foreign[:NAMED])})

    def demand_time(self, publish_at, at):
        if publish_at is not None and publish_at <= at:
            raise Refused(_("The moment must lie in the future. Give none to publish now."))
        if self.offers_until <= (publish_at or at):
            raise Refused(
                _("The day until which offers are answered is over by then. Take the list back and fix it anew.")
            )
        if self.offers_until - (publish_at or at) < SHORTEST:
            sentence = _("Less than three days would be left to answer an offer. Take the list back and fix it anew.")
            raise Refused(sentence)

    def call_off(self, *, by, at=None):
        """Before its moment: it is ready again, and nobody learned of it."""
        with self.held(at) as at:
            if self.status != self.Status.SCHEDULED:
                raise Refused(self.refusal(self.Status.DONE))
            self.move(self.Status.DONE, verb="called_off", by=by, at=at, **self.UNRELEASED)

    UNRELEASED = {"released_by": None, "released_at": None, "publish_at": None}

    def publish_when_due(self, *, at=None):
        """By the clock; nothing where somebody was there before. What cannot be published is ready again, and staff is told."""
        from ..notices import decisions as notices

        with self.held(at) as at:
            if self.status != self.Status.SCHEDULED or self.publish_at > at:
                return
            head = self.released_by
            if not self.why_not_by(head):
                with suppress(Refused):
                    return self.publish(by=None, at=at)
            self.move(self.Status.DONE, verb="held_back", by=None, at=at, **self.UNRELEASED)
            notices.held_back(self, head, at)

    def publish(self, *, by, at, **stamps):
        """Inside the locks: statuses, offers, the record and the letters, all at this moment. Some statements in all."""
        from .decision import Decision
        from .letter import PreparedLetter
        from .offer import Offer
        from .record import DecisionRecord

        found = self.locked_rows()
        gone = {row.pk: row for row in found if row.withdrew}
        rows = [row for row in found if row.pk not in gone]
        if why := self.why_not_as_fixed(rows):
            raise Refused(why)
        if gone:
            self.leave_out(gone.values(), head=stamps.get("released_by", self.released_by), by=by, at=at)
        if self.kind == self.Kind.RELEASE:
            before = Decision.objects.published().filter(nomination__in=[row.nomination for row in rows])
            move_many(before, Decision.Status.SUPERSEDED, verb="superseded", by=by, at=at)
        told = {"by": by, "at": at}
        decisions, nominations = {row.pk: "proposed" for row in rows}, {row.nomination: row.status for row in rows}
        move_many(Decision.objects, "published", verb="published", locked=decisions, published_at=at, **told)
        facts, people = {"publication": str(self.pk)}, self.call.nominations
        move_many(people, "decided", verb="decided", locked=nominations, facts=facts, **told)
        entries, left = self.listed, set(map(str, gone))
        selected = [one["id"] for one in entries if one["outcome"] == Decision.Outcome.SELECT and one["id"] not in left]
        Offer.make_many(self, selected, by=by, at=at)
        head = DecisionRecord.append(self, entries, at=at, became=dict.fromkeys(left, WITHDRAWN))
        PreparedLetter.rewrite_for_desks(self, without=[row.nomination for row in gone.values()], at=at)
        self.letters.exclude(decision__in=list(gone)).post(at)
        facts = {"sha256": self.sha256} | head | ({"left_out": len(gone)} if gone else {})
        stamps |= head | {"published_at": at}
        self.move(self.Status.PUBLISHED, verb="published", by=by, at=at, facts=facts, **stamps)
        notices.head_kept(self)
        doorbell.ring_on_commit()

    def locked_rows(self) -> list[Row]:
        """Its decisions with their nominations, which are locked. The decisions are, by the call."""
        from .decision import agreed

        names = {"nomination": F("pk"), "judged": F("decisions__version"), "counts": F("submitted_version")}
        names |= {"outcome": F("decisions__outcome"), "place": F("decisions__releases__status")}
        names |= {"agrees": agreed(), "united": F("united_with")}
        rows = self.call.nominations.filter(decisions__publication=self).annotate(key=F("decisions__pk"), **names)
        locked = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
        return list(map(Row._make, locked.values_list("key", *Row._fields[1:])))

    def why_not_as_fixed(self, rows) -> str:
        """Why it cannot be published as it was fixed; empty where it can. rows: without whoever withdrew."""
        if hashlib.sha256(self.content.encode()).hexdigest() != self.sha256:
            return _("The frozen list was changed. Take it back, and tell whoever keeps the server.")
        if not rows:
            return _("Everybody on the list has withdrawn. Take it back.")
        gone = {row.reference for row in rows if is_changed(row)}
        if self.kind == self.Kind.RELEASE:
            held = seated(self.call.nominations.filter(decisions__publication=self))
            gone |= set(held.values_list("reference", flat=True))
        return changed_since(gone)

    def changed(self):
        """Decisions of it whose nomination is another one by now; without a lock, for whoever looks. Whoever withdrew is
        left out, and stops nobody.
        """
        as_fixed = self.decisions.filter(nomination__status__in=DECIDABLE, version=F("nomination__submitted_version"))
        there = self.decisions.exclude(nomination__status=WITHDRAWN, nomination__united_with=None)
        as_fixed = as_fixed.exclude(releases__status="superseded").exclude(pk__in=as_fixed.without_consent())
        return there.exclude(pk__in=as_fixed.values("pk"))


def is_changed(row) -> bool:
    """No longer eligible, corrected, no longer on the reserve list, or no longer willing to be."""
    listed = row.outcome == "reserve" or row.place is not None
    gone = row.place == "superseded" or (listed and not row.agrees)
    return row.status not in DECIDABLE or row.judged != row.counts or gone


def changed_since(references) -> str:
    if not references:
        return ""
    named = ", ".join(sorted(references)[:NAMED]) + (" …" if len(references) > NAMED else "")
    sentence = _("Something changed since the list was fixed: %(named)s. Take the list back and look at it.")
    return sentence % {"named": named}
