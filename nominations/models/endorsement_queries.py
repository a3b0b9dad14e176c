"""Which endorsements: by whose desk they are, how far they are, and what the clock has to do about them."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce

from members.models import Delegate, Member
from members.models.delegate import Capacity
from portal.lifecycle import clock
from portal.lifecycle.models import Event

from ..notices import desks
from ..once import BEFORE
from .barred import unbarred

OPEN = ("invited", "requested")  # the states in which somebody's word is awaited
WRITERS = (Capacity.FOCAL_POINT, Capacity.DEPUTY)  # who prepares for a Member; the focal point alone gives its word
DAY, WEEK = timedelta(days=1), timedelta(days=7)
SPARED = timedelta(hours=12)  # whoever heard of a request so shortly before a reminder of it falls due


class EndorsementQuerySet(models.QuerySet):
    def at_desk_of(self, user, at):
        """All of the Members for which this person is focal point or deputy at that moment."""
        acting = Delegate.objects.outside().acting(at).filter(user=user, capacity__in=WRITERS)
        return self.filter(member__in=acting.values("member"))

    def visible_to(self, user):
        """Those at one's desk now; for staff who read files what was sent; nothing for anybody else."""
        if not user.is_authenticated:
            return self.none()
        return unbarred(self.sent(), user) if user.may_read_files else self.at_desk_of(user, clock.now())

    def sent(self):
        """All but what a desk prepared and never sent: that is the Member's own, and is for nobody else but to count."""
        return self.exclude(asked_at=None)

    def said(self):
        """Those of which a Member's own words went out, with its letter: sent to the person, or given."""
        return self.sent().exclude(status="requested")

    def open(self):
        """Those that wait for somebody's word."""
        return self.filter(status__in=OPEN)

    def given(self):
        return self.filter(status="given")

    def holding(self, at):
        """Those that tie a Member to a nomination now: given, or asked for and still to be answered."""
        waiting = Q(status="requested", ends_at__gt=at)
        return self.with_end().filter(Q(status="given") | waiting).exclude(nomination=None)

    def naming(self):
        """Of kind nominate: a Member came first."""
        return self.filter(kind="nominate")

    def asking(self):
        """Of kind endorse: an applicant came first."""
        return self.filter(kind="endorse")

    def agreed(self):
        """Nominations by a Member to which the person once agreed; withdrawn since or not."""
        return self.naming().exclude(agreed_at=None)

    def to_answer(self):
        """Requests that a Member has to answer: not of somebody who withdrew the nomination."""
        return self.filter(status="requested").exclude(nomination__status="withdrawn")

    def unanswered(self, at):
        """Requests that nobody answers: for a week, or for a day with less than a week to go. For the secretariat."""
        late = Q(asked_at__lte=at - WEEK) | Q(asked_at__lte=at - DAY, ends_at__lte=at + WEEK)
        return self.to_answer().with_end().filter(late, ends_at__gt=at).order_by("ends_at", "asked_at")

    def on_desk(self, at):
        """What waits for a Member: requests to answer, and from the time of the first reminder on what it has not sent."""
        unsent = Q(status="prepared", ends_at__lte=at + max(BEFORE.values()))
        waiting = self.with_end().filter(unsent | Q(status="requested"), ends_at__gt=at)
        return waiting.exclude(nomination__status="withdrawn")

    def to_tell(self, at):
        """What waits for a Member, and it has not heard of it, or not since a reminder fell due."""
        due = Q(told_at=None)
        for before in BEFORE.values():
            due |= Q(ends_at__lte=at + before) & Q(told_at__lt=F("ends_at") - before - SPARED)
        return self.on_desk(at).filter(due, call__status="published")

    def forget_old_date(self, call):
        """The call's dates were moved: what the desks were told in a letter that has not left counts as not told."""
        waiting = self.filter(call=call).exclude(told_at=None)
        members = Member.objects.filter(pk__in=waiting.values("member"))
        if unsent := desks.old_date_dropped(members):
            waiting.filter(member__in=unsent).update(told_at=None)

    def stood_at(self, moment):
        """Nominations by Members to which the person had agreed by then, and which no one had withdrawn."""
        kind = ContentType.objects.get_for_model(self.model)
        gone = Event.objects.filter(kind=kind, thing_id=Cast(models.OuterRef("pk"), models.CharField()))
        gone = gone.filter(at__lte=moment, facts__to="withdrawn")
        return self.agreed().filter(agreed_at__lte=moment).exclude(models.Exists(gone))

    def in_places(self):
        """Those that take a place of their Member's quota."""
        return self.exclude(place=None)

    def with_end(self):
        """Adds `ends_at`: what `end` says."""
        agree = Coalesce("call__agree_until", "call__closes_at")
        endorse = Coalesce("call__endorsement_until", "call__closes_at")
        ends_at = models.Case(models.When(kind="nominate", then=agree), default=endorse)
        return self.select_related("call").annotate(ends_at=ends_at)

    def lapsing(self, at):
        """Those whose time is over and whose state does not say so yet; prepared ones that were never sent, too."""
        waiting = [*OPEN, "prepared"]
        return self.with_end().filter(status__in=waiting, ends_at__lte=at)
