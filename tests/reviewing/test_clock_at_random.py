"""Whatever the committee does, and however the clock ticks: each letter once, to whom it concerns, and none is lost.

Beside the database stands a plain ledger of what each reviewer knows. After every beat the letters that are new are exactly
those that the ledger expects.
"""

from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nominations.reviewing import reminders
from nominations.reviewing.models import Assignment, Reviewer
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import committee
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY_THE_CLOCK = ("assigned", "taken_back", "date_moved", "progress", "closing_soon", "late", "not_begun", "not_done")
DUE = {"7 days": 7 * DAY, "2 days": 2 * DAY, "24 hours": DAY}
PAIR = st.tuples(st.integers(0, 2), st.integers(0, 1))
ACT = st.one_of(
    *(
        st.tuples(st.just(verb), PAIR)
        for verb in ("give", "give", "give", "release", "decline", "review", "void", "bar")
    ),
    st.tuples(st.just("move"), st.sampled_from([-9, -2, 1, 4, 8, 15])),
    st.tuples(st.just("withdraw"), st.integers(0, 2)),
)
PASSES = st.sampled_from([3 * MINUTE, 11 * MINUTE, 5 * HOUR, 20 * HOUR, 2 * DAY, 3 * DAY, 5 * DAY, -2 * DAY, -HOUR])
STEP = st.tuples(st.lists(ACT, max_size=3), PASSES, st.sampled_from([True, True, True, False]))


class Undone(Exception):
    """Leaves one example without a trace for the next."""


class Ledger:
    """What each reviewer knows, by the rules as a person would say them."""

    def __init__(self, ground):
        self.end, self.call, self.told = ground.call.review_until, ground.call, set()
        self.seats, self.chair = ground.seats, ground.chair.pk
        self.since: dict = {}  # pair: since when its reviewer knows that it is theirs
        self.heard: dict = {}  # seat: (when, of which end)

    def rows(self, seat, status):
        found = Assignment.objects.filter(reviewer=seat, status=status).select_related("nomination", "review")
        barred = set(seat.user.conflicts.values_list("nomination", flat=True))
        return [one for one in found if one.nomination_id not in barred]

    def held(self, seat, status="assigned"):
        return [one for one in self.rows(seat, status) if one.nomination.status == "eligible"]

    def known(self, seat):
        return [one for one in self.held(seat) if one.pk in self.since]

    def beat(self, at) -> set:
        """The letters of this beat: (occasion, seat, of what)."""
        if at >= self.end:
            return self.once(self.closed(at) if at - self.end < 14 * DAY else set())
        moved = {("date_moved", seat.pk, at) for seat in self.seats if self.is_misled(seat)}
        for _occasion, pk, _at in moved:
            self.heard[pk] = at, self.end
        found = set.union(moved, *(self.digest(seat, at) for seat in self.seats))
        monday = reminders.last_monday(at)
        if at - monday < 4 * DAY and at < self.end - 7 * DAY:
            found |= {("progress", seat.pk, monday) for seat in self.to_remind(monday - 3 * DAY)}
        due = [which for which, long in DUE.items() if at >= self.end - long]
        if due:
            seats = self.to_remind(self.end - DUE[due[-1]])
            found |= {("closing_soon", seat.pk, due[-1], self.end) for seat in seats}
        if at >= self.end - 2 * DAY and any(self.is_idle(seat) for seat in self.seats):
            found.add(("not_begun", self.chair, self.end))
        return self.once(found)

    def is_misled(self, seat):
        return seat.pk in self.heard and self.heard[seat.pk][1] != self.end and self.known(seat)

    def digest(self, seat, at):
        new = [one for one in self.held(seat) if one.pk not in self.since]
        taken = [one for one in self.rows(seat, "released") if one.pk in self.since]
        changes = (event.at for one in new + taken for event in one.story())
        if not new + taken or any(abs(change - at) < 10 * MINUTE for change in changes):
            return set()
        for one in taken:
            del self.since[one.pk]
        for one in new:
            self.since[one.pk], self.heard[seat.pk] = at, (at, self.end)
        return {("assigned" if new else "taken_back", seat.pk, at)}

    def to_remind(self, until):
        return [seat for seat in self.seats if self.known(seat) and self.heard[seat.pk][0] <= until]

    def is_idle(self, seat):
        begun = self.held(seat, "done") or [one for one in self.held(seat) if hasattr(one, "review")]
        return not begun and any(self.since[one.pk] <= self.end - 2 * DAY for one in self.known(seat))

    def closed(self, at):
        late = [seat for seat in self.seats if any(not self.voided_later(one) for one in self.known(seat))]
        found = {("late", seat.pk, self.end) for seat in late}
        return found | ({("not_done", self.chair, self.end)} if late else set())

    def voided_later(self, one):
        return hasattr(one, "review") and one.review.voided_at and one.review.voided_at >= self.end

    def once(self, found):
        new, self.told = found - self.told, self.told | found
        return new


def act(ledger, ground, verb, what, at):
    """Do it by its verb, and keep the ledger; what is refused changes nothing."""
    if verb == "move":
        ledger.end = ledger.end + what * DAY
        type(ground.call).objects.update(review_until=ledger.end)
        return
    if verb == "withdraw":
        nomination = ground.three[what]
        return nomination.withdraw(by=nomination.person.user, at=at)
    nomination, seat = ground.three[what[0]], Reviewer.objects.get(pk=ground.seats[what[1]].pk)
    there = Assignment.objects.filter(nomination=nomination, reviewer=seat).first()
    if verb == "give":
        was_declined = there is not None and there.status == "declined"
        there = Assignment.give(nomination, seat, by=ground.amina, at=at)
        if was_declined:
            ledger.since.pop(there.pk, None)
    elif verb == "bar":
        impose(nomination, seat.user, reason="Cousins.", by=ground.amina, at=at)
    elif there is None:
        return
    elif verb == "release":
        there.release(by=ground.amina, at=at)
    elif verb == "decline":
        there.decline(why="other", by=seat.user, at=at)
    elif verb == "review":
        there.save_review(**committee.words(seat.call), by=seat.user, at=at)
    elif verb == "void":
        there.void_review(reason="Scores of another person.", by=ground.chair.user, at=at)


def written() -> set:
    """(occasion, seat, key) of the clock's letters."""
    rows = Message.objects.filter(occasion__in=[f"reviewing/{name}" for name in BY_THE_CLOCK])
    return set(rows.values_list("occasion", "about_id", "key"))


@kept
def ground(call, three, luis, ruth, mei, amina):
    return SimpleNamespace(call=call, three=three, seats=[luis, ruth], chair=mei, amina=amina)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(STEP, min_size=3, max_size=9))
def test_each_letter_comes_once_to_whom_it_concerns_and_none_is_lost(history, ground):
    ledger, at = Ledger(ground), clock.now()
    with suppress(Undone), transaction.atomic():
        for acts, passes, beats in [*history, ([], DAY, True), ([], 11 * DAY, True), ([], 9 * DAY, True)]:
            for verb, what in acts:
                with suppress(Refused):
                    act(ledger, ground, verb, what, at)
            at += passes
            if beats:
                new, expected = by_the_clock(ledger, at)
                assert new == expected
        raise Undone


def by_the_clock(ledger, at) -> tuple[list, list]:
    """(letters that a beat writes, which comes twice; those that the ledger expects of it)."""
    expected, before = ledger.beat(at), written()
    for _twice in range(2):
        reminders.tell_reviewers(at)
        for tell in ("remind_weekly", "remind_of_end", "warn_chairs", "tell_closed"):
            getattr(reminders, tell)(at)
    new = sorted((occasion.removeprefix("reviewing/"), seat) for occasion, seat, _key in written() - before)
    return new, sorted((occasion, str(seat)) for occasion, seat, *_ in expected)
