"""Appointing: how a term comes to be, is followed by another, and is put right. No two of one seat overlap."""

from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import formats
from django.utils.translation import gettext as _

from portal.lifecycle import clock
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused

from ..notices import terms as notices

YEARS = 3
FIRST, LAST = date(2018, 1, 1), date(2100, 1, 1)  # the idea of a partnership, and a typing error
ONE_SEAT = "one_term_at_a_time"  # the name of the constraint


class Appointing:
    """Trait of Appointment."""

    @classmethod
    def plan(
        cls,
        *,
        person,
        group,
        role,
        route,
        starts_on,
        by,
        member=None,
        planned_end=None,
        renews=None,
        at=None,
        tell=True,
    ):
        """A term from a day on, for three years if no end is given; one whose day is there begins at once.

        group: None for the plenary alone. planned_end: the first day outside. tell: whether letters are written, where
        the term is not over yet; an import of what everybody knows already tells nobody.
        """
        planned_end = planned_end or years_after(starts_on, YEARS)
        term = cls(person=person, group=group, role=role, route=route, member=member, renews=renews)
        term.starts_on, term.planned_end = starts_on, planned_end
        with transaction.atomic():
            at = at or clock.now()
            term.hold_person()
            term.demand_sound(at)
            with term.in_a_free_seat():
                term.save(force_insert=True)
            term.record("planned", by=by, at=at, facts=term.facts())
            term.keep_time(at=at)
            if tell and renews is None and not term.is_over(at):
                notices.appointed(term, at)
        return term

    def facts(self) -> dict:
        """What the ledger says of it, for its Event: from these alone the roster of any day can be told again."""
        return {
            "person": self.person_id,
            "group": self.group.slug if self.group else None,
            "role": self.role,
            "route": self.route,
            "member": self.member.code if self.member else None,
            "starts_on": self.starts_on.isoformat(),
            "planned_end": self.planned_end.isoformat(),
            "renews": str(self.renews_id) if self.renews_id else None,
        }

    def renew(self, *, by, until=None, at=None):
        """Another term of the same seat, from the day on which this one is planned to end; until the first day outside.

        This one goes on until its last day; then the clock marks it as renewed.
        """
        with self.locked_with_person(at) as at:
            self.keep_time(at=at)
            if self.status != self.Status.ACTIVE:
                raise Refused(self.refusal(self.Status.RENEWED))
            if self.ended_on:
                raise Refused(_("Its end is announced. Take that back first, or appoint the person anew."))
            if following := self.following():
                raise Refused(_("It is renewed already, until %(day)s.") % {"day": day_words(following.last_day)})
            seat = {name: getattr(self, name) for name in ("person", "group", "role", "route", "member")}
            term = type(self).plan(**seat, starts_on=self.planned_end, planned_end=until, renews=self, by=by, at=at)
            self.record("renewed", by=by, at=at, facts={"renewal": str(term.pk)})
            notices.renewed(term, at)
        return term

    def following(self):
        """The term that renews this one, or None."""
        return type(self).objects.filter(renews=self).first()

    def correct(self, *, starts_on, planned_end, reason, by, at=None):
        """Put wrong days right, with a reason for the file; a term that has begun is not moved ahead."""
        with self.locked_with_person(at) as at:
            self.keep_time(at=at)
            if self.status not in (self.Status.PLANNED, self.Status.ACTIVE) or self.ended_on:
                raise Refused(_("Only a term that is not over, and whose end is not announced, can be corrected."))
            if not reason.strip():
                raise Refused(_("Say why: the reason is kept in the file."))
            if (starts_on, planned_end) == (self.starts_on, self.planned_end):
                raise Refused(_("These are the days as they stand. Correct them before you save."))
            self.demand_movable(starts_on, planned_end, at)
            self.starts_on, self.planned_end, self.reminded = starts_on, planned_end, None
            self.demand_sound(at)
            with self.in_a_free_seat():
                self.save(update_fields=["starts_on", "planned_end", "reminded"])
            days = {"starts_on": starts_on.isoformat(), "planned_end": planned_end.isoformat()}
            event = self.record("corrected", by=by, at=at, facts=days | {"reason": reason.strip()})
            self.keep_time(at=at)
            notices.corrected(self, event)

    def demand_movable(self, starts_on, planned_end, at):
        """What hangs on its days stays as it is."""
        if self.status == self.Status.ACTIVE and starts_on > day_of(at):
            raise Refused(_("It has begun, so it cannot begin later than today. End it, and plan another one."))
        if self.renews_id and starts_on != self.starts_on:
            raise Refused(_("It renews another term, so it begins on the day on which that one ends."))
        if self.following() and planned_end != self.planned_end:
            raise Refused(
                _("It is renewed, so it ends on the day on which the next term begins. Call that one off first.")
            )

    # --- what a term must be

    @contextmanager
    def locked_with_person(self, at=None):
        """As `locked`, for verbs that lengthen days: first the person, as a merge of persons does, then the row."""
        with transaction.atomic():
            self.hold_person()
            with self.locked(at) as at:
                yield at

    def hold_person(self):
        """One change of somebody's seats at a time: two that check at once would wait for each other for ever."""
        people = self._meta.get_field("person").related_model.objects
        self.person = people.select_for_update(of=("self",), no_key=True).get(pk=self.person_id)

    def demand_sound(self, at):
        """Raise Refused for a term that makes no sense, before the database does."""
        if not FIRST <= self.starts_on < LAST or not FIRST <= self.planned_end < LAST:
            raise Refused(_("Give days between 2018 and 2099."))
        if self.planned_end <= self.starts_on:
            raise Refused(_("The term must end after it begins."))
        if self.person.merged_into_id:
            raise Refused(_("These details were merged into those of another person: choose that one."))
        if (self.route == self.Route.MEMBER) != bool(self.member):
            raise Refused(_("Name the Member that nominated the person, and only where one did."))
        if self.group and self.group.concluded and self.planned_end > day_of(at):
            raise Refused(_("This group has concluded its work."))
        if self.member and not type(self.member).objects.on(self.starts_on).filter(pk=self.member.pk).exists():
            raise Refused(
                _("%(member)s is no Member on %(day)s.") % {"member": self.member, "day": day_words(self.starts_on)}
            )
        if there := self.in_the_way():
            raise Refused(there)

    def in_the_way(self) -> str:
        """A sentence about the term of this person in the same seat that overlaps with this one; empty where none does."""
        same = type(self).objects.filter(person=self.person_id, group=self.group_id, role=self.role).exclude(pk=self.pk)
        there = same.within(self.starts_on, self.over_on).order_by("starts_on").first()
        if there is None:
            return ""
        return _("%(term)s: there is a term already from %(first)s until %(last)s. Choose days outside it.") % {
            "term": there,
            "first": day_words(there.starts_on),
            "last": day_words(there.last_day),
        }

    @contextmanager
    def in_a_free_seat(self):
        """Save in here: where somebody else was quicker, the database's refusal becomes the same sentence."""
        try:
            with transaction.atomic():
                yield
        except IntegrityError as error:
            if ONE_SEAT not in str(error):
                raise
            raise Refused(self.in_the_way() or _("Somebody else changed this meanwhile. Try again.")) from error


def years_after(day: date, years: int) -> date:
    """The same day so many years on; after 29 February, where there is none, 1 March: a day outside takes none away."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1) if day.month == 2 else LAST


def day_words(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def day_before(day: date) -> date:
    return day - timedelta(days=1)
