"""Every verb from every state: what a nomination may do is listed here once more, and everything else is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nominations.models import Nomination
from portal.lifecycle.models import Refused, move_many
from tests.answers import complete
from tests.cases import each_undone

REASON = {"reason": "A good reason."}
HELD = ("held_eligible", "held_ineligible")
STATES = ("draft", "submitted", "returned", "eligible", "ineligible", *HELD, "withdrawn", "decided")

# verb: the states from which it works, and what becomes of each; held_... is screened, and its author does not know
TABLE = {
    "save": {
        "draft": "draft",
        "submitted": "submitted",
        "returned": "returned",
        "eligible": "eligible",
        "held_eligible": "eligible",
        "held_ineligible": "ineligible",
    },
    "submit": {
        "draft": "submitted",
        "submitted": "submitted",
        "returned": "submitted",
        "eligible": "submitted",
        "held_eligible": "submitted",
        "held_ineligible": "submitted",
    },
    "withdraw": {
        "draft": "withdrawn",
        "submitted": "withdrawn",
        "returned": "withdrawn",
        "eligible": "withdrawn",
        "held_eligible": "withdrawn",
        "held_ineligible": "withdrawn",
    },
    "reinstate": {"withdrawn": "submitted"},
    "delete": {"draft": None},
    "return": {"submitted": "returned"},
    "declare_eligible": {"submitted": "eligible"},
    "declare_ineligible": {"submitted": "ineligible"},
    "undo": {
        "eligible": "submitted",
        "ineligible": "submitted",
        "held_eligible": "submitted",
        "held_ineligible": "submitted",
    },
    "release": {"held_eligible": "eligible", "held_ineligible": "ineligible"},
    "lapse": {"returned": "submitted"},
}


@pytest.fixture
def stage(call, leila, amina):
    """Walks a nomination to a state, and does a verb."""
    return Stage(call, leila, amina)


class Stage:
    def __init__(self, call, author, officer):
        self.call, self.author, self.officer = call, author, officer
        self.until = timezone.now() + timedelta(days=5)

    def at(self, state) -> Nomination:
        nomination = complete(Nomination.start(call=self.call, by=self.author))
        if state == "draft":
            return nomination
        nomination.submit(by=self.author)
        if state.startswith("held_"):
            self.call.screening_hold_hours = 24
            self.call.save()
        if state.endswith("_eligible") or state in ("eligible", "decided"):
            nomination.declare_eligible(by=self.officer)
        if state.endswith("ineligible"):
            nomination.declare_ineligible(by=self.officer, **REASON)
        if state == "returned":
            nomination.return_for_correction(sections=["work"], until=self.until, by=self.officer, **REASON)
        if state == "withdrawn":
            nomination.withdraw(by=self.author)
        if state == "decided":  # as publishing does
            move_many(Nomination.objects.filter(pk=nomination.pk), "decided", verb="decided", by=self.officer)
        return Nomination.objects.get(pk=nomination.pk)

    def do(self, verb, nomination):
        mine, theirs = {"by": self.author}, {"by": self.officer}
        acts = {
            "save": lambda: nomination.save_section("work", {"position": "Chair"}, **mine),
            "submit": lambda: self.change_and_submit(nomination),
            "withdraw": lambda: nomination.withdraw(**mine),
            "reinstate": lambda: nomination.reinstate(**mine),
            "delete": lambda: nomination.delete_draft(**mine),
            "return": lambda: nomination.return_for_correction(sections=["you"], until=self.until, **theirs, **REASON),
            "declare_eligible": lambda: nomination.declare_eligible(**theirs),
            "declare_ineligible": lambda: nomination.declare_ineligible(**theirs, **REASON),
            "undo": lambda: nomination.undo_screening(**theirs, **REASON),
            "release": lambda: nomination.release_screening(**theirs),
            "lapse": lambda: nomination.lapse_return(at=self.until + timedelta(hours=1)),
        }
        acts[verb]()

    def change_and_submit(self, nomination):
        nomination.save_section("work", {"position": "Chair"}, by=self.author)
        nomination.submit(by=self.author)


@pytest.mark.parametrize("state", STATES)
def test_a_verb_works_from_its_states_and_is_refused_from_all_others(stage, state):
    walked = stage.at(state)
    before, story = walked.status, walked.story().count()

    def attempt(verb):
        nomination = Nomination.objects.get(pk=walked.pk)
        if state in TABLE[verb]:
            stage.do(verb, nomination)
            left = Nomination.objects.filter(pk=nomination.pk).first()
            assert (left and left.status) == TABLE[verb][state]
            return
        if verb == "lapse":  # the clock asks often and is refused in silence
            stage.do(verb, nomination)
        else:
            with pytest.raises(Refused):
                stage.do(verb, nomination)
        nomination.refresh_from_db()
        assert nomination.status == before
        assert nomination.story().count() == story

    each_undone(TABLE, attempt)
    moves = [event.facts for event in walked.story() if "to" in event.facts]
    assert all(move["to"] in Nomination.MOVES[move["from"]] for move in moves)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "eligible"])
def test_undoing_a_withdrawal_leads_back_to_the_state_it_left(stage, state):
    nomination = stage.at(state)

    nomination.withdraw(by=stage.author)
    nomination.reinstate(by=stage.author)

    assert nomination.status == state


def test_a_withdrawal_is_final_after_the_end(stage, call):
    nomination = stage.at("withdrawn")

    with pytest.raises(Refused, match="ended"):
        nomination.reinstate(by=stage.author, at=call.closes_at)


@pytest.mark.parametrize("state", ["held_eligible", "held_ineligible"])
def test_a_result_nobody_knows_falls_when_its_author_withdraws(stage, state):
    nomination = stage.at(state)

    nomination.withdraw(by=stage.author)
    nomination.reinstate(by=stage.author)

    assert nomination.status == "submitted"
    assert nomination.screened_at is None
    assert nomination.ineligible_reason == ""


def test_what_is_decided_stands_and_whoever_would_change_it_reads_why(stage, call):
    nomination, theirs = stage.at("decided"), {"by": stage.officer}
    call.freeze_tracks(by=stage.officer, at=call.closes_at + timedelta(days=1))
    acts = {
        "can no longer be withdrawn": lambda: nomination.withdraw(by=stage.author),
        "cannot be corrected": lambda: nomination.correct(question="position", value="Chair", **theirs, **REASON),
        "no screening result to undo": lambda: nomination.undo_screening(**theirs, **REASON),
        "tracks are frozen": lambda: nomination.extend(until=stage.until, **theirs, **REASON),
    }
    for words, act in acts.items():
        with pytest.raises(Refused, match=words):
            act()
