"""What the clock does to terms, also a day late, twice, or from two timetables; and the letters before and at an end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import terms
from members.models import Appointment, Person, PersonAddress
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from tests import make
from tests.cases import each_undone

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START, END = date(2026, 3, 1), date(2029, 3, 1)
WHY = {"reason": "As was agreed."}


def noon(day) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


NOW = noon(date(2027, 6, 1))


def told(occasion, **filters) -> list[str]:
    """To whom such letters went, in order of their addresses."""
    found = Message.objects.filter(occasion=f"members/{occasion}", **filters)
    return sorted(found.values_list("to", flat=True))


def expert_with(address, **fields):
    """A term that begins on the first day; its person is known by an address, and has no account."""
    person = make.person(given=address.split("@")[0].title(), family="Expert")
    PersonAddress.objects.create(person=person, email=address)
    return make.term(person, **({"starts_on": START, "at": NOW} | fields))


def states() -> list[str]:
    return list(Appointment.objects.order_by("starts_on").values_list("status", flat=True))


# --- beginning and ending


@pytest.mark.parametrize(("late", "beats"), [(0, 1), (0, 2), (1, 1), (60, 2)])
def test_a_planned_term_begins_on_its_day_however_late_and_often_the_clock_comes(late, beats):
    term = make.term(starts_on=START, at=noon(START - DAY))

    terms.keep_time(noon(START - DAY))
    assert states() == ["planned"]
    for _ in range(beats):
        terms.keep_time(noon(START + late * DAY))

    assert states() == ["active"]
    assert [event.verb for event in term.story()] == ["planned", "began"]


def test_a_clock_that_was_away_for_a_whole_term_begins_and_ends_it():
    term = make.term(starts_on=START, at=noon(START - DAY))

    terms.keep_time(noon(END + DAY))

    assert states() == ["ended"]
    assert [event.verb for event in term.story()] == ["planned", "began", "over"]


@pytest.mark.parametrize("late", [0, 1, 60])
def test_where_one_ends_and_another_begins_the_seat_is_never_empty_nor_taken_twice(amina, late):
    term = make.term(starts_on=START, at=NOW)
    term.renew(by=amina, at=NOW)

    terms.keep_time(noon(END - DAY))
    assert states() == ["active", "planned"]
    terms.keep_time(noon(END + late * DAY))

    assert states() == ["renewed", "active"]
    for day in (END - DAY, END):
        assert Appointment.objects.on(day).count() == 1


@pytest.mark.parametrize(("verb", "becomes"), [("resign", "resigned"), ("end", "ended")])
def test_what_was_announced_comes_true_by_the_clock(amina, verb, becomes):
    term = make.term(starts_on=START, at=NOW)
    getattr(term, verb)(on=NOW.date() + 9 * DAY, by=amina, **WHY, at=NOW)

    terms.keep_time(NOW + 8 * DAY)
    assert states() == ["active"]
    terms.keep_time(NOW + 9 * DAY)

    assert states() == [becomes]


def test_one_beat_brings_all_up_to_date_in_their_own_ways(amina):
    silent, resigns, renewed, stays = (make.term(starts_on=START, at=NOW) for _ in range(4))
    resigns.resign(on=END - DAY, by=amina, **WHY, at=NOW)
    renewed.renew(by=amina, at=NOW)
    stays.correct(starts_on=START, planned_end=END + DAY, by=amina, **WHY, at=NOW)

    terms.keep_time(noon(END))

    found = [Appointment.objects.get(pk=term.pk).status for term in (silent, resigns, renewed, stays)]
    assert found == ["ended", "resigned", "renewed", "active"]


def test_more_than_a_portion_is_brought_up_to_date(monkeypatch):
    monkeypatch.setattr(terms, "AT_ONCE", 3)
    for _ in range(10):
        make.term(starts_on=START, at=noon(START - DAY))

    terms.keep_time(noon(START))
    terms.keep_time(noon(END))

    assert states() == ["ended"] * 10


def test_an_end_that_was_planned_is_told_once_to_each_and_to_the_others_in_one_letter(groups):
    for name in ("a", "b", "c"):
        expert_with(f"{name}@example.org", route="member", member=make.member())
    expert_with("chair@example.org", role="co_chair", planned_end=END + 9 * DAY)
    expert_with("elsewhere@example.org", role="co_chair", group=groups[1], planned_end=END + 9 * DAY)
    make.delegate(make.user("focal@example.org"), make.member(), "focal_point")

    for at in (noon(END), noon(END), noon(END + DAY)):
        terms.keep_time(at)

    assert told("term_over") == ["a@example.org", "b@example.org", "c@example.org"]
    assert told("roster") == ["chair@example.org", "focal@example.org"]
    for letter in Message.objects.filter(occasion="members/roster"):
        assert all(name in letter.text for name in ("A Expert", "B Expert", "C Expert"))
        assert "28 February 2029" in letter.text


def test_what_was_announced_is_not_told_again_on_its_day(amina):
    term = expert_with("a@example.org")
    term.resign(on=NOW.date() + 9 * DAY, by=amina, **WHY, at=NOW)

    terms.keep_time(NOW + 9 * DAY)

    assert told("term_resigned") == ["a@example.org"]
    assert told("term_over") == []


# --- reminders


def test_a_clock_that_comes_for_the_first_time_gives_the_one_reminder_of_that_time():
    term = expert_with("a@example.org")

    def attempt(days, reminded):
        for _ in range(2):
            terms.remind(noon(END - days * DAY))
        assert told("term_ending") == (["a@example.org"] if reminded else [])
        assert Appointment.objects.get(pk=term.pk).reminded == reminded

    cases = [(91, None), (90, 90), (89, 90), (31, 90), (30, 30), (29, 30), (1, 30), (0, None), (-1, None)]
    each_undone(cases, attempt)


BEATS = [120, 100, 91, 90, 89, 88, 75, 60, 45, 31, 30, 29, 28, 21, 20, 19, 10, 2, 1, 0, -1, -9]  # days before the end


def test_two_reminders_in_all_however_often_the_clock_ticks():
    expert_with("a@example.org")

    for days in BEATS:
        terms.remind(noon(END - days * DAY)), terms.remind(noon(END - days * DAY))

    assert told("term_ending") == ["a@example.org"] * 2
    assert told("terms_ending") == ["secretariat@example.org"] * 2


@pytest.mark.parametrize("verb", ["renew", "resign", "end"])
def test_nobody_is_reminded_of_an_end_that_is_settled(amina, verb):
    term = expert_with("a@example.org")
    words = {} if verb == "renew" else {"on": END - 5 * DAY, **WHY}
    getattr(term, verb)(by=amina, at=NOW, **words)

    terms.remind(noon(END - 20 * DAY))

    assert told("term_ending") == told("terms_ending") == []


def test_a_reminder_that_waits_is_dropped_when_the_term_is_renewed(amina):
    term = expert_with("a@example.org")
    terms.remind(noon(END - 90 * DAY))

    term.renew(by=amina, at=noon(END - 89 * DAY))

    assert told("term_ending", status="cancelled") == ["a@example.org"]


def test_a_renewal_that_is_called_off_lets_the_next_reminder_come(amina):
    term = expert_with("a@example.org")
    following = term.renew(by=amina, at=NOW)
    terms.remind(noon(END - 90 * DAY))
    following.call_off(by=amina, **WHY, at=noon(END - 60 * DAY))

    terms.remind(noon(END - 25 * DAY))

    assert told("term_ending") == ["a@example.org"]


def test_days_put_right_are_reminded_of_afresh(amina):
    term = expert_with("a@example.org")
    terms.remind(noon(END - 30 * DAY))
    term.correct(starts_on=START, planned_end=END + 365 * DAY, by=amina, **WHY, at=noon(END - 29 * DAY))

    terms.remind(noon(END - 28 * DAY))
    assert told("term_ending") == ["a@example.org"]
    terms.remind(noon(END + 335 * DAY))
    assert told("term_ending") == ["a@example.org"] * 2


@pytest.mark.parametrize(("length", "letters"), [(20, 0), (30, 1), (89, 1), (90, 2)])
def test_a_term_that_is_shorter_than_a_reminder_has_none_of_it(length, letters):
    start = END - length * DAY
    expert_with("a@example.org", starts_on=start, planned_end=END)

    for days in BEATS:
        terms.remind(noon(END - days * DAY))

    assert len(told("term_ending")) == letters


def test_the_account_is_written_to_in_its_language_before_any_other_address(groups):
    reader = make.user("lecteur@example.org", "Luc Lecteur", language="fr")
    person = make.person(user=reader)
    PersonAddress.objects.create(person=person, email="old@example.org")
    make.term(person, starts_on=START, at=NOW)

    terms.remind(noon(END - 90 * DAY))

    letter = Message.objects.get(occasion="members/term_ending")
    assert (letter.to, letter.language, letter.recipient) == ("lecteur@example.org", "fr", reader)
    assert "28 février 2029" in letter.text


def test_a_closed_account_is_not_written_to():
    reader = make.user("gone@example.org", is_active=False)
    make.term(make.person(user=reader), starts_on=START, at=NOW)

    terms.remind(noon(END - 90 * DAY))

    assert told("term_ending") == []


@pytest.mark.parametrize("address", [None, "no address at all"])
def test_who_has_no_address_is_passed_over_and_the_secretariat_is_told(address):
    person = make.person(given="Una", family="Unknown")
    if address:
        PersonAddress.objects.create(person=person, email=address)
    make.term(person, starts_on=START, at=NOW)
    expert_with("a@example.org")

    terms.remind(noon(END - 90 * DAY))

    assert told("term_ending") == ["a@example.org"]
    letter = Message.objects.get(occasion="members/terms_ending")
    assert "nobody told them" in letter.text
    assert letter.text.count("Una Unknown") == 2  # among those that end, and among those who were not told
    assert letter.text.count("A Expert") == 1


def test_co_chairs_get_one_letter_for_their_group_and_their_own_end_apart(groups):
    expert_with("a@example.org"), expert_with("b@example.org")
    expert_with("c@example.org", group=groups[1])
    expert_with("chair@example.org", role="co_chair")
    expert_with("other-chair@example.org", role="co_chair", planned_end=END + 365 * DAY)
    expert_with("elsewhere@example.org", role="co_chair", group=groups[2])

    terms.remind(noon(END - 90 * DAY))

    assert told("terms_ending") == ["chair@example.org", "other-chair@example.org", "secretariat@example.org"]
    chair = Message.objects.get(occasion="members/terms_ending", to="chair@example.org").text
    assert all(name in chair for name in ("A Expert", "B Expert"))
    assert not any(name in chair for name in ("C Expert", "Chair Expert"))  # another group; one's own, and one of later
    assert "chair@example.org" in told("term_ending")


@pytest.mark.parametrize(("suspended", "focal"), [(False, ["focal@example.org"]), (True, [])])
def test_the_focal_point_of_the_member_that_nominated_is_told_unless_it_is_suspended(amina, suspended, focal):
    start = datetime.now(UTC).date() - timedelta(days=300)
    canada, japan = make.member(), make.member("JP", "Japan")
    make.delegate(make.user("focal@example.org"), canada, "focal_point")
    make.delegate(make.user("council@example.org"), canada, "council")
    make.delegate(make.user("tokyo@example.org"), japan, "focal_point")
    term = {"starts_on": start, "planned_end": start + timedelta(days=330), "at": noon(start + 10 * DAY)}
    expert_with("a@example.org", route="member", member=canada, **term)
    expert_with("b@example.org", **term)
    if suspended:
        canada.suspend(reason="Unpaid.", by=amina)

    terms.remind(datetime.now(UTC) + timedelta(minutes=1))

    assert [to for to in told("terms_ending") if to != "secretariat@example.org"] == focal
    if focal:
        text = Message.objects.get(occasion="members/terms_ending", to=focal[0]).text
        assert "A Expert" in text
        assert "B Expert" not in text


# --- what it costs


def many(number, groups):
    """Terms of as many people, all of which end on the same day, and letters to all."""
    people = [Person(given_name=f"P{n}", family_name="Many") for n in range(number)]
    for person in people:
        person.spell()
    Person.objects.bulk_create(people)
    PersonAddress.objects.bulk_create(
        PersonAddress(person=person, email=f"p{person.pk}@example.org") for person in people
    )
    seat = {"role": "expert", "route": "self", "starts_on": START, "planned_end": END, "status": "active"}
    Appointment.objects.bulk_create(
        Appointment(person=person, group=groups[n % 4], **seat) for n, person in enumerate(people)
    )


def cost(job, at) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        job(at)
    return len(asked)


@pytest.mark.slow
def test_two_hundred_terms_cost_the_clock_as_many_statements_a_portion_as_thirty(groups, counted, monkeypatch):
    monkeypatch.setattr(terms, "AT_ONCE", 1000)
    for group in groups:
        make.term(starts_on=START, role="co_chair", group=group, planned_end=END + 999 * DAY, at=NOW)
    many(30, groups)
    few = [cost(terms.remind, noon(END - 90 * DAY)), cost(terms.keep_time, noon(END))]
    many(170, groups)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    lots = [cost(terms.remind, noon(END - 90 * DAY)), cost(terms.keep_time, noon(END))]

    assert Message.objects.filter(occasion="members/term_over").count() == 200
    assert lots[0] <= few[0]
    assert lots[1] <= few[1]
    assert Event.objects.filter(verb="over").count() == 200
