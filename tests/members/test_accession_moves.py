"""Every verb from every state: what an application may do is listed here once more, and everything else is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Accession, Ballot
from portal.lifecycle.models import Refused
from tests.accessions import EVIDENCE, accession_of, pdf_file
from tests.cases import each_undone

pytestmark = pytest.mark.django_db
STATES = (
    "draft",
    "filled",
    "submitted",
    "incomplete",
    "under_assessment",
    "recommended",
    "not_recommended",
    "withdrawn",
    "dismissed",
)
TABLE = {  # verb: the states from which it works, and what becomes of each
    "save": {"draft": "draft", "filled": "draft", "incomplete": "incomplete"},
    "attach": {"draft": "draft", "filled": "draft", "incomplete": "incomplete"},
    "submit": {"filled": "submitted", "incomplete": "submitted", "submitted": "submitted"},  # a second click is no act
    "return": {"submitted": "incomplete"},
    "begin": {"submitted": "under_assessment"},
    "find": {"under_assessment": "under_assessment"},
    "recommend": {},  # needs findings: below
    "do_not_recommend": {},
    "dismiss": dict.fromkeys(("submitted", "incomplete", "under_assessment"), "dismissed"),
    "withdraw": dict.fromkeys(STATES[:-1], "withdrawn"),  # also of a withdrawn one, where nothing happens
}


def completed(accession, contact):
    """Where it was returned: with something changed."""
    if accession.status == "incomplete":
        accession.save_answers({"position": "Director"}, by=contact)
    return accession


def do(verb, accession, contact, officer):
    soon = timezone.now() + timedelta(days=5)
    words = {"reason": "A reason.", "assessed_on": timezone.now().date(), "by": officer}
    acts = {
        "save": lambda: accession.save_answers({"position": "Minister"}, by=contact),
        "attach": lambda: accession.attach_letter(pdf_file(), by=contact),
        "submit": lambda: completed(accession, contact).submit(by=contact),
        "return": lambda: accession.return_incomplete(reason="A page is missing.", until=soon, by=officer),
        "begin": lambda: accession.begin_assessment(until=soon, by=officer),
        "find": lambda: accession.record_finding("role", "met", "Evidence.", by=officer),
        "recommend": lambda: accession.recommend(**words),
        "do_not_recommend": lambda: accession.do_not_recommend(**words),
        "dismiss": lambda: accession.dismiss(reason="Nobody there knows of it.", by=officer),
        "withdraw": lambda: accession.withdraw(by=contact),
    }
    acts[verb]()


@pytest.mark.parametrize("state", STATES)
def test_a_verb_works_from_its_states_and_is_refused_from_all_others(leila, amina, state):
    walked = accession_of(leila, status=state, by=amina)
    before, events = walked.status, walked.story().count()

    def attempt(verb):
        accession = Accession.objects.get(pk=walked.pk)
        if state in TABLE[verb]:
            do(verb, accession, leila, amina)
            assert Accession.objects.get(pk=accession.pk).status == TABLE[verb][state]
            return
        with pytest.raises(Refused) as refusal:
            do(verb, accession, leila, amina)
        assert str(refusal.value).endswith(".")
        accession = Accession.objects.get(pk=accession.pk)
        assert (accession.status, accession.story().count()) == (before, events)

    each_undone(TABLE, attempt)


@pytest.mark.parametrize(("verb", "status"), [("recommend", "recommended"), ("do_not_recommend", "not_recommended")])
def test_the_committee_speaks_when_all_three_criteria_have_evidence(leila, amina, verb, status):
    accession = accession_of(leila, status="under_assessment", by=amina)
    for finding in EVIDENCE[:2]:
        accession.record_finding(*finding, by=amina)
    with pytest.raises(Refused, match="all three criteria"):
        do(verb, accession, leila, amina)

    accession.record_finding(*EVIDENCE[2], by=amina)
    do(verb, accession, leila, amina)

    assert accession.status == status
    assert (
        timedelta(days=14) < accession.due_at - timezone.now() < timedelta(days=16)
    )  # for the secretariat, our promise


@pytest.mark.parametrize("days", [-400, 1])
def test_the_day_of_the_assessment_lies_between_application_and_today(leila, amina, days):
    accession = accession_of(leila, status="under_assessment", by=amina)
    accession.record_findings(EVIDENCE, by=amina)

    with pytest.raises(Refused, match="between"):
        accession.recommend(reason="Good.", assessed_on=timezone.now().date() + timedelta(days=days), by=amina)


@pytest.mark.parametrize("evidence", ["", " \n "])
def test_a_finding_without_evidence_is_refused(leila, amina, evidence):
    accession = accession_of(leila, status="under_assessment", by=amina)

    with pytest.raises(Refused, match="evidence"):
        accession.record_finding("role", "met", evidence, by=amina)


@pytest.mark.parametrize("verb", ["return", "begin"])
def test_a_date_to_act_by_lies_ahead(leila, amina, verb):
    accession = accession_of(leila, status="submitted", by=amina)
    act, more = {
        "return": (accession.return_incomplete, {"reason": "A page is missing."}),
        "begin": (accession.begin_assessment, {}),
    }[verb]

    with pytest.raises(Refused, match="future"):
        act(until=timezone.now() - timedelta(minutes=1), by=amina, **more)


def put_to_council(accession, opens_in):
    """As the Council's verb leaves it, with a ballot that opens then."""
    now = timezone.now()
    accession.move("put_to_council", verb="put_to_council", by=None)
    times = {"opens_at": now + opens_in, "closes_at": now + timedelta(days=9)}
    return Ballot.objects.create(accession=accession, rule="consensus", basis="cast", **times)


@pytest.mark.skipif(not hasattr(Ballot, "cancel"), reason="no ballot can be called off yet")
def test_an_application_is_withdrawn_until_the_vote_opens_and_its_ballot_is_called_off(leila, amina):
    accession = accession_of(leila, status="recommended", by=amina)
    ballot = put_to_council(accession, timedelta(days=1))

    accession.withdraw(by=leila)

    assert accession.status == "withdrawn"
    assert Ballot.objects.get(pk=ballot.pk).status == "cancelled"


def test_once_the_vote_should_have_opened_nothing_is_withdrawn(leila, amina):
    accession = accession_of(leila, status="recommended", by=amina)
    put_to_council(accession, timedelta(minutes=-1))

    with pytest.raises(Refused, match="vote"):
        accession.withdraw(by=leila)


@pytest.mark.parametrize("reason", ["", " \n "])
def test_nothing_is_set_aside_without_a_reason(leila, amina, reason):
    accession = accession_of(leila, status="submitted")

    with pytest.raises(Refused, match="Give the reason"):
        accession.dismiss(reason=reason, by=amina)


def test_a_country_is_free_again_when_what_a_stranger_sent_in_is_set_aside(leila, tomas, amina):
    accession_of(tomas, status="dismissed", by=amina)

    assert accession_of(leila, status="submitted").status == "submitted"


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("submitted", "return"),
        ("submitted", "begin"),
        ("submitted", "dismiss"),
        ("under_assessment", "find"),
        ("under_assessment", "find_all"),
        ("assessed", "recommend"),
        ("assessed", "do_not_recommend"),
        ("recommended", "put_to_council"),
        ("before the Council", "admit"),
        ("before the Council", "defer"),
        ("before the Council", "decline"),
    ],
)
def test_an_officer_does_not_run_an_application_of_their_own(amina, jonas, state, verb):
    walked = {"assessed": "under_assessment", "before the Council": "recommended"}.get(state, state)
    accession = accession_of(amina, status=walked, by=jonas)
    if state == "assessed":
        accession.record_findings(EVIDENCE, by=jonas)
    if state == "before the Council":
        put_to_council(accession, timedelta())
    before = accession.status, accession.story().count()
    words, today = {"reason": "A reason.", "by": amina}, timezone.now().date()
    acts = {
        "find_all": lambda: accession.record_findings(EVIDENCE, by=amina),
        "put_to_council": lambda: accession.put_to_council(
            rule="consensus", closes_at=timezone.now() + timedelta(days=2), by=amina
        ),
        "admit": lambda: accession.admit(on=today + timedelta(days=30), region="Europe", by=amina),
        "defer": lambda: accession.defer(**words),
        "decline": lambda: accession.decline(**words),
    }

    with pytest.raises(Refused, match="You are the contact"):
        acts[verb]() if verb in acts else do(verb, accession, amina, amina)
    accession = Accession.objects.get()
    assert (accession.status, accession.story().count()) == before


@pytest.mark.parametrize("change", ["an answer", "the letter"])
def test_what_was_returned_is_not_sent_in_again_as_it_was(leila, amina, change):
    accession = accession_of(leila, status="incomplete", by=amina)
    with pytest.raises(Refused, match="Nothing was changed since it was returned"):
        accession.submit(by=leila)

    if change == "an answer":
        accession.save_answers({"position": "Director"}, by=leila)
    else:
        accession.attach_letter(pdf_file(), by=leila)
    accession.submit(by=leila)

    assert accession.status == "submitted"
