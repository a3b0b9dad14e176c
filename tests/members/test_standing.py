"""A Member's standing: every verb from every state, the days it takes, and the rights that follow in the same instant."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta

import pytest

from members.models import Delegate, Member
from members.tasks import let_leave
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from tests import make
from tests.cases import each_undone
from tests.kept import kept
from tests.letters import letters

pytestmark = pytest.mark.django_db
REASON = "As the Council resolved."
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
STATES = ("active", "suspended", "leaving", "suspended_leaving", "left")

# verb: the states from which it works, and what becomes of each
TABLE = {
    "suspend": {"active": "suspended", "leaving": "suspended_leaving"},
    "reinstate": {"suspended": "active", "suspended_leaving": "leaving"},
    "leave_now": {"active": "left", "suspended": "left"},
    "leave_later": {"active": "leaving", "suspended": "suspended_leaving"},
    "call_off_leaving": {"leaving": "active", "suspended_leaving": "suspended"},
    "depart": {"leaving": "left", "suspended_leaving": "left"},
}


@pytest.fixture
def today(db):
    return clock.now().date()


@kept
def senegal(db):
    return make.member("SN", "Senegal")


@kept
def awa(senegal):
    return make.delegate(make.user("awa@example.org", "Awa Ndiaye"), senegal, "focal_point")


@pytest.fixture
def stage(senegal, amina, today):
    return Stage(senegal, amina, today)


class Stage:
    """Walks a Member to a state, and does a verb."""

    def __init__(self, member, officer, today):
        self.member, self.by, self.later = member, {"by": officer, "reason": REASON}, today + 10 * DAY
        self.today = today

    def at(self, state) -> Member:
        if "suspended" in state:
            self.member.suspend(**self.by)
        if "leaving" in state:
            self.member.leave(self.later, **self.by)
        if state == "left":
            self.member.leave(self.today, **self.by)
        return self.member

    def do(self, verb):
        acts = {
            "leave_now": lambda: self.member.leave(self.today, **self.by),
            "leave_later": lambda: self.member.leave(self.later, **self.by),
            "depart": lambda: self.member.depart(at=datetime.combine(self.later, time(), tzinfo=UTC)),
        }
        acts.get(verb, lambda: getattr(self.member, verb)(**self.by))()

    def state(self) -> str:
        member = Member.objects.get(pk=self.member.pk)
        if member.status == "left" or member.left_on is None:
            return member.status
        return "leaving" if member.status == "active" else "suspended_leaving"


@pytest.mark.parametrize("state", STATES)
def test_a_verb_works_from_its_states_and_is_refused_from_all_others(stage, state):
    story = stage.at(state).story().count()

    def attempt(verb):
        stage.member.refresh_from_db()
        if state in TABLE[verb]:
            stage.do(verb)
            assert stage.state() == TABLE[verb][state]
            assert stage.member.story().count() == story + 1
            return
        if verb == "depart":  # the clock asks often and is refused in silence
            stage.do(verb)
        else:
            with pytest.raises(Refused):
                stage.do(verb)
        assert stage.state() == state
        assert stage.member.story().count() == story

    each_undone(TABLE, attempt)


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "leave_now", "leave_later", "call_off_leaving"])
def test_each_asks_for_a_reason(stage, verb):
    stage.at({"reinstate": "suspended", "call_off_leaving": "leaving"}.get(verb, "active"))
    stage.by["reason"] = "  "

    with pytest.raises(Refused, match="Say why"):
        stage.do(verb)


# --- days

DAYS = [  # what happened before, in days from today; the verb and its day; what the refusal says, or nothing
    ([], "suspend", 0, ""),
    ([], "suspend", -30, ""),
    ([], "suspend", 1, "future"),
    ([], "suspend", -2000, ""),
    ([], "suspend", -3000, "not a Member yet"),
    ([-20], "reinstate", -20, ""),
    ([-20], "reinstate", -21, "changed after that day"),
    ([-20], "reinstate", 0, ""),
    ([-20], "reinstate", 1, "future"),
    ([-20, -10], "suspend", -10, ""),
    ([-20, -10], "suspend", -11, "changed after that day"),
    ([-20], "leave", -20, ""),
    ([-20], "leave", -21, "changed after that day"),
    ([-20, -10], "leave", -11, "changed after that day"),
    ([], "leave", -3000, "not a Member yet"),
    ([], "leave", 400, ""),
]


def test_days_keep_their_order(senegal, amina, today):
    by = {"by": amina, "reason": REASON}

    def attempt(before, verb, day, refusal):
        member = Member.objects.get(pk=senegal.pk)
        for days, act in zip(before, ("suspend", "reinstate"), strict=False):
            getattr(member, act)(on=today + days * DAY, **by)
        with pytest.raises(Refused, match=refusal) if refusal else nullcontext():
            getattr(member, verb)(on=today + day * DAY, **by)

    each_undone(DAYS, attempt)


def test_the_file_keeps_when_and_why_it_was_suspended(senegal, amina, today):
    senegal.suspend(reason="No dues.", on=today - 5 * DAY, by=amina)
    senegal.reinstate(reason="Dues came.", on=today - DAY, by=amina)
    senegal.suspend(reason="Again.", on=today - DAY, by=amina)

    rows = senegal.suspensions.values_list("since", "until", "reason", "end_reason")
    assert list(rows) == [
        (today - 5 * DAY, today - DAY, "No dues.", "Dues came."),
        (today - DAY, None, "Again.", ""),
    ]


def test_twice_in_one_day_is_kept_as_well(senegal, amina, today):
    for verb in ("suspend", "reinstate", "suspend", "reinstate"):
        getattr(senegal, verb)(reason=REASON, by=amina)

    assert list(senegal.suspensions.values_list("since", "until")) == [(today, today)] * 2


def test_a_suspension_ends_with_the_leaving(senegal, amina, today):
    senegal.suspend(reason=REASON, on=today - 5 * DAY, by=amina)
    senegal.leave(today, reason=REASON, by=amina)

    assert senegal.suspensions.get().until == today


def test_nothing_is_changed_after_the_last_day_though_the_clock_has_not_come_by(senegal, amina, today):
    senegal.leave(today + DAY, reason=REASON, by=amina)
    after = datetime.combine(today + DAY, time(0, 1), tzinfo=UTC)

    for act in (senegal.suspend, senegal.call_off_leaving):
        with pytest.raises(Refused, match="no Member any more"):
            act(reason=REASON, by=amina, at=after)


def test_the_clock_moves_the_status_on_the_day_and_only_once(senegal, amina, today):
    Member.objects.filter(pk=senegal.pk).update(left_on=today + DAY, leave_reason=REASON)
    let_leave()
    assert Member.objects.get(pk=senegal.pk).status == "active"

    Member.objects.filter(pk=senegal.pk).update(left_on=today)
    for _ in range(2):
        let_leave()

    senegal.refresh_from_db()
    assert (senegal.status, senegal.left_on, senegal.leave_reason) == ("left", today, REASON)
    assert [(event.verb, event.by) for event in senegal.story()] == [("left", None)]


def test_a_day_that_was_called_off_never_comes(senegal, amina, today):
    senegal.leave(today + DAY, reason=REASON, by=amina)
    senegal.call_off_leaving(reason=REASON, by=amina)

    senegal.depart(at=clock.now() + 2 * DAY)

    assert (senegal.status, senegal.left_on, senegal.leave_reason) == ("active", None, "")


# --- rights


def acts(delegate, at) -> bool:
    return Delegate.objects.acting(at).filter(pk=delegate.pk).exists()


def test_rights_follow_the_standing_in_the_same_instant(senegal, awa, amina):
    now, by = clock.now(), {"reason": REASON, "by": amina}
    assert acts(awa, now)

    senegal.suspend(**by)
    assert not acts(awa, now)
    senegal.reinstate(**by)
    assert acts(awa, now)
    senegal.leave(now.date(), **by)
    assert not acts(awa, now)


def test_a_suspension_dated_back_ends_rights_now_and_not_before(senegal, awa, amina, today):
    senegal.suspend(reason=REASON, on=today - 30 * DAY, by=amina)

    assert not acts(awa, clock.now())
    assert senegal.story().get().at >= datetime.combine(today, time(), tzinfo=UTC)


@pytest.mark.parametrize("clock_came_by", [False, True])
def test_rights_end_with_the_last_day_to_the_microsecond_whatever_the_job_does(
    senegal, awa, amina, today, clock_came_by
):
    midnight = datetime.combine(today + 10 * DAY, time(), tzinfo=UTC)
    senegal.leave(midnight.date(), reason=REASON, by=amina)
    if clock_came_by:
        senegal.depart(at=midnight)

    assert not acts(awa, midnight)
    assert clock_came_by or acts(awa, midnight - MICROSECOND)
    assert Delegate.objects.current(midnight).exists() != clock_came_by


def test_a_delegate_acts_from_the_first_moment_to_the_last(senegal, leila):
    since = clock.now() - 10 * DAY
    delegate = make.delegate(leila, senegal, "council", since=since, until=since + DAY)

    for moment, may in [(-MICROSECOND, False), (0 * DAY, True), (DAY - MICROSECOND, True), (DAY, False)]:
        assert acts(delegate, since + moment) == may, moment
        assert (delegate.standing(since + moment) == "acting") == may, moment


def test_those_who_act_for_a_future_member_begin_with_its_first_day(leila):
    first = date(2030, 3, 1)
    ghana = make.member("GH", "Ghana", admitted_on=first)
    delegate = make.delegate(leila, ghana, "council")
    midnight = datetime.combine(first, time(), tzinfo=UTC)

    assert [acts(delegate, at) for at in (midnight - MICROSECOND, midnight)] == [False, True]
    assert [delegate.standing(at) for at in (midnight - MICROSECOND, midnight)] == ["unborn", "acting"]


@pytest.mark.parametrize("state", STATES)
def test_what_the_desk_says_agrees_with_the_rights(stage, awa, state):
    stage.at(state)
    now = clock.now()
    awa = Delegate.objects.get(pk=awa.pk)

    for at in (now, now + 11 * DAY):
        assert (awa.standing(at) == "acting") == acts(awa, at)


def test_all_who_act_for_a_member_end_when_it_leaves_and_none_who_comes_later_begins(senegal, awa, amina, leila):
    later = make.delegate(leila, senegal, "deputy", since=clock.now() + DAY)

    senegal.leave(clock.now().date(), reason=REASON, by=amina)

    awa.refresh_from_db()
    later.refresh_from_db()
    assert awa.until <= clock.now()
    assert later.never
    assert [event.verb for event in awa.story()] == ["ended"]


# --- letters


def about(member) -> list[tuple[str, str]]:
    return sorted((to, occasion) for to, occasion in letters() if occasion.startswith("members/"))


@kept
def three(senegal, awa, leila, tomas, stranger):
    """A focal point who also votes, a deputy named for tomorrow, one of old, a closed account, one of another Member."""
    make.delegate(awa.user, senegal, "council")
    make.delegate(leila, senegal, "deputy", since=clock.now() + DAY)
    make.delegate(make.user("closed@example.org", is_active=False), senegal, "deputy")
    make.delegate(tomas, senegal, "council", until=clock.now() - timedelta(hours=1))
    make.delegate(stranger, make.member("JP", "Japan"), "council")


@pytest.mark.parametrize(
    ("state", "verb", "occasion"),
    [
        ("active", "suspend", "member_suspended"),
        ("suspended", "reinstate", "member_reinstated"),
        ("active", "leave_later", "member_leaving"),
        ("leaving", "call_off_leaving", "leaving_called_off"),
        ("leaving", "depart", "member_left"),
        ("active", "leave_now", "member_left"),
    ],
)
def test_everybody_who_acts_for_it_is_told_once_and_nobody_else(stage, three, state, verb, occasion):
    stage.at(state)
    before = about(stage.member)
    stage.do(verb)

    new = [letter for letter in about(stage.member) if letter not in before]
    assert new == [(to, f"members/{occasion}") for to in ("awa@example.org", "leila@example.org")]


def test_the_reason_is_for_the_file_and_in_no_letter(stage, three):
    from portal.notifications.models import Message

    stage.by["reason"] = "Dues unpaid"
    stage.at("suspended_leaving")
    stage.do("call_off_leaving")
    stage.do("reinstate")
    stage.do("leave_now")

    told = Message.objects.filter(occasion__startswith="members/")
    assert told.count() == 10
    assert not [message for message in told if "Dues" in message.text + message.html + message.subject]
