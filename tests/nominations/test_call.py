"""The verbs of a call, from every state, and its dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Person
from nominations.models import Call, Extension, Nomination
from portal.lifecycle.models import Refused
from tests import make
from tests.letters import letters

OPENS = datetime(2026, 11, 2, 12, tzinfo=UTC)
CLOSES = datetime(2026, 12, 2, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def dated(by, **fields):
    """A call with all its dates."""
    dates = {
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "endorsement_until": CLOSES + timedelta(days=7),
        "screening_until": CLOSES + timedelta(days=15),
        "review_until": CLOSES + timedelta(days=53),
        "decisions_on": date(2027, 2, 6),
    }
    return make.call(by=by, **dates | fields)


def in_state(state, by):
    call = dated(by, published=state != "draft")
    if state == "concluded":
        call.conclude(by=by, at=CLOSES)
    return call


VERBS = {
    "publish": lambda call, by: call.publish(by=by),
    "extend": lambda call, by: call.extend(until=CLOSES + timedelta(days=400), reason="A storm.", by=by),
    "conclude": lambda call, by: call.conclude(by=by, at=CLOSES),
}
ALLOWED = {("draft", "publish"), ("published", "extend"), ("published", "conclude")}


@pytest.mark.parametrize("state", ["draft", "published", "concluded"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_from_every_state(state, verb, jonas):
    call = in_state(state, jonas)
    events = call.story().count()

    if (state, verb) in ALLOWED:
        VERBS[verb](call, jonas)
        assert call.story().count() == events + 1
    else:
        with pytest.raises(Refused):
            VERBS[verb](call, jonas)
        call.refresh_from_db()
        assert (call.status, call.closes_at, call.story().count()) == (state, CLOSES, events)


# --- publish


def test_publishing_needs_seats_and_criteria(jonas):
    call = make.call(by=jonas, published=False)
    call.seats.all().delete()

    with pytest.raises(Refused, match="seats"):
        call.publish(by=jonas)


def test_publishing_needs_weights_that_add_up_to_100(jonas):
    call = make.call(by=jonas, published=False)
    call.criteria.filter(weight=35).update(weight=34)

    with pytest.raises(Refused, match="100"):
        call.publish(by=jonas)


def test_a_draft_is_not_announced(jonas):
    make.call(by=jonas, published=False)

    assert Call.objects.current() is None


# --- open and closed follow from the clock


@pytest.mark.parametrize(
    ("at", "open_then", "phase"),
    [
        (OPENS - INSTANT, False, "ahead"),
        (OPENS, True, "open"),
        (CLOSES - INSTANT, True, "open"),
        (CLOSES, False, "closed"),
    ],
)
def test_the_end_is_the_first_instant_outside(at, open_then, phase, jonas):
    call = dated(jonas)

    assert call.is_open(at) is open_then
    assert call.phase(at) == phase
    assert Call.objects.open(at).exists() is open_then


STEPS = ["opens", "nominations", "endorsement", "screening", "review", "decisions"]


@pytest.mark.parametrize(
    ("at", "now"),
    [
        (OPENS - INSTANT, None),
        (OPENS, "nominations"),
        (CLOSES - INSTANT, "nominations"),
        (CLOSES, "endorsement"),
        (CLOSES + timedelta(days=7), "screening"),
        (CLOSES + timedelta(days=15), "review"),
        (CLOSES + timedelta(days=53), "decisions"),
        (datetime(2027, 2, 7, 11, 59, tzinfo=UTC), "decisions"),
        (datetime(2027, 2, 7, 12, tzinfo=UTC), None),
    ],
)
def test_exactly_one_step_is_now_between_opening_and_decision(at, now, jonas):
    steps = dated(jonas).steps(at)

    assert [step.key for step in steps] == STEPS
    assert [step.key for step in steps if step.state == "now"] == ([now] if now else [])
    states = [step.state for step in steps]
    assert states == sorted(states, key=["done", "now", "next"].index)


def test_a_step_without_a_date_is_left_out_and_starts_follow_ends(jonas):
    steps = dated(jonas, endorsement_until=None, review_until=None).steps(OPENS)

    assert [step.key for step in steps] == ["opens", "nominations", "screening", "decisions"]
    assert [step.starts for step in steps][1:] == [step.ends for step in steps][:-1]


def test_a_concluded_call_has_all_steps_behind_it(jonas):
    call = dated(jonas)
    call.conclude(by=jonas, at=CLOSES)

    assert {step.state for step in call.steps(CLOSES)} == {"done"}


# --- extend


def test_extending_keeps_the_old_end_and_tells_the_drafts(call, leila, tomas, amina):
    make.nomination(author=leila, call=call)
    before, until = call.closes_at, call.closes_at + timedelta(days=7)

    call.extend(until=until, reason="The mail of three Members was down.", by=amina)

    call.refresh_from_db()
    extension = call.extensions.get()
    assert (call.closes_at, extension.previous, extension.person) == (until, before, None)
    assert letters(occasion="nominations/call_extended") == {("leila@example.org", "nominations/call_extended")}
    event = call.story().last()
    assert (event.verb, event.by, event.facts["from"]) == ("extended", amina, before.isoformat())


def test_an_extension_never_shortens(call, amina):
    for until in (call.closes_at, call.closes_at - timedelta(days=1), timezone.now() - timedelta(days=1)):
        with pytest.raises(Refused, match="after the present one"):
            call.extend(until=until, reason="Too many.", by=amina)
    assert not Extension.objects.exists()


def test_the_database_itself_refuses_an_extension_that_shortens(call, amina):
    with pytest.raises(IntegrityError), transaction.atomic():
        call.extensions.create(until=call.closes_at, previous=call.closes_at, reason="A slip.", by=amina)


def test_a_closed_call_is_not_extended_into_the_past(jonas):
    call = dated(jonas)

    with pytest.raises(Refused, match="in the future"):
        call.extend(until=CLOSES + timedelta(days=1), reason="A storm.", by=jonas, at=CLOSES + timedelta(days=2))


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_an_extension_needs_a_reason(call, amina, reason):
    with pytest.raises(Refused, match="why"):
        call.extend(until=call.closes_at + timedelta(days=1), reason=reason, by=amina)


def test_later_dates_move_only_where_the_new_end_overtakes_them(jonas):
    call = dated(jonas)

    call.extend(until=CLOSES + timedelta(days=10), reason="A storm.", by=jonas, at=OPENS)

    call.refresh_from_db()
    assert call.endorsement_until == CLOSES + timedelta(days=17)
    assert call.screening_until == CLOSES + timedelta(days=15)
    assert call.decisions_on == date(2027, 2, 6)
    assert call.story().last().facts["moved"] == ["endorsement_until"]


def test_more_time_for_one_person_changes_nothing_for_the_others(call, leila, tomas, amina):
    hers, his = make.nomination(author=leila, call=call), make.nomination(author=tomas, call=call)
    end = call.closes_at

    call.extend(until=end + timedelta(days=3), reason="Illness.", by=amina, person=hers.person)

    call.refresh_from_db()
    assert call.closes_at == end
    assert (hers.deadline(), his.deadline()) == (end + timedelta(days=3), end)
    assert (call.end_for(hers.person), call.end_for(his.person), call.end_for()) == (end + timedelta(days=3), end, end)
    assert letters(occasion="nominations/call_extended") == {("leila@example.org", "nominations/call_extended")}


def test_the_time_of_one_person_is_not_shortened_either(call, leila, amina):
    person = make.nomination(author=leila, call=call).person
    end = call.closes_at
    call.extend(until=end + timedelta(days=3), reason="Illness.", by=amina, person=person)

    with pytest.raises(Refused, match="after the present one"):
        call.extend(until=end + timedelta(days=2), reason="Better now.", by=amina, person=person)


def test_a_person_with_more_time_finds_the_call_open_when_it_is_closed(call, leila, amina):
    person, end = Person.of(leila), call.closes_at
    call.extend(until=end + timedelta(days=3), reason="Illness.", by=amina, person=person)

    assert call.is_open(end, person)
    assert not call.is_open(end)
    assert not call.is_open(end + timedelta(days=3), person)


# --- conclude


def test_an_open_call_cannot_be_concluded(jonas):
    call = dated(jonas)

    with pytest.raises(Refused, match="still open"):
        call.conclude(by=jonas, at=CLOSES - INSTANT)


def test_a_call_is_not_concluded_while_one_person_has_time(jonas, leila):
    call = dated(jonas)
    person = Nomination.start(call=call, by=leila, at=OPENS).person
    call.extend(until=CLOSES + timedelta(days=3), reason="Illness.", by=jonas, person=person, at=OPENS)

    with pytest.raises(Refused, match="one person"):
        call.conclude(by=jonas, at=CLOSES)
    call.conclude(by=jonas, at=CLOSES + timedelta(days=3))

    assert call.status == "concluded"


# --- copy


def test_a_copy_starts_from_last_year_with_dates_a_year_later(jonas, amina):
    call = dated(jonas, quota=3, nationals_cap=5)
    call.extend(until=CLOSES + timedelta(days=1), reason="A storm.", by=jonas, at=OPENS)
    Call.objects.filter(pk=call.pk).update(last_number=7)
    call.refresh_from_db()

    new = Call.objects.get(pk=call.copy(year=2027, by=amina).pk)

    assert (new.year, new.status, new.last_number, new.quota, new.nationals_cap) == (2027, "draft", 0, 3, 5)
    assert (new.title_en, new.title_fr) == ("Call for experts 2027", "Appel à experts 2027")
    assert (new.opens_at, new.decisions_on) == (OPENS.replace(year=2027), date(2028, 2, 6))
    assert [(s.group_id, s.number) for s in new.seats_by_group] == [(s.group_id, s.number) for s in call.seats_by_group]
    assert [(c.name_en, c.weight) for c in new.criteria.all()] == list(make.RUBRIC.items())
    assert not new.extensions.exists()
    assert call.seats.count() == 4
    assert [event.verb for event in new.story()] == ["copied"]


def test_a_copy_of_a_call_that_opens_on_29_february(jonas):
    opens, closes = datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2028, 4, 1, 12, tzinfo=UTC)
    call = dated(jonas, year=2028, opens_at=opens, closes_at=closes, endorsement_until=closes)

    assert call.copy(year=2029, by=jonas).opens_at == datetime(2029, 2, 28, 12, tzinfo=UTC)


def test_there_is_one_call_a_year(call, jonas):
    with pytest.raises(Refused, match="2026"):
        call.copy(year=2026, by=jonas)


# --- what pages read


def test_the_page_reads_a_call_with_all_its_parts_in_one_statement(call, amina, django_assert_num_queries):
    end = call.closes_at
    call.extend(until=end + timedelta(days=2), reason="A storm.", by=amina)
    call.extend(until=end + timedelta(days=4), reason="Another one.", by=amina)

    with django_assert_num_queries(1):
        shown = Call.objects.current()
        assert [(seats.group.slug, seats.number) for seats in shown.seats_by_group] == [
            (slug, 20) for slug in make.GROUPS
        ]
        assert [(line.name, line.weight) for line in shown.rubric] == list(make.RUBRIC.items())
        assert shown.seats_in_all == 80
        assert shown.extended_from == end
        assert abs(shown.now - timezone.now()) < timedelta(minutes=1)


def test_time_for_one_person_is_not_shown_to_everybody(call, leila, amina):
    call.extend(until=call.closes_at + timedelta(days=2), reason="Illness.", by=amina, person=Person.of(leila))

    assert Call.objects.current().extended_from is None


def test_without_the_annotation_the_parts_are_the_same(call):
    plain, shown = Call.objects.get(pk=call.pk), Call.objects.current()

    assert [(s.group_id, s.number) for s in plain.seats_by_group] == [
        (s.group.pk, s.number) for s in shown.seats_by_group
    ]
    assert [(c.name, c.weight) for c in plain.rubric] == [(c.name, c.weight) for c in shown.rubric]
