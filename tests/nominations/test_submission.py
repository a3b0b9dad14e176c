"""Submitting: what is frozen, when it counts, what is told, and that it happens once."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from members.models import ConsentRecord, InterestDeclaration, Person
from nominations.models import Nomination
from nominations.models.submission import Incomplete
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.answers import ANSWERS, complete
from tests.kept import kept
from tests.letters import letters


@kept
def draft(leila, call):
    return Nomination.start(call=call, by=leila)


@kept
def ready(draft):
    return complete(draft)


def test_a_complete_nomination_is_received_and_its_author_told(ready, leila):
    version = ready.submit(by=leila)

    assert ready.status == "submitted"
    assert version.answers["family_name"] == "Haddad"
    assert letters() == {("leila@example.org", "nominations/received")}


def test_what_is_received_can_be_proved(ready, leila):
    version = ready.submit(by=leila)

    content = json.loads(version.content)
    assert version.sha256 == hashlib.sha256(version.content.encode()).hexdigest()
    assert content["answers"] == ready.answers
    assert content["documents"][0]["sha256"] == ready.documents.get().sha256
    assert content["reference"] == ready.reference


@pytest.mark.abuse(11)
def test_a_second_click_makes_no_second_version_and_no_second_receipt(ready, leila):
    versions = {ready.submit(by=leila), ready.submit(by=leila)}

    assert len(versions) == 1
    assert ready.versions.count() == 1
    assert len(letters()) == 1


def test_what_is_missing_refuses_the_submission(draft, leila):
    draft.save_section("you", ANSWERS, by=leila)

    with pytest.raises(Incomplete):
        draft.submit(by=leila)

    assert draft.status == "draft"
    assert set(draft.missing()) == {"work", "contribution", "documents", "interests", "declarations"}
    assert letters() == set()


# --- the clock: seconds from the end, and what becomes of it

END, GRACE = timedelta(0), timedelta(minutes=15)
SECOND = timedelta(seconds=1)


@pytest.mark.abuse(10)
@pytest.mark.parametrize(
    ("late", "taken", "marked"),
    [(END - SECOND, True, False), (END, True, True), (GRACE - SECOND, True, True), (GRACE, False, None)],
)
def test_the_end_is_safe_to_the_second(ready, leila, call, late, taken, marked):
    moment = call.closes_at + late

    if taken:
        assert ready.submit(by=leila, at=moment).in_grace is marked
    else:
        with pytest.raises(Refused, match="Your answers are kept"):
            ready.submit(by=leila, at=moment)
        assert ready.status == "draft"


def test_one_person_may_have_more_time_than_others(ready, leila, tomas, call, jonas):
    later = call.closes_at + timedelta(days=2)
    other = complete(Nomination.start(call=call, by=tomas), answers={"orcid": ""})
    call.extend(until=later + timedelta(days=1), reason="Illness", by=jonas, person=ready.person)

    assert ready.submit(by=leila, at=later).in_grace is False
    with pytest.raises(Refused):
        other.submit(by=tomas, at=later)


def test_a_correction_is_taken_until_its_own_date(ready, leila, amina, call):
    ready.submit(by=leila)
    until = call.closes_at + timedelta(days=10)
    ready.return_for_correction(sections=["work"], until=until, reason="Years.", by=amina)

    with pytest.raises(Refused):
        ready.submit(by=leila, at=until + GRACE)
    assert ready.submit(by=leila, at=until - SECOND).number == 2


def test_a_return_nobody_answers_goes_back_with_the_version_that_was_there(ready, leila, amina):
    version = ready.submit(by=leila)
    until = timezone.now() + timedelta(days=3)
    ready.return_for_correction(sections=["work"], until=until, reason="Years.", by=amina)

    ready.lapse_return(at=until + GRACE)

    assert ready.status == "submitted"
    assert ready.submitted_version == version
    assert ready.returned_sections == []


# --- again


def test_a_change_after_submitting_counts_only_when_it_is_submitted(ready, leila):
    first = ready.submit(by=leila)

    ready.save_section("work", {"position": "Chair"}, by=leila)
    assert ready.changed_since_submitted()
    assert ready.submitted_version == first

    second = ready.submit(by=leila)
    assert (second.number, second.answers["position"]) == (2, "Chair")
    assert first.answers["position"] == ANSWERS["position"]
    assert ("leila@example.org", "nominations/changed") in letters()


def test_a_new_version_takes_an_eligible_one_back_to_submitted(ready, leila, amina):
    ready.submit(by=leila)
    ready.declare_eligible(by=amina)
    ready.save_section("work", {"position": "Chair"}, by=leila)

    ready.submit(by=leila)

    assert ready.status == "submitted"
    assert ready.screened_at is None


def test_submitting_again_without_a_change_leaves_an_eligible_one_alone(ready, leila, amina):
    version = ready.submit(by=leila)
    ready.declare_eligible(by=amina)

    assert ready.submit(by=leila) == version
    assert ready.status == "eligible"


def test_an_ineligible_one_cannot_be_revived_by_its_author(ready, leila, amina):
    ready.submit(by=leila)
    ready.declare_ineligible(by=amina, reason="Not an expert in AI.")

    for act in (
        lambda: ready.submit(by=leila),
        lambda: ready.save_section("work", {"position": "Chair"}, by=leila),
        lambda: ready.withdraw(by=leila),
    ):
        with pytest.raises(Refused):
            act()
    assert ready.status == "ineligible"


# --- what a submission settles


def test_consents_are_given_and_withdrawn_with_the_version_that_says_so(ready, leila):
    ready.submit(by=leila)
    given = set(ConsentRecord.objects.in_force().values_list("purpose", flat=True))
    assert given == {"processing", "publication", "reserve_list"}

    ready.save_section("declarations", {"consent_publication": "", "consent_mailing_list": "on"}, by=leila)
    ready.submit(by=leila)
    given = set(ConsentRecord.objects.in_force().values_list("purpose", flat=True))
    assert given == {"processing", "reserve_list", "mailing_list"}
    assert ConsentRecord.objects.get(purpose="publication").withdrawn_at
    assert ConsentRecord.objects.filter(purpose="processing").count() == 1


def test_interests_are_kept_as_declared(ready, leila):
    ready.submit(by=leila)

    declared = InterestDeclaration.objects.get()
    assert set(declared.content) == {"interest_employment", "interest_advisory"}
    assert declared.nothing_to_declare is False


def test_the_person_learns_name_and_orcid(ready, leila):
    ready.submit(by=leila)

    person = Person.objects.get(user=leila)
    assert (person.family_name, person.orcid) == ("Haddad", "0000-0002-1825-0097")


def test_an_orcid_that_somebody_else_has_is_left_to_people(ready, leila, tomas, call):
    ready.submit(by=leila)
    other = complete(Nomination.start(call=call, by=tomas))

    other.submit(by=tomas)

    assert other.status == "submitted"
    assert Person.objects.get(user=tomas).orcid == ""


# --- once, whoever presses


@pytest.mark.abuse(11)
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_twenty_submits_at_once_one_is_taken_and_one_receipt_written(jonas):
    leila = make.user("leila@example.org", "Leila Haddad")
    nomination = complete(Nomination.start(call=make.call(by=jonas), by=leila))
    start, outcomes = threading.Barrier(20), []

    def press():
        mine = Nomination.objects.get(pk=nomination.pk)
        start.wait()
        try:
            outcomes.append(mine.submit(by=leila).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert connection.vendor == "postgresql"
    assert len(outcomes) == 20
    assert len(set(outcomes)) == 1
    assert nomination.versions.count() == 1
    assert nomination.story().filter(verb="submitted").count() == 1
    assert Message.objects.filter(occasion="nominations/received").count() == 1
