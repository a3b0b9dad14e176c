"""Delegates are named, ended and corrected by the secretariat; the person and the others who act for the Member are told."""

from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused

from ..notices import delegates as notices

FAR = timedelta(days=731)  # two years ahead: what lies further off is a slip of the hand
LONG = timedelta(days=3653)


class Naming:
    """Trait of Delegate. All of it happens under the lock of the Member, so that of two namings one sees the other."""

    record, story = Lifecycle.record, Lifecycle.story  # a story without a life of statuses

    @contextmanager
    def locked(self, at=None):
        """One change at a time among those who act for a Member; gives the moment of it."""
        with self.member.locked(at) as at:
            self.refresh_from_db()
            yield at

    @classmethod
    def name(
        cls, who, member, capacity, institution, *, by, since=None, until=None, succeeds=False, language=None, at=None
    ):
        """Somebody acts for a Member from `since` (now if left out) until the first moment without it.

        who: an account, or an address: whoever proves to own it will have the rights, and nobody else. succeeds: the
        present focal point ends when this one begins.
        """
        with member.locked(at) as at:
            since, institution = since or max(at, first_moment(member)), institution.strip()
            user = account_behind(who, language) if isinstance(who, str) else who
            user.lock()  # of two namings for two Members one sees the other
            demand_fit(user, member, institution, by=by)
            demand_one_member(user, member, since, until)
            demand_times(member, since, until, at)
            if until is not None and until <= max(since, at):
                raise Refused(_("The end must come after the beginning, and not lie in the past."))
            there = cls.objects.filter(member=member, capacity=capacity).within(since, until)
            if there.filter(user=user).exists():
                raise Refused(_("%(who)s acts in this capacity in that time already.") % {"who": user})
            before = cls.make_room(there, since, succeeds=succeeds, by=by, at=at) if capacity == "focal_point" else None
            fields = {"user": user, "member": member, "capacity": capacity, "institution": institution}
            delegate = cls.objects.create(**fields, since=since, until=until, named_by=by)
            facts = {"since": since.isoformat(), "until": until and until.isoformat()}
            delegate.record("named", by=by, at=at, facts=facts)
            notices.named(delegate, at, before=before)
        return delegate

    @classmethod
    def make_room(cls, there, since, *, succeeds, by, at):
        """The one whom a new focal point follows, ended; None where the place is free. Refuses two at a time."""
        ahead, present = there.filter(since__gte=since).exists(), there.filter(since__lt=since).first()
        if ahead:
            raise Refused(_("Another focal point is named from a later day. End that first, or give an end before it."))
        if present and not succeeds:
            raise Refused(
                _("There is a focal point in that time. Tick that the new one follows, or end the present one first.")
            )
        if present:
            present.close(since, by=by, at=at)
            notices.ended(present, at)
        return present

    def end(self, *, by, until=None, at=None):
        """It ends now, or at a moment ahead; of one that had not begun nothing remains but the record."""
        given = at
        with self.locked(at) as at:
            until = until or at
            if until < at:
                raise Refused(_("The end must not lie in the past."))
            if until > at + LONG:
                raise Refused(_("The end cannot lie more than ten years ahead."))
            if self.until is not None and self.until <= max(given or clock.instant(), self.since):
                raise Refused(_("This has ended already."))
            if self.until is not None and self.until <= until:
                raise Refused(_("It ends before that already. To go on, name the person again from that day."))
            others = notices.others(self, at)
            self.close(until, by=by, at=at)
            notices.ended(self, at, others=others)

    def close(self, until, *, by, at):
        """Write the end and record it; an end before the beginning is the beginning. Call inside the lock."""
        self.until = max(until, self.since)
        self.save(update_fields=["until"])
        self.record("ended", by=by, at=at, facts={} if self.until == at else {"until": self.until.isoformat()})

    def correct_institution(self, *, institution, by, at=None):
        """The name of the institution as the Member's page shows it."""
        with self.locked(at) as at:
            before, institution = self.institution, institution.strip()
            if not institution:
                raise Refused(_("Give the institution."))
            if institution == before:
                raise Refused(_("This is the institution as it stands. Correct it before you save it."))
            self.institution = institution
            self.save(update_fields=["institution"])
            self.record("institution_corrected", by=by, at=at, facts={"before": before})


def account_behind(email, language):
    """The account that an address opens, or will open to whoever proves to own it."""
    user = User.awaiting(email, **({"language": language} if language else {}))
    proven = user.verified_addresses()
    if proven.exists() and not proven.filter(email=email.lower()).exists():
        raise Refused(_("This address stands in an account whose owner has not confirmed it. Ask the person."))
    return user


def demand_fit(user, member, institution, *, by):
    """Refuses whom and for whom nobody can be named."""
    if by is not None and by.pk == user.pk:
        raise Refused(_("Nobody names themselves: ask a colleague."))
    if not user.is_active:
        raise Refused(_("This account is closed."))
    if user.role_grants.unended().exists():
        raise Refused(
            _(
                "%(who)s holds a role of the secretariat, now or later. Nobody who works there acts for a Member: name somebody else, or end the role first."
            )
            % {"who": user}
        )
    if member.status == member.Status.LEFT:
        raise Refused(_("It is no Member any more."))
    if not institution:
        raise Refused(_("Give the institution."))


def first_moment(member) -> datetime:
    """The first one at which somebody can act for it."""
    return datetime.combine(member.admitted_on, time(), tzinfo=UTC)


def demand_times(member, since, until, at):
    """Refuses a time before it was a Member, and one that lies too far off to be meant."""
    if since < first_moment(member):
        day = formats.date_format(member.admitted_on, "DATE_FORMAT")
        raise Refused(
            _("%(member)s is a Member from %(day)s (UTC). Give that day, or a later one.")
            % {"member": member, "day": day}
        )
    if since > at + FAR:
        raise Refused(_("The beginning cannot lie more than two years ahead."))
    if until is not None and until > at + LONG:
        raise Refused(_("The end cannot lie more than ten years ahead."))


def demand_one_member(user, member, since, until):
    """Refuses whoever acts for another Member in that time."""
    others = user.delegations.within(since, until).exclude(member=member).select_related("member")
    if other := others.first():
        raise Refused(
            _("%(who)s acts for %(member)s in that time, and nobody acts for two Members. End that first.")
            % {"who": user, "member": other.member}
        )
