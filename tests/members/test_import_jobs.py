"""The job behind an import: rung twice, late, dead in the middle, two at once; every verb from every state."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from members.imports import writing
from members.models import Appointment, Import, ImportedFile, Person, importing
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.lifecycle.pulse import LEASE
from tests import make
from tests.admin import enter, page_of
from tests.sheets import many, table, workbook

from .conftest import state, told

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(26, 38)]
Status = Import.Status


@pytest.fixture
def checked(bring):
    return bring(table({}, {"email": "kofi@example.org", "given_name": "Kofi"}))


@pytest.fixture
def begun(checked, amina):
    checked.carry_out(by=amina)
    return checked


class Died(BaseException):
    """As a worker dies: nobody catches it."""


@pytest.fixture
def dies(monkeypatch):
    """The writing breaks off after its first step, with people written and terms not."""

    def die(trouble=Died):
        def broken(*args, **kwargs):
            assert Person.objects.exists()
            raise trouble

        monkeypatch.setattr(writing, "write_terms", broken)

    return die


def claimed(taken, ago=timedelta()):
    """As if another worker had it in hand since so long."""
    Import.objects.filter(pk=taken.pk).update(lease=taken.pk, leased_until=clock.now() + LEASE - ago)
    taken.refresh_from_db()
    return taken


# --- once, whatever rings


def test_a_bell_that_rings_late_and_again_changes_nothing(begun):
    begun.work()
    before = state(), list(begun.story().values())

    for _ in range(3):
        Import.objects.get(pk=begun.pk).work()

    assert (state(), list(begun.story().values())) == before


def test_what_another_worker_has_in_hand_is_left_to_it(begun):
    claimed(begun)
    before = state()

    begun.work()

    assert (begun.status, state()) == (Status.IMPORTING, before)


def test_a_job_whose_lease_was_taken_over_leaves_nothing(begun, monkeypatch):
    before, write = state(), writing.write

    def overtaken(*args, **kwargs):
        write(*args, **kwargs)
        Import.objects.filter(pk=begun.pk).update(lease="00000000-0000-0000-0000-000000000000")

    monkeypatch.setattr(writing, "write", overtaken)
    begun.work()

    assert state() == before


# --- dead in the middle


def test_a_job_that_breaks_in_the_middle_leaves_nothing_and_says_so(begun, dies):
    before = state()
    dies()

    with pytest.raises(Died):
        begun.work()

    begun.refresh_from_db()
    assert begun.status == Status.BROKEN_OFF
    assert state() == before


def test_what_broke_off_can_be_begun_again(begun, dies, amina, monkeypatch):
    with monkeypatch.context() as only_now:
        only_now.setattr(writing, "write_terms", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            begun.work()

    begun.begin_again(by=amina)
    begun.work()
    begun.carry_out(by=amina)
    begun.work()

    assert begun.status == Status.IMPORTED
    assert Appointment.objects.count() == 2


def test_the_sweep_breaks_off_what_is_dead_and_nothing_else(begun):
    claimed(begun)
    Import.sweep(clock.now())
    begun.refresh_from_db()
    assert begun.status == Status.IMPORTING

    claimed(begun, ago=LEASE)
    Import.sweep(clock.now())

    begun.refresh_from_db()
    assert begun.status == Status.BROKEN_OFF


def test_a_task_that_comes_again_after_its_worker_died_does_not_die_of_it_for_ever(begun):
    claimed(begun, ago=LEASE)

    begun.work()

    begun.refresh_from_db()
    assert (begun.status, Appointment.objects.count()) == (Status.BROKEN_OFF, 0)


def test_the_sweep_rings_for_what_nobody_took(begun, monkeypatch):
    rung = []
    monkeypatch.setattr(Import, "ring", lambda taken: rung.append(taken.pk))

    Import.sweep(clock.now())
    assert rung == []
    Import.sweep(clock.now() + importing.LATE + timedelta(minutes=1))

    assert rung == [begun.pk]


def test_somebody_who_was_quicker_is_seen_at_the_second_try(begun, monkeypatch):
    write, tries = writing.write, []

    def once_too_late(*args, **kwargs):
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        write(*args, **kwargs)

    monkeypatch.setattr(writing, "write", once_too_late)
    begun.work()

    assert (begun.status, len(tries)) == (Status.IMPORTED, 2)


# --- two at once


def test_two_imports_are_written_one_after_the_other(begun, bring, jonas):
    other = bring(table({"email": "esi@example.org"}))
    other.carry_out(by=jonas)
    claimed(begun)

    other.work()
    assert (other.status, Appointment.objects.count()) == (Status.IMPORTING, 0)
    Import.objects.filter(pk=begun.pk).update(lease=None, leased_until=None)
    begun.work()
    other.work()

    assert {each.status for each in Import.objects.all()} == {Status.IMPORTED}
    assert Appointment.objects.count() == 3


def test_the_same_file_of_two_officers_is_written_once(begun, bring, jonas):
    other = bring(table({}, {"email": "kofi@example.org", "given_name": "Kofi"}))
    other.carry_out(by=jonas)

    begun.work()
    other.work()

    assert (begun.status, other.status) == (Status.IMPORTED, Status.IMPORTED)
    assert (begun.counts["new_terms"], other.counts["new_terms"], other.counts["terms_there"]) == (2, 0, 2)
    assert Appointment.objects.count() == 2


# --- what is kept


@pytest.mark.parametrize("ends", ["imported", "refused", "discarded"])
def test_the_file_is_kept_until_it_is_over(bring, amina, ends):
    taken = bring(table({"role": "chair"} if ends == "refused" else {}))
    if ends == "imported":
        assert taken.is_kept
        taken.carry_out(by=amina)
        taken.work()
    if ends == "discarded":
        taken.discard(by=amina)

    assert taken.status == ends
    assert not ImportedFile.objects.exists()


def test_a_file_that_nobody_imports_is_forgotten_after_a_day(checked):
    Import.sweep(clock.now() + importing.KEPT - timedelta(minutes=1))
    assert checked.is_kept

    Import.sweep(clock.now() + importing.KEPT + timedelta(minutes=1))

    checked.refresh_from_db()
    assert (checked.status, checked.is_kept) == (Status.DISCARDED, False)
    assert checked.story().last().by is None


WARNED = {"route": "member", "member": "CA", "starts_on": "2019-03-01", "planned_end": "2022-02-28"}  # no Member then


def page_with(client, amina, taken) -> str:
    return enter(client, amina).get(page_of(taken)).content.decode()


@pytest.mark.parametrize(
    ("row", "status", "quoted"),
    [({"email": "ama at home"}, Status.REFUSED, "ama at home"), (WARNED, Status.IMPORTED, "CA was no Member")],
)
def test_what_was_said_of_people_is_erased_a_day_after_the_end(client, bring, amina, settings, row, status, quoted):
    settings.REQUIRE_STAFF_MFA = False
    make.member()
    taken = bring(table(row))
    if status == Status.IMPORTED:
        taken.carry_out(by=amina)
        taken.work()
    assert (taken.status, quoted in " ".join(told(taken))) == (status, True)

    Import.sweep(clock.now() + importing.KEPT - timedelta(minutes=1))
    page = page_with(client, amina, taken)
    assert (quoted in page, "are erased" in page) == (True, False)
    Import.sweep(clock.now() + importing.KEPT + timedelta(minutes=1))

    taken.refresh_from_db()
    assert (taken.status, taken.lines, taken.lines_beyond) == (status, [], 0)
    page = page_with(client, amina, taken)
    assert (quoted in page, "are erased" in page) == (False, True)


def test_what_was_said_is_erased_with_a_file_that_is_discarded(bring, amina):
    make.member()
    taken = bring(table(WARNED))
    assert taken.lines

    taken.discard(by=amina)

    taken.refresh_from_db()
    assert (taken.lines, taken.lines_are_erased) == ([], True)


def test_lines_stay_as_long_as_somebody_has_to_decide(bring):
    make.member()
    taken = bring(table(WARNED))

    Import.sweep(clock.now() + importing.KEPT - timedelta(minutes=1))

    taken.refresh_from_db()
    assert taken.lines


# --- every verb from every state


def reached(status, bring, amina) -> Import:
    taken = bring(table({"role": "chair"} if status == Status.REFUSED else {}))
    if status in (Status.UPLOADED, Status.BROKEN_OFF, Status.IMPORTING, Status.IMPORTED):
        taken.carry_out(by=amina)
    if status in (Status.BROKEN_OFF, Status.UPLOADED):
        taken.break_off(given_up=True)
    if status == Status.UPLOADED:
        taken.begin_again(by=amina)
    if status == Status.IMPORTED:
        taken.work()
    if status == Status.DISCARDED:
        taken.discard(by=amina)
    assert taken.status == status
    return taken


OPEN = {
    "carry_out": {Status.CHECKED: Status.IMPORTING},
    "begin_again": {Status.BROKEN_OFF: Status.UPLOADED},
    "discard": {Status.CHECKED: Status.DISCARDED, Status.BROKEN_OFF: Status.DISCARDED},
}


@pytest.mark.parametrize("verb", OPEN)
@pytest.mark.parametrize("status", Status.values)
def test_every_verb_from_every_state(bring, amina, status, verb):
    taken = reached(status, bring, amina)

    if to := OPEN[verb].get(status):
        getattr(taken, verb)(by=amina)
        assert taken.status == to
    else:
        with pytest.raises(Refused):
            getattr(taken, verb)(by=amina)
        assert taken.status == status


@pytest.mark.parametrize("role", [None, "auditor"])
def test_only_the_secretariat_uploads(groups, role):
    somebody = make.user("somebody@example.org", role=role, until=clock.now() + timedelta(days=9))

    with pytest.raises(Refused):
        Import.receive(content=table({}), name="experts.csv", by=somebody)

    assert not Import.objects.exists()


# --- size


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "number"), [(table, 3_000), (workbook, 1_000)])
def test_thousands_of_rows_are_imported_in_few_statements_and_again_without_a_change(bring, amina, kind, number):
    taken = bring(kind(*many(number)))
    assert taken.status == Status.CHECKED, told(taken)
    taken.carry_out(by=amina)

    with CaptureQueriesContext(connection) as asked:
        taken.work()

    assert taken.status == Status.IMPORTED
    assert (Person.objects.count(), Appointment.objects.count()) == (number, number)
    assert len(asked) <= 70  # six for each 500 people
    again = bring(kind(*many(number)))
    assert (again.counts["new_people"], again.counts["new_terms"], again.counts["terms_there"]) == (0, 0, number)


def test_a_file_is_judged_in_as_many_statements_whatever_its_length(bring):
    def asked(number):
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            bring(table(*many(number)))
        return len(asked)

    asked(1)  # kinds of things are looked up once

    assert asked(30) == asked(1_000)
