"""A Member nominates: the deputy or the focal point prepares, the focal point sends, and may take it back."""

from contextlib import contextmanager
from typing import Self

from django.db import transaction
from django.utils.translation import gettext as _

from members.drafts.saving import Overtaken
from members.models import Delegate
from members.models.delegate import Capacity
from portal.lifecycle.models import Refused
from portal.lifecycle.text import searchable, tidy

from ..naming import Naming, stamp, typed_before
from ..notices import endorsements as notices

TYPED = ("name", "email", "language", "group", "statement", "time_granted")


class Nominating:
    """Trait of Endorsement. Whatever a Member does happens under the Member's lock: its rights end with it at once."""

    @contextmanager
    def at_desk(self, by, *capacities, at=None):
        """Lock the Member, then this row; gives the moment and the Delegate who acts. Refused to whoever may not now."""
        try:
            with transaction.atomic(), self.member.locked(at) as at, self.locked(at):
                yield at, acting_for(self.member, by, capacities, at)
        except type(self).DoesNotExist:
            raise Refused(_("This was deleted meanwhile.")) from None

    @classmethod
    def prepare(cls, *, call, member, by, key=None, at=None, **typed) -> Self:
        """Begin a nomination of somebody: kept as typed, complete or not, read by this Member's desk alone.

        typed: name, email, language, group, statement, time_granted. key: the page's own, so that a form that is sent
        twice begins one nomination and changes it.
        """
        with member.locked(at) as at:
            delegate = acting_for(member, by, (Capacity.FOCAL_POINT, Capacity.DEPUTY), at)
            demand_time(call, at)
            if key and (there := cls.objects.naming().filter(pk=key, member=member).first()):
                there.change(by=by, at=at, **typed)
                return there
            one = cls(call=call, member=member, kind=cls.Kind.NOMINATE, status=cls.Status.PREPARED)
            one.pk = key if key and not cls.objects.filter(pk=key).exists() else one.pk
            one.fill(typed)
            one.prepared_by, one.rank = delegate, one.last_rank()
            one.save(force_insert=True)
            one.record("prepared", by=by, at=at, capacity=delegate.as_what)
        return one

    def change(self, *, by, seen=None, at=None, **typed):
        """Type on, as long as it was not sent.

        seen: the stamp with which the page was opened; raises Overtaken where somebody saved other words since.
        """
        with self.at_desk(by, Capacity.FOCAL_POINT, Capacity.DEPUTY, at=at) as (at, delegate):
            self.demand_prepared()
            before, stood = self.group_id, stamp(self)
            self.fill(typed)
            if seen is not None and stood != seen and stamp(self) != stood:
                raise Overtaken([])
            if self.group_id != before:
                self.rank = self.last_rank()
            self.save(update_fields=[*TYPED, "search_name", "rank"])
            self.record("changed", by=by, at=at, capacity=delegate.as_what)

    def fill(self, typed: dict):
        """Take over what was typed; raises Refused where this Member names the address in this call already."""
        for name in TYPED:
            if name in typed:
                value = typed[name]
                setattr(self, name, tidy(value).strip() if isinstance(value, str) else value)
        self.email, self.search_name = self.email.lower(), searchable(self.name)
        live = type(self).objects.naming().filter(call=self.call_id, member=self.member_id, email=self.email)
        if self.email and live.filter(status__in=self.LIVE).exclude(pk=self.pk).exists():
            raise Refused(_("%(member)s names this person in this call already.") % {"member": self.member})

    def drop(self, *, by, at=None):
        """Delete what was prepared and never sent, its letter with it. Only an Event without a name remains."""
        with self.at_desk(by, Capacity.FOCAL_POINT, Capacity.DEPUTY, at=at) as (at, delegate):
            self.demand_prepared()
            self.record("dropped", by=by, at=at, capacity=delegate.as_what)
            self.forget_letter()
            if self.told_at:
                self.hush_desk()
            self.delete()

    def put_at(self, rank: int, *, by, at=None):
        """Give it another rank among this Member's for the group, from 1; the others close up."""
        with self.at_desk(by, Capacity.FOCAL_POINT, Capacity.DEPUTY, at=at) as (at, delegate):
            self.demand_prepared()
            others = list(self.siblings().filter(status=self.Status.PREPARED).order_by("rank", "pk"))
            others.insert(max(0, rank - 1), self)
            for number, one in enumerate(others, 1):
                type(self).objects.filter(pk=one.pk).update(rank=number)
            self.record("ranked", by=by, at=at, capacity=delegate.as_what, facts={"rank": min(rank, len(others))})

    def invite(self, *, by, at=None):
        """The focal point sends it: it takes a place of the quota, and the person is asked whether they agree."""
        with self.at_desk(by, Capacity.FOCAL_POINT, at=at) as (at, delegate):
            self.demand_prepared()
            demand_time(self.call, at)
            if missing := self.missing():
                raise Refused(" ".join(missing))
            if self.is_for(by):
                raise Refused(_("Nobody gives the word of a Member on themselves."))
            self.move(
                self.Status.INVITED,
                verb="invited",
                by=by,
                at=at,
                capacity=delegate.as_what,
                place=self.free_place(),
                given_by=delegate,
                asked_at=at,
            )
            notices.named(self)

    def missing(self) -> list[str]:
        """What has still to be said or mended before it can be sent, in sentences."""
        return self.form().sentences()

    def form(self, typed=None, **options) -> Naming:
        """What is asked, bound to what stands here, or to what came just now."""
        bound = typed_before(self) if typed is None else typed
        return Naming(bound, call=self.call, letter=self.letter, **options)

    def withdraw(self, *, reason="", by, at=None):
        """The Member takes its word back, sent or given; the nomination itself and the words of others stay."""
        with self.at_desk(by, Capacity.FOCAL_POINT, at=at) as (at, delegate):
            if self.status not in (self.Status.INVITED, self.Status.GIVEN):
                raise Refused(self.refusal(self.Status.WITHDRAWN))
            if self.call.status == self.call.Status.CONCLUDED:
                raise Refused(_("The call is concluded."))
            facts, capacity = {"reason": tidy(reason)} if reason.strip() else {}, delegate.as_what
            agreed = self.status == self.Status.GIVEN
            notices.word_withdrawn(self)  # before the address is wiped
            stamps = {"place": None, "rank": None} if agreed else self.wiped()
            self.move(self.Status.WITHDRAWN, verb="withdrawn", by=by, at=at, facts=facts, capacity=capacity, **stamps)
            if not agreed:
                self.forget_letter()

    def demand_prepared(self):
        if self.status != self.Status.PREPARED:
            raise Refused(_("This was sent already, so it can no longer be changed. You can withdraw it."))


def acting_for(member, user, capacities, at) -> Delegate:
    """The Delegate as whom this account acts for the Member now; raises Refused if there is none."""
    mine = Delegate.objects.outside().acting(at).filter(member=member, user=user)
    if delegate := mine.filter(capacity__in=capacities).order_by("-capacity").first():
        return delegate
    if mine.filter(capacity=Capacity.DEPUTY).exists():
        raise Refused(_("A deputy prepares; the focal point gives the word of %(member)s.") % {"member": member})
    raise Refused(_("You cannot act for %(member)s at present.") % {"member": member})


def demand_time(call, at):
    """Members name people while the call is open, and until the day by which these have to agree."""
    if call.status != call.Status.PUBLISHED or at < call.opens_at:
        raise Refused(_("The call is not open, so nobody can be nominated."))
    if at >= call.agree_end:
        raise Refused(_("The time in which Members nominate in this call has ended."))
