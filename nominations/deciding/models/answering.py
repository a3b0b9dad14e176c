"""Answering: whoever was selected accepts or declines; the clock lets an offer lapse; then the next of the reserve list."""

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Appointment, InterestDeclaration, Member, Person
from members.models.appointing import YEARS, day_words, years_after
from members.models.consent import VERSION, ConsentRecord, Purpose, Way
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..notices import offers as notices
from .fixing import LONGEST


class Answering:
    """Trait of Offer."""

    def accept(self, *, interests, nothing_to_declare=False, publication=None, by, at=None):
        """Take the seat, with interests as they are now (kind to words): the term is made in the same transaction.

        publication: whether the person agrees to be shown in public; None leaves that as it is.
        """
        with self.locked(at) as at:
            self.demand_open(at)
            self.hold_person()
            if not nothing_to_declare and not any(str(words).strip() for words in interests.values()):
                raise Refused(_("Say what your interests are, or that there are none, before you accept."))
            declared = InterestDeclaration.objects.create(
                person=self.decision.nomination.person,
                occasion=InterestDeclaration.Occasion.APPOINTMENT,
                declared_at=at,
                nothing_to_declare=nothing_to_declare,
                content={} if nothing_to_declare else {key: tidy(words) for key, words in interests.items()},
            )
            self.settle_publication(publication, at)
            stamps = {"answered_at": at, "interests": declared, "appointment": self.appoint(by=by, at=at)}
            self.move(self.Status.ACCEPTED, verb="accepted", by=by, at=at, **stamps)
            notices.accepted(self, at)
            transaction.on_commit(self.ring)

    def hold_person(self):
        """Before their consents, as whoever withdraws one does. Where two rows were united meanwhile, the one that stays."""
        nomination, held = self.decision.nomination, None
        while held != nomination.person_id:
            held = nomination.person_id
            Person.objects.filter(pk=held).select_for_update(no_key=True).values_list("pk").get()
            nomination.refresh_from_db(fields=["person"])

    def settle_publication(self, agreed, at):
        if agreed is not None:
            person, said = self.decision.nomination.person, {Purpose.PUBLICATION: agreed}
            ConsentRecord.settle(person, said, text_version=VERSION, way=Way.OFFER, at=at)

    def appoint(self, *, by, at):
        """The term, three years by default, from the call's day or from today on. Its letters are the offer's."""
        nomination, group, starts_on = self.decision.nomination, self.decision.group, self.starts_on(at)
        if there := seat_held(nomination.person_id, group, starts_on):
            sentence = _("You hold a seat in this group already, until %(day)s. Write to the secretariat.")
            raise Refused(sentence % {"day": day_words(there.last_day)})
        member = self.member_on(starts_on)
        return Appointment.plan(
            person=nomination.person,
            group=group,
            role=Appointment.Role.EXPERT,
            route=Appointment.Route.MEMBER if member else Appointment.Route.SELF,
            member=member,
            starts_on=starts_on,
            by=by,
            at=at,
            tell=False,
        )

    def starts_on(self, at):
        """The first day of the term, if it is accepted at that moment."""
        return max(self.decision.call.terms_from or day_of(at), day_of(at))

    def member_on(self, day):
        """The Member because of whose nomination the person is on the Member track, as long as it is one; or None."""
        nomination = self.decision.nomination
        words = nomination.endorsements.naming().filter(counted=True).order_by("agreed_at").values_list("member")
        members = Member.objects.on(day).filter(pk__in=words[:1])
        return members.first()

    def decline(self, *, reason="", by, at=None):
        """Leave the seat to somebody else; the next of the reserve list is proposed."""
        with self.decision.call.locked(at) as at, self.locked(at):
            self.demand_open(at)
            stamps = {"answered_at": at, "decline_reason": tidy(reason).strip()}
            self.move(self.Status.DECLINED, verb="declined", by=by, at=at, **stamps)
            notices.declined(self)
            self.follow(at)

    def lapse(self, *, at=None):
        """By the clock, when nobody answered in time; nothing where somebody was there before."""
        with self.decision.call.locked(at) as at, self.locked(at):
            if self.status == self.Status.OFFERED and self.until <= at:
                self.move(self.Status.LAPSED, verb="lapsed", by=None, at=at)
                notices.lapsed(self)
                self.follow(at)

    def prolong(self, *, until, reason, by, at=None):
        """Give the person more time, with a reason for the file; they are told, and reminded of the new end."""
        with self.locked(at) as at:
            if self.status != self.Status.OFFERED:
                raise Refused(_("This offer was answered already, or has lapsed."))
            if until <= max(self.until, at):
                raise Refused(_("The new end must lie ahead, and later than the one before."))
            if until - at > LONGEST:
                raise Refused(_("Whoever is selected answers within a year. Choose an earlier day."))
            if not reason.strip():
                raise Refused(_("Say why: the reason is kept in the file."))
            facts = {"from": self.until.isoformat(), "until": until.isoformat(), "reason": reason.strip()}
            self.until = until
            self.save(update_fields=["until"])
            notices.prolonged(self, self.record("prolonged", by=by, at=at, facts=facts))

    def follow(self, at):
        """The seat is free: propose the next of the list. While a list is fixed this waits (see tasks.keep_reserve_lists)."""
        from ..reserve import next_for

        next_for(self, at=at)

    def followed(self, proposed, found, *, at):
        """The list was asked: who is proposed, and who was passed over, stays in the story."""
        facts = {"proposed": str(proposed.pk) if proposed else "", "passed": found.passed, "why": found.why}
        self.next, self.followed_at = proposed, at
        self.save(update_fields=["next", "followed_at"])
        self.record("followed", by=None, at=at, facts=facts)

    def reopen(self):
        """Whoever was proposed does not come: the seat is vacant again."""
        self.next = self.followed_at = None
        self.save(update_fields=["next", "followed_at"])

    def follow_when_free(self, *, at=None):
        """By the clock: what had to wait while a list was fixed."""
        with self.decision.call.locked(at) as at, self.locked(at):
            if self.followed_at is None and self.status in (self.Status.DECLINED, self.Status.LAPSED):
                self.follow(at)

    def demand_open(self, at):
        if self.status != self.Status.OFFERED:
            raise Refused(_("This offer was answered already, or has lapsed."))
        if at >= self.until:
            raise Refused(_("The time to answer this offer is over. Write to the secretariat."))


def seat_held(person, group, starts_on):
    """The term of this person in this group that a new one from that day on would overlap with; or None."""
    same = Appointment.objects.filter(person=person, group=group, role=Appointment.Role.EXPERT)
    return same.within(starts_on, years_after(starts_on, YEARS)).order_by("starts_on").last()
