"""The list of a call becomes public in one act: by whom, when, of what, and what it costs."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Delegate
from nominations.deciding.models import Decision, DecisionRecord, Offer, PreparedLetter, Publication
from nominations.deciding.tasks import publish_due, take_back_gone
from nominations.deciding.verifying import findings
from nominations.models import Endorsement, Nomination
from nominations.reviewing.models.binding import declare
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import decisions, make
from tests.admin import enter, page_of
from tests.kept import kept
from tests.kinds import know_kinds

LETTERS = {"deciding/selected", "deciding/reserve", "deciding/not_selected"}


@kept
def ruth():
    """Another head."""
    return make.user("ruth@example.org", "Ruth Adeyemi", role="head")


def decide(people, by):
    """Selected, on the reserve list and not, in turns."""
    ways = decisions.selected, decisions.on_reserve, decisions.not_selected
    for number, nomination in enumerate(people):
        ways[number % 3](nomination, by=by)


def fresh(publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)


def prepare(call, by, **more):
    return Publication.prepare(call, by=by, offers_until=clock.now() + timedelta(days=14), **more)


def letters():
    return Message.objects.filter(occasion__startswith="deciding/").order_by("occasion")


def statements(call, people, by, head) -> list[str]:
    """What publishing asks of the database, the kinds of things known."""
    decide(people, by)
    publication = decisions.prepared(call, by=by)
    know_kinds()
    with CaptureQueriesContext(connection) as told:
        publication.release(by=head, seen=publication.sha256)
    return [re.sub(r'"s\d.*', "", one["sql"])[:60] for one in told.captured_queries]


def test_thirty_decisions_cost_as_many_statements_as_three(call, groups, amina, jonas):
    few = statements(call, decisions.candidates(call, 3, by=amina), amina, jonas)
    other = decisions.judged_call(by=jonas, year=2025)
    many = statements(other, decisions.candidates(other, 30, by=amina), amina, jonas)

    assert many == few
    assert len(many) <= 20, "\n".join(many)
    assert Offer.objects.filter(decision__call=other).count() == 10
    assert DecisionRecord.objects.filter(call=other).count() == letters().count() - 3 == 30


def test_a_list_is_fixed_only_when_it_is_whole_and_says_what_is_missing(call, three, amina, jonas, groups):
    first, second, third = three
    with pytest.raises(Refused, match=f"Not decided yet: {first.reference}, {second.reference}, {third.reference}"):
        prepare(call, amina)
    declare(first, amina, by=amina, at=clock.now())
    decisions.not_selected(second, by=jonas)
    decisions.not_selected(third, by=jonas)
    with pytest.raises(Refused, match="what is missing is not yours to see"):
        prepare(call, amina)
    decisions.selected(first, by=jonas)
    decisions.selected(second, by=jonas)
    call.seats.update(number=1)
    with pytest.raises(Refused, match="More people are selected than there are seats: Responsible AI"):
        prepare(call, jonas)
    with pytest.raises(Refused, match="what is missing is not yours to see"):
        prepare(call, amina)
    third.correct(question="position", value="Chair of the board", reason="A typo.", by=jonas)
    with pytest.raises(Refused, match=f"Changed since the decision: {third.reference}"):
        prepare(call, jonas)
    decisions.not_selected(Nomination.objects.get(pk=third.pk), by=jonas)
    publication = prepare(call, jonas, beyond_seats=True)
    with pytest.raises(Refused, match="is fixed already"):
        prepare(call, jonas)
    with pytest.raises(Refused, match="fixed for publication"):
        decisions.selected(third, by=jonas)
    publication.work()
    fresh(publication).take_back(by=amina)
    assert not PreparedLetter.objects.exists()
    assert Decision.objects.free().count() == 3


def test_whoever_had_a_hand_in_it_or_a_conflict_does_not_publish_and_the_database_keeps_it(
    call, three, amina, jonas, ruth
):
    decide(three, amina)
    decisions.not_selected(three[2], by=ruth, words="Once more.")
    publication = decisions.prepared(call, by=jonas)
    assert publication.hands == sorted([amina.pk, jonas.pk, ruth.pk])
    for head in (jonas, ruth):
        with pytest.raises(Refused, match="You wrote part of this list"):
            publication.release(by=head, seen=publication.sha256)
    with pytest.raises(IntegrityError, match="nobody_releases"), transaction.atomic():
        Publication.objects.update(released_by=ruth, released_at=clock.now())
    with pytest.raises(IntegrityError, match="whoever_asks"), transaction.atomic():
        Publication.objects.update(hands=[ruth.pk])

    noor = make.user("noor@example.org", "Noor Haddad", role="head")
    declare(three[0], noor, by=noor, at=clock.now())
    with pytest.raises(Refused, match="conflict of interest keeps part") as refusal:
        publication.release(by=noor, seen=publication.sha256)
    assert three[0].reference not in str(refusal.value)
    last = make.user("last@example.org", role="head")
    with pytest.raises(Refused, match="another one than you looked at"):
        publication.release(by=last, seen="0" * 64)
    publication.release(by=last, seen=publication.sha256)
    with pytest.raises(Refused, match="cannot become"):
        publication.take_back(by=jonas)


def test_at_its_moment_it_is_published_and_until_then_it_can_be_called_off(call, three, amina, jonas):
    decide(three, amina)
    for days, words in ((-1, "must lie in the future"), (2, "at least three days"), (400, "within a year")):
        until = clock.now() + timedelta(days=days)
        with pytest.raises(Refused, match=words):
            Publication.prepare(call, by=amina, offers_until=until)
    publication = decisions.prepared(call, by=amina)
    soon, now = clock.now() + timedelta(hours=1), clock.now()
    with pytest.raises(Refused, match="Less than three days would be left"):
        publication.release(by=jonas, seen=publication.sha256, publish_at=now + timedelta(days=11, minutes=1))
    with pytest.raises(Refused, match="must lie in the future"):
        publication.release(by=jonas, seen=publication.sha256, publish_at=now - timedelta(minutes=1))
    with pytest.raises(Refused, match="is over by then"):
        publication.release(by=jonas, seen=publication.sha256, publish_at=now + timedelta(days=20))
    publication.release(by=jonas, seen=publication.sha256, publish_at=soon)
    publication.call_off(by=amina)
    assert publication.released_by is None
    publication.release(by=jonas, seen=publication.sha256, publish_at=soon)
    publish_due()
    assert fresh(publication).status == "scheduled"

    publication.publish_when_due(at=soon)

    publication.publish_when_due(at=soon)
    publication.release(by=jonas, seen=publication.sha256)
    assert (fresh(publication).published_at, letters().count()) == (soon, 3)
    assert {one.not_before for one in letters()} == {soon}


def test_what_changed_since_it_was_fixed_holds_it_back_and_staff_is_told_without_a_name(call, three, amina, jonas):
    decide(three, amina)
    publication = decisions.prepared(call, by=amina)
    soon = clock.now() + timedelta(hours=1)
    publication.release(by=jonas, seen=publication.sha256, publish_at=soon)
    three[1].correct(question="position", value="Chair of the board", reason="A typo.", by=amina)

    publication.publish_when_due(at=soon)

    publication = fresh(publication)
    assert (publication.status, publication.released_by) == ("done", None)
    told = letters().get(to="jonas@example.org")
    assert told.untrue() == ""
    assert "nothing was published" in told.text
    assert three[1].reference not in told.subject + told.text
    assert letters().count() == 2
    with pytest.raises(Refused, match=f"Something changed since the list was fixed: {three[1].reference}"):
        publication.release(by=jonas, seen=publication.sha256)
    assert not Decision.objects.published().exists()


def test_whoever_withdraws_is_taken_back_and_of_a_fixed_list_left_out_with_no_word_to_anybody(
    call, groups, amina, jonas
):
    """Five: the last withdraws while free, the second (selected) and third while the list waits for its moment."""
    five = decisions.candidates(call, 5, by=amina)
    chosen, gone, passed, stays, free = five
    canada, focal = make.member(), make.user("focal@example.org", "Fabien Focal")
    make.delegate(focal, canada, "focal_point")
    word = {"call": call, "kind": "endorse", "status": "given", "asked_at": clock.now(), "answered_at": clock.now()}
    for one in (chosen, gone):
        Endorsement.objects.create(nomination=one, member=canada, **word)
    for one in (chosen, gone, free):
        decisions.selected(one, by=amina)
    decisions.not_selected(passed, by=amina)
    decisions.not_selected(stays, by=amina)
    free.withdraw(by=free.owner)
    take_back_gone()
    assert [event.facts.get("why") for event in Decision.objects.get(nomination=free).story()] == [None, "left"]
    publication = decisions.prepared(call, by=amina)
    soon = clock.now() + timedelta(hours=1)
    publication.release(by=jonas, seen=publication.sha256, publish_at=soon)
    for one in (gone, passed):
        one.withdraw(by=one.owner)
    take_back_gone()
    enter(client := Client(), jonas)
    page = client.get(page_of(publication)).content.decode()
    assert f"Withdrawn since the list was fixed: {gone.reference}, {passed.reference}." in page

    with CaptureQueriesContext(connection) as told:
        publication.publish_when_due(at=soon)

    assert len(told) <= 45, "a constant more where somebody is left out"
    publication = fresh(publication)
    states = {one.nomination_id: one.status for one in publication.decisions.all()}
    assert (publication.status, Offer.objects.get().decision.nomination_id) == ("published", chosen.pk)
    assert states == {one.pk: "published" for one in (chosen, stays)} | {one.pk: "taken_back" for one in (gone, passed)}
    assert Nomination.objects.get(pk=gone.pk).status == "withdrawn"
    house = letters().filter(occasion="deciding/left_out")
    assert sorted(house.values_list("to", flat=True)) == sorted(["jonas@example.org", settings.SECRETARIAT_EMAIL])
    assert all(one.untrue() == "" and "2 people" in one.text for one in house)
    summary = letters().get(occasion="deciding/summary")
    assert ("Cara Candidate 1" in summary.text, "Cara Candidate 2" in summary.text) == (True, False)
    assert {one.recipient for one in letters().filter(occasion__in=LETTERS)} == {chosen.owner, stays.owner}
    rows = DecisionRecord.objects.filter(publication=publication).order_by("number")
    became = {row.decision.nomination_id: json.loads(row.facts).get("became") for row in rows}
    assert became == {chosen.pk: None, gone.pk: "withdrawn", passed.pk: "withdrawn", stays.pk: None}
    assert findings(call) == []
    page = client.get(page_of(publication)).content.decode()
    assert f"{gone.reference}, {passed.reference}. They are left out" in page
    assert "not sent" not in page
    assert "not selected" in client.get(f"/en/committee/{call.year}/").content.decode()


def test_a_letter_goes_to_the_address_of_today_and_to_no_account_that_was_closed(call, three, amina, jonas):
    decide(three, amina)
    publication = decisions.prepared(call, by=amina)
    assert all(letter.links and not publication.foreign for letter in publication.letters.all())
    moved, gone = three[0].owner, three[1].owner
    type(moved).objects.filter(pk=moved.pk).update(email="moved@example.org")
    gone.close(by=jonas)

    publication.release(by=jonas, seen=publication.sha256)

    assert sorted(letters().values_list("to", flat=True)) == sorted(["moved@example.org", three[2].owner.email])
    assert all(letter.once for letter in letters())
    assert letters().get(occasion="deciding/selected").expires_at == publication.offers_until
    assert letters().get(occasion="deciding/not_selected").expires_at is None
    decided = letters().get(occasion="deciding/selected")
    assert decided.untrue() == ""
    Decision.objects.filter(outcome="select").update(status="superseded")
    assert "Something else is true" in decided.untrue()


def test_the_focal_point_of_each_member_reads_what_became_of_theirs_and_of_nobody_else(call, three, amina, jonas):
    canada, france = make.member(), make.member("FR", "France")
    focal = make.user("focal@example.org", "Fabien Focal", language="fr")
    former, now = make.user("former@example.org"), clock.now()
    make.delegate(focal, canada, "focal_point")
    delegation = make.delegate(former, france, "focal_point")
    word = {"call": call, "kind": "endorse", "status": "given", "asked_at": now, "answered_at": now}
    for nomination, member in ((three[0], canada), (three[1], canada), (three[1], france)):
        Endorsement.objects.create(nomination=nomination, member=member, **word)
    decide(three, amina)
    publication = decisions.prepared(call, by=amina)
    assert publication.letters.filter(decision=None).count() == 2
    Delegate.objects.filter(pk=delegation.pk).update(until=now)

    publication.release(by=jonas, seen=publication.sha256)

    told = letters().get(occasion="deciding/summary")
    assert (told.to, told.language, told.once) == ("focal@example.org", "fr", True)
    assert "Retenues :\n\n  Cara Candidate 1" in told.text.replace("\xa0", " ").replace(
        "Retenues :\n  ", "Retenues :\n\n  "
    )
    assert "Cara Candidate 2" in told.text
    assert "Cara Candidate 3" not in told.text
    assert told.untrue() == ""


def test_whoever_is_decided_anew_has_one_decision_and_its_letter(call, three, amina, jonas):
    decide(three, amina)
    decisions.published(call, by=amina, head=jonas)
    decisions.not_selected(three[1], by=amina)
    again = decisions.published(call, by=amina, head=jonas)
    assert (again.kind, Decision.objects.filter(nomination=three[1]).count()) == ("release", 2)
    assert Decision.objects.published().get(nomination=three[1]).outcome == "not_select"
    old = letters().get(occasion="deciding/reserve")
    assert "Something else is true" in old.untrue()
    with pytest.raises(Refused, match=f"Holds a seat, or is offered one: {three[0].reference}"):
        decisions.not_selected(three[0], by=amina)
    Offer.objects.update(status="lapsed")
    decisions.not_selected(three[0], by=amina)
    Offer.objects.update(status="offered")
    with pytest.raises(Refused, match=f"Holds a seat, or is offered one: {three[0].reference}"):
        prepare(call, amina)
