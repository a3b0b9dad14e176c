"""Two doors at once: one of two terms of a seat is made, and the other hears the same sentence as ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from members import terms
from members.models import Appointment
from portal.lifecycle import clock
from portal.lifecycle.models import Event as Told
from portal.lifecycle.models import Refused
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
START = date(2026, 3, 1)


def together(*acts) -> list:
    """Do these at once, each on a connection of its own: what came of each, or the refusal."""
    ready = Barrier(len(acts))

    def one(act):
        ready.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_who_appoint_the_same_person_at_once_one_is_refused_in_words(groups):
    person = make.person()

    for number in range(5):
        day = date(2026 + 3 * number, 3, 1)
        made = together(*[lambda day=day: make.term(person, starts_on=day)] * 2)
        refused = [each for each in made if isinstance(each, Refused)]
        assert len(refused) == 1
        assert "there is a term already from" in str(refused[0])
    assert Appointment.objects.count() == 5


def test_who_waits_for_another_door_hears_the_sentence_of_the_seat_that_is_taken(groups):
    """The other door writes past the verbs, as an import does, and is not done when the verb looks."""
    person, written, seat = make.person(), Event(), {"role": "expert", "route": "self", "group": groups[0]}

    def other_door():
        with transaction.atomic():
            Appointment.objects.create(person=person, starts_on=START, planned_end=date(2029, 3, 1), **seat)
            written.set()
            wait_until_somebody_waits()

    def verb():
        written.wait()
        return make.term(person, starts_on=date(2027, 1, 1))

    _, refused = together(other_door, verb)

    assert "there is a term already from 1 March 2026 until 28 February 2029" in str(refused)
    assert Appointment.objects.count() == 1


def wait_until_somebody_waits():
    """Until another connection waits for this one's end."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute("SELECT count(*), pg_sleep(0.05) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return


def test_two_who_renew_at_once_make_one_renewal(groups, amina):
    term = make.term(starts_on=START)

    made = together(*[lambda: Appointment.objects.get(pk=term.pk).renew(by=amina)] * 2)

    assert sum(isinstance(each, Refused) for each in made) == 1
    assert Appointment.objects.filter(renews=term).count() == 1


def test_two_clocks_at_once_begin_each_term_once(groups):
    past = clock.now().replace(year=2025)
    for _ in range(5):
        make.term(starts_on=date(2026, 1, 1), at=past)

    together(*[lambda: terms.keep_time(clock.now())] * 3)

    assert set(Appointment.objects.values_list("status", flat=True)) == {"active"}
    assert Told.objects.filter(verb="began").count() == 5
