"""An applicant asks a Member for its word; the focal point gives or declines it, or the clock comes first."""

from typing import Self

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Member
from members.models.delegate import Capacity
from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..notices import desks
from ..notices import endorsements as notices
from .barred import look_for_conflicts

ROOTS = (
    "nationality_1",
    "nationality_2",
    "nationality_3",
    "residence",
    "work_country",
)  # the answers that tie an applicant to a country


class Endorsing:
    """Trait of Endorsement, of kind endorse; and what both kinds have in common with the clock."""

    @classmethod
    def roots(cls, nomination, at) -> list:
        """The Members that this applicant may ask: of nationality, residence or work, and with their rights now."""
        codes = [typed for question in ROOTS if isinstance(typed := nomination.answers.get(question), str)]
        return list(Member.objects.with_rights(at).filter(code__in=codes).order_by("name_en"))

    @classmethod
    def to_ask(cls, nomination, at) -> list[tuple]:
        """(Member, until when) of those that this applicant may ask and has not asked; the time may be over."""
        asked = {word.member.pk for word in nomination.words if word.status not in cls.ASKED_AGAIN}
        lapsed = {word.member.pk for word in nomination.words if word.status == cls.Status.LAPSED}
        own = dict(nomination.call.own_dates.values_list("member", "until"))
        end = nomination.call.endorsement_end
        roots = [member for member in cls.roots(nomination, at) if member.pk not in asked]
        found = [(member, min(own.get(member.pk, end), end)) for member in roots]
        return [(member, until) for member, until in found if at < until or member.pk not in lapsed]

    @classmethod
    def request(cls, nomination, member, *, by, at=None) -> Self:
        """The applicant asks this Member to endorse the nomination. One answer of a Member is final in a call."""
        # the call, too: the row of a request refers to it, and whoever agrees locks it before the nomination
        with member.locked(at) as at, nomination.call.locked(at), nomination.locked(at):
            if nomination.shown_status(at) not in nomination.AT_WORK:
                raise Refused(_("This nomination can no longer be changed."))
            if member.pk not in {one.pk for one in cls.roots(nomination, at)}:
                raise Refused(
                    _(
                        "You can ask a Member of your nationality, residence or country of work. Save those answers first."
                    )
                )
            if at >= nomination.call.ask_end(member):
                raise Refused(_("The time to ask %(member)s has ended.") % {"member": member})
            if nomination.endorsements.filter(member=member).exclude(status__in=cls.ASKED_AGAIN).exists():
                raise Refused(_("%(member)s was asked already, or has named you itself.") % {"member": member})
            fields = {"call": nomination.call, "member": member, "kind": cls.Kind.ENDORSE, "nomination": nomination}
            one = cls.objects.create(**fields, status=cls.Status.REQUESTED, asked_at=at)
            one.record("requested", by=by, at=at)
            cls.tell_desk(nomination.call, member, at)
        return one

    @classmethod
    def tell_desk(cls, call, member, at) -> int:
        """Write the day's letter on all that waits, unless it is written. Call inside the Member's lock."""
        waiting = cls.objects.on_desk(at).filter(call=call, member=member).select_related("nomination")
        told = desks.desk_waits(call, member, list(waiting.order_by("asked_at", "pk")), at)
        if told:
            cls.objects.filter(pk__in=waiting.values("pk")).update(told_at=at)
        return told

    def move(self, to, **facts):
        """What waited for a Member's desk and does so no more may have been all that a letter speaks of."""
        came_from, event = self.status, super().move(to, **facts)
        waited = came_from in (self.Status.REQUESTED, self.Status.PREPARED)
        if came_from == self.Status.REQUESTED and to != self.Status.GIVEN:
            self.forget_letter()  # it came with an answer that was refused
        if waited and self.told_at:
            self.hush_desk()
        return event

    def hush_desk(self):
        """Drop the letter that has not left, once nothing of which it speaks waits."""
        same = type(self).objects.filter(member=self.member_id, status__in=["requested", "prepared"])
        if not same.exclude(told_at=None).exclude(nomination__status="withdrawn").exclude(pk=self.pk).exists():
            desks.nothing_waits(self.member)

    def give(self, *, statement="", by, at=None):
        """The focal point endorses. The applicant learns that, and never the text."""
        with self.at_desk(by, Capacity.FOCAL_POINT, at=at) as (at, delegate):
            self.demand_requested(at)
            if self.nomination.person.user_id == by.pk:
                raise Refused(_("Nobody gives the word of a Member on themselves."))
            self.move(
                self.Status.GIVEN,
                verb="endorsed",
                by=by,
                at=at,
                capacity=delegate.as_what,
                statement=tidy(statement),
                given_by=delegate,
                answered_at=at,
            )
            look_for_conflicts(self.call, self.nomination, at=at)
            notices.endorsed(self)

    def decline(self, *, by, at=None):
        """The focal point does not endorse; the applicant is told, and can go on without."""
        with self.at_desk(by, Capacity.FOCAL_POINT, at=at) as (at, delegate):
            self.demand_requested(at)
            self.move(
                self.Status.DECLINED,
                verb="not_endorsed",
                by=by,
                at=at,
                capacity=delegate.as_what,
                given_by=delegate,
                answered_at=at,
                **self.wiped(),
            )
            notices.not_endorsed(self)

    def take_back(self, *, by, at=None):
        """The applicant no longer asks."""
        with self.locked(at) as at:
            if self.status != self.Status.REQUESTED:
                raise Refused(self.refusal(self.Status.WITHDRAWN))
            self.move(self.Status.WITHDRAWN, verb="taken_back", by=by, at=at)

    def demand_requested(self, at):
        if self.status != self.Status.REQUESTED:
            raise Refused(_("This request was answered already, or taken back."))
        if at >= self.end:
            raise Refused(_("The time to endorse in this call has ended."))

    def lapse(self, *, at=None):
        """The clock: nobody answered in time. Asked too early or again, nothing happens."""
        with self.call.locked(at) as at, self.locked(at):  # the call first: it may be given more time at this moment
            if self.status not in (*self.OPEN, self.Status.PREPARED) or at < self.end:
                return
            if self.status == self.Status.INVITED:
                notices.naming_lapsed(self, at)  # before the name is wiped
            if self.status == self.Status.REQUESTED and self.nomination.status != self.nomination.Status.WITHDRAWN:
                notices.request_lapsed(self)
            self.move(self.Status.LAPSED, verb="lapsed", by=None, at=at, **self.wiped())
            self.forget_letter()

    @classmethod
    def let_go(cls, nomination, *, by, at):
        """A draft is deleted for good: what Members said about it is withdrawn, and what they typed is gone, with it.

        Call inside its lock.
        """
        with transaction.atomic():
            for one in cls.objects.filter(nomination=nomination).order_by("pk").select_for_update(of=("self",)):
                if one.status not in (cls.Status.REQUESTED, cls.Status.GIVEN):
                    one.forget()
                    continue
                if by is not None:  # long after the end the clock forgets what the desk knows was not submitted
                    notices.draft_deleted(one, at)
                one.move(cls.Status.WITHDRAWN, verb="draft_deleted", by=by, at=at, **one.wiped())
                one.forget_letter()
