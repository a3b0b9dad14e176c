"""Reviewers, runs and assignments in the admin: what the secretariat does there, and what a conflict hides."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from nominations.reviewing.models import Assignment, AssignmentRun, Reviewer
from nominations.reviewing.models.binding import impose
from portal.accounts.models import RoleGrant
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from tests import committee, make
from tests.admin import do, enter, list_of, many, page_of

from .test_runs import _no_beat, asked, proposed  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, amina):
    return enter(client, amina)


def told(response) -> str:
    return response.content.decode()


def words(call, **more):
    groups = [group.pk for group in make.groups()[:1]]
    given = {"call": call.pk, "email": "nia@example.org", "language": "en", "groups": groups, "languages": ["en"]}
    return given | {"least": 0, "most": 12} | more


def test_a_reviewer_is_named_by_an_address_and_told(desk, call, mailoutbox):
    response = desk.post(list_of(Reviewer, "add"), words(call))

    seat = Reviewer.objects.get(user__email="nia@example.org")
    assert response.url == page_of(seat)
    assert (seat.most, [group.pk for group in seat.groups.all()]) == (12, [make.groups()[0].pk])


def test_what_was_typed_is_kept_where_it_does_not_fit(desk, call):
    response = desk.post(list_of(Reviewer, "add"), words(call, least=20))

    assert "cannot be less than the fewest" in told(response)
    assert "nia@example.org" in told(response)
    assert not Reviewer.objects.exists()


def test_a_seat_is_changed_goes_away_states_facts_and_ends_and_its_story_is_told_in_words(desk, three, luis, call):
    group = make.groups()[0].pk
    desk.post(do(luis, "change"), {"groups": [group], "languages": ["fr"], "least": 1, "most": 5, "chairs": ""})
    desk.post(do(luis, "go_away"), {"since": "2026-12-01", "until": "2026-12-03"})
    facts = {
        "nationality_1": "ES",
        "nationality_2": "NZ",
        "residence": "ES",
        "country_of_work": "PT",
        "employers": "A\nB",
    }
    desk.post(do(luis, "state_facts"), facts)
    page = told(desk.get(page_of(luis)))
    desk.post(do(luis, "end"), {"reason": "Ill."})

    luis.refresh_from_db()
    assert (luis.languages, luis.least, luis.most, luis.nationalities) == (["fr"], 1, 5, ["ES", "NZ"])
    assert luis.employers == ["A", "B"]
    assert luis.away.count() == 1
    assert "Spain" in page
    assert "<dt>Kinds</dt><dd>same nationality</dd>" in page
    assert "<dt>Languages</dt><dd>French</dd>" in page
    assert not re.search(r"<dd>(nationality|fr|\[|\{)", page)
    assert luis.ended_at


def test_the_list_says_what_each_has_and_has_done(desk, three, luis, amina):
    committee.reviewed(three[0], luis, by=amina)
    committee.given(three[1], luis, by=amina)

    page = told(desk.get(list_of(Reviewer)))

    assert "2 of at most 40" in page
    assert "1 / 2" in page


# --- runs


def test_a_run_is_asked_for_watched_inspected_assigned_and_undone(desk, three, luis, ruth, call):
    rules = {"call": call.pk, "reviews": 2, "groups": "one", "languages": "on", "countries": "on", "anchors": 0}
    address = desk.post(list_of(AssignmentRun, "add"), rules).url
    run = AssignmentRun.objects.get()
    waiting = desk.get(address)
    run.work()
    page = told(desk.get(address))
    desk.post(do(run, "deploy"))
    again = desk.post(do(run, "deploy"), follow=True)
    given = Assignment.objects.filter(status="assigned").count()
    desk.post(do(run, "undo"))

    assert waiting["Refresh"] == "5"
    assert "waits for its turn" in told(waiting)
    assert "reviews its first group" in page
    assert escape("Luis Torres") in page
    assert "This is “assigned as proposed” already" in told(again)
    assert "Deployed" not in told(again)
    assert "deployed." not in told(again)
    assert (given, Assignment.objects.filter(status="released").count()) == (6, 6)


def test_pairs_are_searched_by_reference_and_by_reviewer(desk, three, luis, ruth, call, amina):
    run = proposed(call, amina)

    found = desk.get(page_of(run), {"q": three[0].reference}).context["pairs"]
    of_luis = desk.get(page_of(run), {"q": "torres"}).context["pairs"]

    assert {row.nomination for row in found} == {three[0]}
    assert {row.reviewer for row in of_luis} == {luis}
    assert "No pair fits" in told(desk.get(page_of(run), {"q": "nobody", "p": "7"}))


def test_anchors_are_named_by_their_references(desk, three, luis, call):
    rules = {"call": call.pk, "reviews": 1, "groups": "free", "anchors": 0}
    wrong = desk.post(list_of(AssignmentRun, "add"), rules | {"chosen": "N26-99999"})
    desk.post(list_of(AssignmentRun, "add"), rules | {"chosen": three[1].reference.lower()})

    assert "No eligible nomination of this call has the reference N26-99999" in told(wrong)
    assert AssignmentRun.objects.get().rules["chosen"] == [str(three[1].pk)]


def test_the_page_says_in_words_which_rule_must_give(desk, three, luis, ruth, call, amina):
    for one in three:
        impose(one, luis.user, reason="Cousins.", by=amina, at=clock.now())
    run = proposed(call, amina)

    page = told(desk.get(page_of(run)))

    assert "3 nominations from New Zealand: only 1 reviewer may judge; name 1 more, or lower the reviews to 1." in page


def test_the_page_says_by_how_much_the_loads_are_short_as_far_as_its_reader_may_see(
    desk, three, luis, ruth, call, amina, jonas
):
    for seat, most in ((luis, 1), (ruth, 3)):
        seat.change(groups=make.groups(), languages=["en"], least=0, most=most, chairs=False, by=amina)
    run = proposed(call, amina, chosen=[str(one.pk) for one in three[:2]])

    page = told(desk.get(page_of(run)))
    assert "The loads are 2 short: raise the most of these reviewers, or name others: Luis Torres by 2." in page
    assert scored_by_all(page) == "2"

    impose(three[0], amina, reason="Her brother.", by=jonas, at=clock.now())
    page = told(desk.get(page_of(run)))
    assert "The loads are 1 short: raise the most of these reviewers, or name others: Luis Torres by 1." in page
    assert scored_by_all(page) == "1"

    for one in three[1:]:
        impose(one, amina, reason="Her brother.", by=jonas, at=clock.now())
    assert "The loads are" not in told(desk.get(page_of(run)))


def scored_by_all(page) -> str:
    """How many nominations everybody scores, as the page of a run says it."""
    return re.search(r"Nominations that everybody scores\D+(\d+)", page)[1]


# --- by hand


def test_a_nomination_is_given_to_one_of_those_who_may_and_the_others_stand_below_with_the_reason(
    desk, three, luis, ruth, amina
):
    impose(three[0], ruth.user, reason="Cousins.", by=amina, at=clock.now())
    address = list_of(Assignment, "add")

    page = desk.get(address, {"q": three[0].reference})
    done = desk.post(address, {"nomination": three[0].pk, "reviewer": luis.pk})
    refused = desk.post(address, {"nomination": three[0].pk, "reviewer": ruth.pk})

    assert list(page.context["able"]) == [luis]
    assert [(seat, "conflict" in why) for seat, why in page.context["unable"]] == [(ruth, True)]
    assert done.url == page_of(Assignment.objects.get())
    assert "conflict of interest" in told(refused)
    assert Assignment.objects.get().reasons == ["hand"]


def test_an_odd_reference_is_no_fault_of_the_page(desk, three):
    for typed in ("\x00", "\u202e", "9" * 5000):
        assert desk.get(list_of(Assignment, "add"), {"q": typed}).status_code == 200


def test_whoever_judges_gets_no_role_of_the_secretariat_before_the_seat_ends(luis, jonas, amina):
    with pytest.raises(Refused, match="End the seat"):
        RoleGrant.give("officer", to=luis.user, by=jonas)
    luis.end(by=amina, reason="Joins the secretariat.")

    assert RoleGrant.give("officer", to=luis.user, by=jonas)


def test_many_are_given_to_one_reviewer_and_taken_back(desk, three, luis, ruth, amina):
    committee.given(three[0], luis, by=amina)
    address = reverse("admin:reviewing_assignment_give")
    chosen = {"things": [one.pk for one in three], "reviewer": luis.pk}

    before = desk.post(address, chosen)
    desk.post(address, chosen | {"sure": "1"})
    mine = Assignment.objects.filter(reviewer=luis, status="assigned")
    given = mine.count()
    desk.post(many(Assignment, "release"), {"things": " ".join(str(one.pk) for one in mine), "reason": "Too many."})

    assert before.context["able"] == three[1:]
    assert given == 3
    assert not mine.all().exists()


def test_the_list_of_those_that_lack_reviews_has_the_fewest_first(desk, three, luis, ruth, amina):
    for seat in (luis, ruth):
        committee.given(three[0], seat, by=amina)
    committee.given(three[1], luis, by=amina)

    rows = list(desk.get(list_of(Assignment, "add")).context["page"])

    assert [(one, one.given) for one in rows] == [(three[2], 0), (three[1], 1)]


# --- what a conflict hides


def test_staff_with_a_conflict_find_no_pair_count_or_name_of_that_nomination(
    desk, three, luis, ruth, call, amina, jonas
):
    run = proposed(call, jonas)
    run.deploy(by=jonas)
    hidden = three[0]
    assignment = Assignment.objects.filter(nomination=hidden).first()
    impose(hidden, amina, reason="Her brother.", by=jonas, at=clock.now())

    pages = [
        desk.get(page_of(run)),
        desk.get(page_of(run), {"q": hidden.reference}),
        desk.get(list_of(Assignment)),
        desk.get(list_of(Reviewer)),
        desk.get(list_of(Assignment, "add")),
        desk.get(list_of(Assignment, "add"), {"q": hidden.reference}),
    ]

    for page in pages:
        assert hidden.display_name not in told(page)
        assert f">{hidden.reference}<" not in told(page)
    assert {bar.number for bar in pages[0].context["loads"]} == {2}
    assert sum(one.reviews for one in pages[0].context["coverage"]) == 4
    assert "2 of at most 40" in told(pages[3])
    assert "<dt>Assigned</dt>" not in told(pages[0])  # the story is the same for everybody
    assert desk.get(page_of(assignment)).status_code == 404
    assert desk.get(list_of(Assignment, "add"), {"nomination": hidden.pk}).status_code == 404
    assert desk.post(list_of(Assignment, "add"), {"nomination": hidden.pk, "reviewer": luis.pk}).status_code == 404


def test_what_must_give_is_said_without_the_nominations_that_are_hidden(desk, three, luis, ruth, call, amina, jonas):
    for one in three:
        impose(one, luis.user, reason="Cousins.", by=jonas, at=clock.now())
    run = proposed(call, jonas)
    impose(three[0], amina, reason="Her brother.", by=jonas, at=clock.now())

    assert "2 nominations from New Zealand" in told(desk.get(page_of(run)))


def test_a_run_that_is_being_reckoned_is_not_asked_for_twice_by_a_second_click(desk, three, luis, ruth, call, amina):
    first = asked(call, amina)
    rules = {"call": call.pk, "reviews": 2, "groups": "one", "languages": "on", "countries": "on", "anchors": 0}

    assert desk.post(list_of(AssignmentRun, "add"), rules).url == page_of(first)
