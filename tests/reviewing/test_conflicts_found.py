"""Conflicts that the system finds: from what, when, and what becomes of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Affiliation, Person
from nominations.models import Endorsement, Nomination
from nominations.reviewing.models import Assignment, Conflict, Employer, ReviewTally
from nominations.reviewing.models.finding import find_conflicts
from nominations.reviewing.tasks import look_for_conflicts
from portal.lifecycle.models import Refused
from tests import committee, make
from tests.endorsements import desk

pytestmark = pytest.mark.django_db

WORKS_AT = "organisation"


def found(user) -> list[tuple]:
    """(kind, source) of what binds an account."""
    return list(Conflict.objects.of(user).order_by("kind").values_list("kind", "source"))


def state(seat, *, by, **facts):
    known = {"nationalities": [], "residence": "", "country_of_work": "", "employers": []}
    seat.state_facts(**(known | facts), by=by)


@pytest.mark.parametrize(
    ("answers", "facts", "kind", "source"),
    [
        ({"nationality_1": "NZ", "nationality_2": "FJ"}, {"nationalities": ["DE", "FJ"]}, "nationality", "FJ"),
        ({"residence": "CL"}, {"residence": "CL"}, "residence", "CL"),
        ({"residence": "CL"}, {"country_of_work": "CL"}, "residence", "CL"),
        ({"work_country": "CL"}, {"residence": "CL"}, "residence", "CL"),
        ({"residence": "CL"}, {"nationalities": ["CL"]}, "", ""),
    ],
)
def test_countries_of_both_sides(call, amina, luis, answers, facts, kind, source):
    committee.candidate(call, by=amina, **answers)

    state(luis, by=luis.user, **facts)

    assert found(luis.user) == ([(kind, source)] if kind else [])


@pytest.mark.parametrize(
    ("theirs", "own", "there"),
    [
        ("Université Cheikh Anta Diop", "universite cheikh  anta DIOP", True),
        ("The Data Trust, Ltd.", "Data Trust", True),
        ("Московский университет", "Moskovskiy universitet", True),
        ("UCAD", "Université Cheikh Anta Diop", True),  # by the table
        ("Self-employed", "self employed", False),
        ("Data Trust Foundation", "Data Trust", False),
    ],
)
def test_employers_are_compared_as_they_are_plainly_spelt_and_by_their_other_names(
    call, amina, luis, theirs, own, there
):
    Employer.enter(name="Université Cheikh Anta Diop", aliases=["UCAD"], by=amina)
    committee.candidate(call, by=amina, **{WORKS_AT: theirs})

    state(luis, by=luis.user, employers=[own])

    assert [kind for kind, _source in found(luis.user)] == (["employer"] if there else [])


def test_a_body_and_a_part_of_it_are_in_conflict_and_two_parts_of_it_are_not(call, amina, luis, ruth, mei):
    state_of = Employer.enter(name="Ministry of Digital Affairs", by=amina)
    for name in ("Agency for Data", "Agency for Networks"):
        Employer.enter(name=name, parent=state_of, by=amina)
    committee.candidate(call, by=amina, **{WORKS_AT: "Agency for Data"})
    for seat, name in ((luis, "Ministry of Digital Affairs"), (ruth, "Agency for Networks"), (mei, "Agency for Data")):
        state(seat, by=amina, employers=[name])

    assert [len(found(seat.user)) for seat in (luis, ruth, mei)] == [1, 0, 1]


def test_a_new_name_in_the_table_binds_at_once(call, amina, luis):
    committee.candidate(call, by=amina, **{WORKS_AT: "UCAD"})
    state(luis, by=luis.user, employers=["Université Cheikh Anta Diop"])
    assert found(luis.user) == []

    employer = Employer.enter(name="Université Cheikh Anta Diop", aliases=["UCAD"], by=amina)

    assert found(luis.user) == [("employer", f"employer:{employer.pk}")]


def test_an_employer_has_no_name_of_another_one_and_no_end_above_it(amina):
    one = Employer.enter(name="Data Trust", aliases=["DT"], by=amina)
    part = Employer.enter(name="Institute of Data", parent=one, by=amina)

    with pytest.raises(Refused, match="a name of Data Trust"):
        Employer.enter(name="The D.T.", aliases=["dt"], by=amina)
    with pytest.raises(Refused, match="part of it"):
        one.correct(name="Data Trust", parent=part, by=amina)
    with pytest.raises(Refused, match="names of organisations"):
        Employer.enter(name="self-employed", by=amina)


def test_where_both_work_by_what_the_portal_knows(call, amina, luis):
    nomination = committee.candidate(call, by=amina)
    work = {"organisation": "Institute of Old", "stakeholder_group": "science", "country": "KE"}
    long_ago, lately = timezone.now().date() - timedelta(days=2000), timezone.now().date() - timedelta(days=400)
    Affiliation.objects.create(person=nomination.person, until=lately, **work)
    mine = Affiliation.objects.create(person=Person.of(luis.user), until=long_ago, **work)
    assert find_conflicts(call) == 0

    Affiliation.objects.filter(pk=mine.pk).update(until=None)
    look_for_conflicts()

    assert [kind for kind, _source in found(luis.user)] == ["employer"]  # lately there is no country of work


def test_the_reviewers_member_named_or_was_asked(call, amina, luis, ruth, mei, jonas):
    france, spain = make.member("FR", "France"), make.member("ES", "Spain")
    nomination = committee.candidate(call, by=amina)
    fields = {"call": call, "member": france, "kind": "endorse", "nomination": nomination}
    asked = Endorsement.objects.create(**fields, status="requested", asked_at=call.closes_at)
    past = call.opens_at + timedelta(days=1)
    make.delegate(luis.user, france, "deputy", since=call.opens_at - timedelta(days=9), until=past)
    make.delegate(ruth.user, spain, "deputy")
    state(mei, by=amina, member=france)

    look_for_conflicts()

    assert found(luis.user) == found(mei.user) == [("member", "FR")]
    assert found(ruth.user) == []
    Endorsement.objects.filter(pk=asked.pk).update(status="withdrawn", answered_at=None)
    Conflict.objects.all().delete()
    look_for_conflicts()
    assert found(luis.user) == []  # taken back before anybody answered


def test_who_answered_for_one_project(call, amina, luis):
    nomination = committee.candidate(call, by=amina)
    project = make.project(by=amina, responsible=[nomination.person, Person.of(luis.user)])

    look_for_conflicts()

    assert found(luis.user) == [("project", f"project:{project.pk}")]


def test_a_working_group_is_no_project(call, amina, luis):
    nomination = committee.candidate(call, by=amina)
    for person in (nomination.person, Person.of(luis.user)):
        make.term(person, starts_on=timezone.now().date() - timedelta(days=100))

    look_for_conflicts()

    assert found(luis.user) == []


def test_nobody_judges_their_own(call, amina, luis):
    own = committee.candidate(call, by=amina)
    Nomination.objects.filter(pk=own.pk).update(person=Person.of(luis.user))

    look_for_conflicts()

    assert found(luis.user) == [("own", "own")]


def test_they_are_found_when_the_tracks_are_frozen_and_with_a_corrected_answer(call, amina, jonas, luis):
    state(luis, by=luis.user, nationalities=["FJ"])
    nomination = committee.candidate(call, by=amina, nationality_1="FJ")
    assert found(luis.user) == []

    call.freeze_tracks(by=jonas)
    assert found(luis.user) == [("nationality", "FJ")]

    state(luis, by=luis.user, nationalities=["FJ"], employers=["Institute of Corrections"])
    nomination.refresh_from_db()
    nomination.correct(question=WORKS_AT, value="Institute of Corrections", reason="A typing error.", by=amina)

    assert [kind for kind, _source in found(luis.user)] == ["employer", "nationality"]


def test_an_endorsement_binds_when_it_is_given(call, amina, luis):
    france = make.member("FR", "France")
    focal, _deputy = desk(france)
    nomination = committee.candidate(call, by=amina)
    state(luis, by=amina, member=france)
    fields = {"call": call, "member": france, "kind": "endorse", "nomination": nomination, "status": "requested"}
    call.endorsement_until = timezone.now() + timedelta(days=1)
    call.save()
    asked = Endorsement.objects.create(**fields, asked_at=call.closes_at)

    asked.give(by=focal)

    assert found(luis.user) == [("member", "FR")]


def test_what_a_reviewer_has_ends_at_once_and_counts_no_more(three, luis, ruth, amina, call):
    assignment = committee.reviewed(three[0], luis, by=amina)
    waits = committee.given(three[1], luis, by=amina)
    committee.reviewed(three[0], ruth, by=amina, score=2)

    state(luis, by=amina, residence="NZ")

    gone = [(one.status, one.declined_for) for one in Assignment.objects.filter(pk__in=[assignment.pk, waits.pk])]
    assert gone == [("declined", "conflict")] * 2
    assert ReviewTally.objects.get(nomination=three[0]).mean == 40.0
    assert [event.verb for event in luis.story()][-1] == "conflicts_found"


def test_once_found_it_is_written_once_and_stays_when_its_facts_are_gone(three, luis, call):
    state(luis, by=luis.user, residence="NZ")
    before = list(Conflict.objects.order_by("pk").values())

    state(luis, by=luis.user, residence="DE")
    look_for_conflicts()

    assert list(Conflict.objects.order_by("pk").values()) == before


def test_a_lifted_one_is_not_found_again_but_for_a_new_reason(call, amina, luis):
    committee.candidate(call, by=amina, nationality_1="FJ", nationality_2="WS")
    state(luis, by=luis.user, nationalities=["FJ"])
    Conflict.objects.get().lift(reason="Born there, left as a child.", by=amina)

    look_for_conflicts()
    assert found(luis.user) == []

    state(luis, by=luis.user, nationalities=["FJ", "WS"])
    assert found(luis.user) == [("nationality", "WS")]


def test_what_was_withdrawn_or_sent_by_nobody_is_looked_at_only_once_submitted(call, amina, luis):
    make.nomination(author=make.user("draft@example.org"), call=call, at=call.opens_at, answers={"residence": "NZ"})
    state(luis, by=luis.user, residence="NZ")

    assert found(luis.user) == []
