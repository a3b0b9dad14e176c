"""What the chair sees: who needs a look, who may take another one, what is set aside; and nothing of what bars the chair."""

import csv
import gc
import io
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.models import Call
from nominations.reviewing import reckoned
from nominations.reviewing.models import Assignment, Conflict, Remark, Review, ReviewTally
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from tests import committee, make
from tests.admin import enter
from tests.kept import kept

pytestmark = pytest.mark.django_db


class Visitor:
    """Whoever has this seat, with a browser."""

    def __init__(self, client, seat):
        self.client = enter(client, seat.user)

    def get(self, name="committee", *args, **query):
        return self.client.get(reverse(f"reviewing:{name}", args=args), query)

    def post(self, name, *args, **data):
        return self.client.post(reverse(f"reviewing:{name}", args=args), data)

    def names(self, **query) -> list[str]:
        """Of the dossiers in the list, in its order."""
        return re.findall(r"Cara Candidate (\d+)</a>", self.get(**query).content.decode())


@pytest.fixture
def visit(client_factory):
    return lambda seat: Visitor(client_factory(), seat)


@kept
def ana(call, amina):
    return committee.reviewer(call, "ana@example.org", "Ana Lima", by=amina)


@kept
def scored(three, luis, ruth, amina):
    """80 and 20; 60 and 60; 40 alone."""
    for one, seat, score in ((0, luis, 4), (0, ruth, 1), (1, luis, 3), (1, ruth, 3), (2, luis, 2)):
        committee.reviewed(three[one], seat, by=amina, score=score)
    return three


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- the list


def test_those_who_disagree_stand_first_and_spread_before_mean(scored, mei, visit):
    page = visit(mei).get()

    assert visit(mei).names() == ["1", "2", "3"]
    told = words(page)
    assert "Spread: 30.0 Mean: 50.0 rank 2" in told
    assert "20 · 80" in told
    assert "disagreement" in told
    assert "2 of 2 reviews" not in told


LISTS = [
    ({"order": "mean"}, ["2", "1", "3"]),
    ({"order": "reviews"}, ["3", "1", "2"]),
    ({"state": "apart"}, ["1"]),
    ({"state": "unfinished"}, ["3"]),
    ({"group": "data-governance"}, []),
    ({"group": "nowhere", "state": "odd", "order": "';--", "page": "x"}, ["1", "2", "3"]),
    ({"page": "999"}, []),
]


def test_the_list_is_narrowed_and_put_in_order(scored, mei, visit):
    chair = visit(mei)

    assert [(query, chair.names(**query)) for query, _found in LISTS] == LISTS


def test_another_calls_dossiers_are_on_another_page(scored, mei, amina, jonas, visit):
    old = committee.call_in_review(by=jonas, frozen=False, year=2025)
    other = committee.candidates(old, 1, by=amina, published_name="Old Cara")[0]
    committee.chair(old, user=mei.user, by=amina)

    assert "Old Cara" not in words(visit(mei).get())
    assert "Old Cara" in words(visit(mei).get(call=old.year))
    assert visit(mei).get("committee_dossier", other.pk).status_code == 404
    assert visit(mei).get("committee_dossier", other.pk, call=old.year).status_code == 200
    assert visit(mei).names(call=old.year) == []
    assert visit(mei).get(call=1999).status_code == 404


def test_the_page_is_the_chairs_alone(scored, luis, amina, stranger, client_factory, visit):
    for one in (luis.user, amina, stranger):
        client = enter(client_factory(), one)
        assert client.get(reverse("reviewing:committee")).status_code == 404
        assert client.get(reverse("reviewing:committee_dossier", args=[scored[0].pk])).status_code == 404


def test_the_list_costs_the_same_at_any_size(call, luis, ruth, mei, amina, visit):
    def statements():
        """What is asked, without what for, so that a failure says which; first nothing is reckoned, then all of it."""
        chair, told = visit(mei), []
        reckoned.kept.clear()  # of this process
        gc.collect()
        for _kept in (False, True):
            with CaptureQueriesContext(connection) as asked:
                chair.get()
            told.append([one["sql"].partition(" WHERE ")[0] for one in asked])
        return told

    for one in committee.candidates(call, 2, by=amina):
        committee.reviewed(one, luis, by=amina, score=5)
        committee.reviewed(one, ruth, by=amina, score=1)
    visit(mei).get()
    small = statements()
    for number in range(3, 9):
        one = committee.candidate(call, number, by=amina)
        call.nominations.filter(pk=one.pk).update(track="open")
        committee.reviewed(one, luis, by=amina, score=5)
        committee.reviewed(one, ruth, by=amina, score=1)

    assert statements() == small
    assert len(small[0]) <= 14
    assert len(small[1]) <= 11


# --- calibration


def test_leniency_is_told_of_whom_dossiers_link_and_refused_of_others(scored, ana, amina, mei, visit):
    told = words(visit(mei).get())
    assert "Leniency: +15.0" in told
    assert "Leniency: −15.0" in told

    other = committee.candidate(mei.call, 4, by=amina)
    mei.call.nominations.filter(pk=other.pk).update(track="open")
    committee.reviewed(other, ana, by=amina)

    told = words(visit(mei).get())
    assert "no dossier of this reviewer was scored by anybody else" in told
    assert "Calibration: not comparable" in told


# --- another reviewer


def test_the_least_loaded_who_may_is_proposed_and_given_it_by_one_click(scored, ana, mei, amina, visit):
    idle = committee.reviewer(mei.call, "ida@example.org", "Ida Idle", by=amina)
    committee.reviewed(scored[1], ana, by=amina)
    page = visit(mei).get(state="apart")
    assert "Give to Ida Idle" in words(page)

    answer = visit(mei).post("committee_give", scored[0].pk, reviewer=idle.pk, back="state=apart&evil=//x")

    assert answer["location"] == reverse("reviewing:committee") + "?state=apart"
    given = Assignment.objects.get(nomination=scored[0], reviewer=idle)
    assert (given.status, given.reasons) == ("assigned", ["group", "language:en", "load", "another"])
    assert "Give to" not in words(visit(mei).get(state="apart"))
    assert "Another review is under way." in words(visit(mei).get(state="apart"))
    assert "already" in words(
        visit(mei).client.post(
            reverse("reviewing:committee_give", args=[scored[0].pk]), {"reviewer": idle.pk}, follow=True
        )
    )


NOT_FIT = {
    "barred": lambda seat, one, by: impose(one, seat.user, reason="Cousins.", by=by, at=clock.now()),
    "of another group": lambda seat, one, by: seat.groups.set([g for g in make.groups() if g != one.group]),
    "full": lambda seat, one, by: seat.change(
        groups=seat.groups.all(), languages=["en"], least=0, most=0, chairs=False, by=by
    ),
    "ended": lambda seat, one, by: seat.end(reason="Ill.", by=by),
    "of a country that judges it": lambda seat, one, by: [
        each.state_facts(nationalities=["DE"], residence="", country_of_work="", employers=[], by=by)
        for each in (seat, seat.call.reviewers.get(user__email="luis@example.org"))
    ],
}


def test_nobody_is_proposed_who_may_not(scored, ana, mei, amina, visit):
    chair, told = visit(mei), {}
    for why, happens in NOT_FIT.items():
        with transaction.atomic():
            happens(ana, scored[0], amina)
            told[why] = words(chair.get(state="apart")), words(chair.get("committee_dossier", scored[0].pk))
            transaction.set_rollback(True)
        ana.refresh_from_db()

    assert [why for why, (page, _) in told.items() if "Nobody is free to review it once more." not in page] == []
    assert [why for why, (_, page) in told.items() if "Nobody is free" not in page] == []


def test_nobody_is_given_what_names_nobody(scored, mei, visit):
    chair = visit(mei)
    for who in ("", "nonsense", "00000000-0000-0000-0000-000000000000"):
        assert chair.post("committee_give", scored[0].pk, reviewer=who).status_code == 404


# --- one dossier


def test_the_chair_reads_every_review_by_name_and_sets_one_aside_with_a_reason(scored, luis, mei, visit):
    there = Assignment.objects.get(nomination=scored[0], reviewer=luis)
    page = words(visit(mei).get("committee_dossier", scored[0].pk))
    assert "Luis Torres 80 of 100. Select" in page
    assert "Ruth Adeyemi 20 of 100. Select" in page
    assert page.count(committee.COMMENT) == 2

    empty = visit(mei).post("committee_void", scored[0].pk, there.pk, reason=" ")
    assert empty.status_code == 400
    assert "Say why" in words(empty)
    visit(mei).post("committee_void", scored[0].pk, there.pk, reason="Scores of another person.")

    page = words(visit(mei).get("committee_dossier", scored[0].pk))
    assert "Set aside. Scores of another person." in page
    assert ReviewTally.objects.get(nomination=scored[0]).mean == 20.0
    assert there.story().last().capacity == "chair"
    again = visit(mei).post("committee_void", scored[0].pk, there.pk, reason="Twice.")
    assert (again.status_code, "There is no review that counts." in words(again)) == (400, True)

    there.refresh_from_db()
    half = committee.words(mei.call, comment="Half") | {"scores": {}}
    there.save_review(**half, by=luis.user)  # what is begun anew is not the review that was set aside
    there.keep_draft(**half | {"comment": "Still half"}, by=luis.user)
    page = words(visit(mei).get("committee_dossier", scored[0].pk))
    assert "Luis Torres Set aside. Scores of another person. 80 of 100. Select" in page
    assert (page.count(committee.COMMENT), "alf" in page) == (2, False)

    there.save_review(**committee.words(mei.call, 2, comment="Another look."), by=luis.user)
    page = words(visit(mei).get("committee_dossier", scored[0].pk))
    assert "Set aside. Scores of another person. 80 of 100. Select" in page
    assert page.index("80 of 100") < page.index("40 of 100") < page.index("Another look.")
    assert page.count(committee.COMMENT) == 2
    there.void_review(reason="A second time.", by=mei.user)
    [first, second] = Review.objects.get(assignment=there).versions()
    assert (first["comment"], first["reason"]) == (committee.COMMENT, "Scores of another person.")
    assert (second["comment"], second["reason"], second["total"]) == ("Another look.", "A second time.", 40)


def test_the_chair_imposes_a_conflict_with_a_reason(scored, luis, mei, visit):
    refused = visit(mei).post("committee_conflict", scored[0].pk, reviewer=luis.pk, reason="")
    assert (refused.status_code, "Say why" in words(refused)) == (400, True)

    visit(mei).post("committee_conflict", scored[0].pk, reviewer=luis.pk, reason="They run a company together.")

    conflict = Conflict.objects.get()
    assert (conflict.user, conflict.kind, conflict.by) == (luis.user, "imposed", mei.user)
    assert [event.capacity for event in conflict.story()] == ["chair"]
    assert ReviewTally.objects.get(nomination=scored[0]).count == 1


def test_a_chair_with_a_conflict_of_their_own_no_longer_sees_the_dossier(scored, mei, visit):
    answer = visit(mei).post("committee_conflict", scored[0].pk, reviewer=mei.pk, reason="My sister.")

    assert answer["location"] == reverse("reviewing:committee")
    assert visit(mei).get("committee_dossier", scored[0].pk).status_code == 404


def test_a_file_is_handed_to_the_chair_out_of_this_dossier_alone_and_that_is_noted(scored, mei, visit, caplog):
    caplog.set_level("INFO")
    first, second = (one.submitted_version.documents.first() for one in scored[:2])

    own = visit(mei).get("committee_file", scored[0].pk, first.pk)
    assert (own["content-type"], own.getvalue()[:4]) == ("application/pdf", b"%PDF")
    assert f"document {first.pk} opened by user {mei.user_id}" in caplog.text
    assert visit(mei).get("committee_file", scored[0].pk, second.pk).status_code == 404
    assert visit(mei).get("committee_page", scored[0].pk, second.pk, 1).status_code == 404


def test_the_chair_speaks_to_the_committee_once_and_takes_it_back(scored, luis, mei, visit):
    chair, there = visit(mei), reverse("reviewing:committee_dossier", args=[scored[0].pk])
    for _click in range(2):
        answer = chair.post("committee_remark", scored[0].pk, text="Look at the second output.", token="one")
    assert answer["location"] == f"{there}#thread"
    [said] = Remark.objects.all()
    page = words(chair.get("committee_dossier", scored[0].pk))
    assert "Mei Chen" in page
    assert "Look at the second output." in page

    empty = chair.post("committee_remark", scored[0].pk, text=" ")
    assert (empty.status_code, "Write your remark" in words(empty)) == (409, True)
    assert visit(luis).post("committee_take_back", scored[0].pk, said.pk).status_code == 404
    chair.post("committee_take_back", scored[0].pk, said.pk)

    assert "Look at the second output." not in words(chair.get("committee_dossier", scored[0].pk))


def test_what_was_typed_when_the_session_was_lost_stands_on_the_page_again(scored, luis, mei, client_factory):
    client, void = client_factory(), Assignment.objects.get(nomination=scored[0], reviewer=luis)
    for name, parts, typed in (
        ("remark", (), {"text": "Look at the second output."}),
        ("void", (void.pk,), {"of": str(void.pk), "reason": "Scores of another person."}),
        ("conflict", (), {"reviewer": str(luis.pk), "reason": "Cousins."}),
    ):
        there = reverse(f"reviewing:committee_{name}", args=[scored[0].pk, *parts])
        assert "/accounts/login/" in client.post(there, typed)["location"]

    page = enter(client, mei.user).get(reverse("reviewing:committee_dossier", args=[scored[0].pk])).content.decode()

    for words_kept in ("Look at the second output.", "Scores of another person.", "Cousins."):
        assert words_kept in page
    assert f'value="{luis.pk}" selected' in page


# --- as a file


def table(visitor, **query) -> list[list[str]]:
    response = visitor.client.post(
        reverse("reviewing:committee_table") + "?" + "&".join(f"{k}={v}" for k, v in query.items())
    )
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_file_says_what_the_list_says_and_who_took_it_is_kept(scored, mei, visit):
    scored[0].__class__.objects.filter(pk=scored[0].pk).update(display_name="=HYPERLINK(1)")

    rows = table(visit(mei), order="mean")

    assert [row[1] for row in rows] == ["Name", "Cara Candidate 2", "'=HYPERLINK(1)", "Cara Candidate 3"]
    assert rows[2][3:9] == ["2", "30.00", "50.00", "20.00", "80.00", "2"]
    assert rows[3][3:6] == ["1", "", "40.00"]  # one total spreads nowhere
    assert all(0 <= float(told) <= 100 for row in rows[1:] for told in row[10:12] if told)
    event = Event.objects.get(verb="exported_reviews")
    assert (event.by, event.capacity, event.facts["rows"]) == (mei.user, "chair", 3)
    assert visit(mei).get("committee_table").status_code == 405


# --- conflicts bind chairs


def everything(visitor, others) -> dict:
    """Every answer that this chair can have, without what differs in every answer."""
    pages = {
        str(query): visitor.get(**query)
        for query in ({}, {"state": "apart"}, {"state": "near"}, {"order": "calibrated"}, {"state": "unfinished"})
    }
    pages |= {one.reference: visitor.get("committee_dossier", one.pk) for one in others}
    told = {name: page.content.replace(page["x-request-id"].encode(), b"") for name, page in pages.items()}
    told = {
        name: re.sub(rb'name="(csrfmiddlewaretoken|token)" value="[^"]+"', b"", page) for name, page in told.items()
    }
    return told | {"file": table(visitor)}


def test_a_barred_dossier_and_its_reviews_change_nothing_that_the_chair_reads(
    scored, luis, ruth, ana, mei, amina, visit
):
    barred = scored[2]
    barred.__class__.objects.filter(pk=barred.pk).update(display_name="Zebulon Planted")
    impose(barred, mei.user, reason="Sisters.", by=amina, at=clock.now())
    visitor, others = visit(mei), scored[:2]
    before = everything(visitor, others)

    committee.reviewed(barred, ruth, by=amina, score=0, comment="Zebulon again")
    committee.given(barred, ana, by=amina)
    Assignment.objects.get(nomination=barred, reviewer=luis).void_review(reason="A slip.", by=amina)

    after = everything(visitor, others)
    assert [name for name in before if before[name] != after[name]] == []
    assert not any("Zebulon" in str(page) or barred.reference in str(page) for page in after.values())
    for name in ("committee_dossier", "committee_give", "committee_conflict", "committee_remark"):
        assert visitor.post(name, barred.pk).status_code in (404, 405)
    assert visitor.get("committee_dossier", barred.pk).status_code == 404
    mine = Assignment.objects.get(nomination=barred, reviewer=ruth)
    assert visitor.post("committee_void", barred.pk, mine.pk, reason="x").status_code == 404


def test_a_review_that_is_not_barred_does_change_what_the_chair_reads(scored, ruth, mei, amina, visit):
    before = everything(visit(mei), scored)

    committee.reviewed(scored[2], ruth, by=amina, score=0)

    after = everything(visit(mei), scored)
    assert before["{}"] != after["{}"]
    assert before["file"] != after["file"]


def test_a_call_is_read_in_the_archive_too(scored, mei, visit):
    Call.objects.filter(pk=mei.call_id).update(status="concluded")

    assert visit(mei).get().status_code == 200


def test_in_the_archive_nothing_is_given_or_set_aside(scored, luis, mei, ana, amina, visit):
    assignment, offered = scored[0].assignments.get(reviewer=luis), "Give to Ana Lima"
    assert offered in words(visit(mei).get())
    assert offered in words(visit(mei).get("committee_dossier", scored[0].pk))

    Call.objects.filter(pk=mei.call_id).update(status="concluded")
    visit(mei).post("committee_give", scored[0].pk, reviewer=ana.pk)
    refused = visit(mei).post("committee_void", scored[0].pk, assignment.pk, reason="Wrong person", of=assignment.pk)

    assert "This call is in the archive" in words(refused)
    assert scored[0].assignments.count() == 2
    assert scored[0].assignments.get(reviewer=luis).status == "done"
    page = words(visit(mei).get("committee_dossier", scored[0].pk))
    assert offered not in page
    assert "Set it aside" not in page
    assert offered not in words(visit(mei).get())


def test_after_reviews_closed_the_chair_is_told_who_could_open_them_again(scored, mei, ana, visit):
    Call.objects.filter(pk=mei.call_id).update(review_until=clock.now())

    assert "Reviews closed on" in words(visit(mei).get())
    page = words(visit(mei).get("committee_dossier", scored[0].pk))
    assert "ask the secretariat to move their end" in page
    assert "Give to Ana Lima" not in page


def test_an_interval_ends_where_totals_end(scored, mei, visit):
    bounds = [float(cell) for row in table(visit(mei))[1:] for cell in row[10:12]]

    assert (min(bounds), max(bounds)) == (0.0, 100.0)


def test_one_review_alone_has_no_spread(scored, mei, visit):
    alone = words(visit(mei).get("committee_dossier", scored[2].pk))

    assert "Spread – Mean 40.0" in alone
