"""The desk of whoever acts for a Member: what they may do, what they did, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from bench.meter import Meter
from members.acts import acts_of
from members.models import Ballot, Delegate
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from tests import make
from tests.admin import enter
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def japan(db):
    return make.member("JP", "Japan")


@kept
def kenji(japan):
    """Council delegate of Japan."""
    return make.delegate(make.user("kenji@example.org", "Kenji Sato"), japan, "council").user


@kept
def yuki(japan):
    """The council delegate before Kenji."""
    user = make.user("yuki@example.org", "Yuki Mori")
    return make.delegate(user, japan, "council", since=clock.now() - 90 * DAY, until=clock.now() - 30 * DAY).user


def desk(client, user, query="") -> str:
    return " ".join(enter(client, user).get(f"/en/acting/{query}").content.decode().split())


def act(user, verb="looked over", capacity=None):
    """An act for a Member, as a verb records it."""
    make.member("JP").record(verb, by=user, capacity=capacity or user.delegations.get().as_what)


def test_it_says_for_whom_as_what_and_what_one_may_do(client, kenji):
    page = desk(client, kenji)

    assert "Japan: council delegate" in page
    assert "You may vote for this Member on the accession of countries." in page
    assert "Nothing is listed yet." in page


STANDINGS = [  # the verb, the day from today, what the desk says
    ("suspend", None, "Japan is suspended. Until it is reinstated nobody can act for it"),
    ("leave", 10, "Until its end (UTC) you can act for it."),
    ("leave", 0, "You can no longer act in these capacities."),
]


@pytest.mark.parametrize(("verb", "days", "words"), STANDINGS)
def test_the_standing_of_the_member_is_said_plainly(client, kenji, japan, amina, verb, days, words):
    more = {} if days is None else {"on": clock.now().date() + days * DAY}
    getattr(japan, verb)(reason="A reason for the file.", by=amina, **more)

    page = desk(client, kenji)

    assert words in page
    assert "A reason for the file" not in page
    assert ("You may vote" in page) == (days == 10)


@pytest.mark.parametrize("capacity", ["council", "focal_point"])
def test_staff_who_hold_a_delegation_read_that_they_may_not_act(client, leila, japan, capacity, settings):
    settings.REQUIRE_STAFF_MFA = False
    make.delegate(leila, japan, capacity)
    grant = leila.role_grants.create(role="officer")

    page = desk(client, leila)

    assert "You hold a role of the secretariat. As long as you hold it you act for no Member" in page
    assert "You cannot act for it while you hold a role of the secretariat." in page
    assert "You may vote" not in page
    assert "this Member&#x27;s contact" not in page.replace("&#39;", "&#x27;")
    assert link(client, leila) == ""

    grant.delete()
    assert "a role of the secretariat" not in desk(client, leila)
    assert link(client, leila) == ("Acting for: Japan" if capacity == "council" else "")  # a desk has that link


def test_staff_who_were_delegates_read_it_too(client, yuki, settings):
    settings.REQUIRE_STAFF_MFA = False
    yuki.role_grants.create(role="officer")

    assert "You hold a role of the secretariat." in desk(client, yuki)


def test_a_future_member_is_said_plainly(client, leila):
    make.delegate(leila, make.member("GH", "Ghana", admitted_on=clock.now().date() + DAY), "council")

    assert "Ghana becomes a Member on" in desk(client, leila)


def test_a_predecessor_sees_what_they_did_and_can_no_longer_act(client, yuki, kenji):
    act(yuki)
    act(kenji, "counted")

    page = desk(client, yuki)

    assert "You can no longer act in these capacities." in page
    assert "Looked over" in page
    assert "council delegate, Japan" in page
    assert "Counted" not in page
    assert "You may vote" not in page
    assert "Kenji" not in page


def test_a_successor_sees_nothing_of_what_was_done_before_them(client, yuki, kenji):
    act(yuki)

    page = desk(client, kenji)

    assert "Looked over" not in page
    assert "Yuki" not in page


def test_an_act_keeps_its_capacity_and_others_of_the_same_person_are_not_shown(client, yuki, japan):
    act(yuki)
    act(yuki, "signed in as staff", capacity="officer")
    act(yuki, "acted for another", capacity="council:FR")
    make.delegate(yuki, japan, "deputy")

    page = desk(client, yuki)

    assert "council delegate, Japan" in page
    assert "Signed in as staff" not in page
    assert "Acted for another" not in page


def test_who_never_acted_for_a_member_is_told_who_does(client, leila):
    page = desk(client, leila)

    assert "You act for no Member" in page
    assert "What you did" not in page


def test_an_end_is_shown_as_its_last_minute_and_one_of_an_instant_as_that_instant(client, kenji, leila, japan, amina):
    now = clock.now()
    day = now.replace(hour=12, minute=0, second=0, microsecond=0) + DAY
    make.delegate(leila, japan, "deputy", since=now, until=day)
    kenji.delegations.get().end(by=amina, at=now.replace(minute=7, second=8))

    assert "11:59 (UTC)" in desk(client, leila)
    assert f"{now:%H}:07 (UTC)" in desk(client, kenji)


def test_one_that_never_began_is_not_shown(client, kenji, amina, leila):
    make.delegate(leila, make.member("FR", "France"), "council", since=clock.now() + DAY).end(by=amina)

    assert "France" not in desk(client, leila)


def test_acts_are_read_page_by_page(client, kenji):
    for number in range(60):
        act(kenji, f"act {number:02}")

    first, second = desk(client, kenji), desk(client, kenji, "?page=1")

    assert "Act 59" in first
    assert "Act 09" not in first
    assert 'href="?page=1"' in first
    assert "Act 09" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("typed", ["-1", "99999", "x", "٣", "1e3", "²", ""])
def test_an_odd_page_is_the_first(client, kenji, typed):
    act(kenji)

    assert "Looked over" in desk(client, kenji, f"?page={typed}")


def test_a_thing_is_linked_only_where_one_may_follow(kenji, leila, call):
    """A nomination is its author's, and the staff's."""
    for author in (kenji, leila):
        make.nomination(author=author, call=call).record("read", by=kenji, capacity="council:JP")

    told, older = acts_of(kenji, Delegate.objects.filter(user=kenji))

    assert [bool(act["url"]) for act in told] == [False, True]
    assert all(act["about"] for act in told)
    assert not older


def test_the_desk_costs_as_much_with_six_hundred_acts_as_with_thirty(client, kenji, japan):
    enter(client, kenji)

    def statements():
        with Meter() as meter:
            assert client.get("/en/acting/").status_code == 200
        return len(meter.told)

    for _ in range(30):
        act(kenji)
    few, sample = statements(), Event.objects.filter(by=kenji).last()
    facts = {"kind": sample.kind, "thing_id": sample.thing_id, "verb": "x", "by": kenji, "capacity": "council:JP"}
    Event.objects.bulk_create(Event(at=sample.at, **facts) for _ in range(600))

    assert statements() == few <= 8


# --- votes


def vote(user, amina, *countries):
    for country in countries:
        make.ballot(make.recommended(country), by=amina).vote("against", by=user)


def rows(page) -> list[str]:
    return page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]


def test_each_vote_is_listed_with_its_choice_and_leads_to_the_ballot(client, kenji, amina):
    vote(kenji, amina, "KE")
    ballot = Ballot.objects.get()
    ballot.vote("abstain", by=kenji)

    page = desk(client, kenji)

    told = rows(page)
    assert ["Vote: abstain" in told[0], "Vote: against" in told[1], len(told)] == [True, True, 2]
    for row in told:
        assert "Kenya" in row
        assert f'href="/en/ballots/{ballot.pk}/"' in row
        assert "council delegate, Japan" in row
    assert 'href="/en/ballots/"' in page


def test_an_objection_in_a_silence_procedure_is_listed_for_whoever_raised_it_alone(client, kenji, leila, japan, amina):
    fellow = make.delegate(leila, japan, "council").user
    ballot = make.ballot(make.recommended("KE"), by=amina, rule="silence")
    ballot.vote("against", by=kenji)
    ballot.vote("for", by=fellow)

    assert ["Vote: objects" in row for row in rows(desk(client, kenji))] == [True]
    assert ["Vote: does not object any more" in row for row in rows(desk(client, fellow))] == [True]


def test_votes_and_other_acts_stand_in_one_order(client, kenji, amina):
    now = clock.now()
    make.member("JP").record("before", by=kenji, capacity="council:JP", at=now - 3 * DAY)
    kenji.delegations.update(since=now - 9 * DAY)
    ballot = make.ballot(make.recommended("KE", at=now - 30 * DAY), by=amina, at=now - 3 * DAY)
    ballot.vote("for", by=kenji, at=now - 2 * DAY)
    make.member("JP").record("after", by=kenji, capacity="council:JP", at=now - DAY)

    told = rows(desk(client, kenji))

    assert [word in row for word, row in zip(("After", "Vote: for", "Before"), told, strict=True)] == [True] * 3


def test_a_predecessor_still_reads_the_ballot_in_which_they_voted(client, kenji, amina):
    vote(kenji, amina, "KE")
    kenji.delegations.get().end(by=amina)

    page = desk(client, kenji)

    link = f"/en/ballots/{Ballot.objects.get().pk}/"
    assert f'href="{link}"' in page
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("verb", ["suspend", "leave"])
def test_a_vote_that_was_cast_is_still_listed_when_the_member_has_lost_its_rights(client, kenji, japan, amina, verb):
    vote(kenji, amina, "KE")
    getattr(japan, verb)(reason="Why.", by=amina, **({"on": clock.now().date()} if verb == "leave" else {}))

    assert "Vote: against" in desk(client, kenji)


def test_who_is_no_council_delegate_is_not_sent_to_the_ballots(client, leila, japan):
    make.delegate(leila, japan, "focal_point")

    assert "/en/ballots/" not in desk(client, leila)


def test_many_votes_cost_no_more_than_one(client, kenji, amina):
    vote(kenji, amina, "KE")
    told = []
    for more in ((), ("GH", "UY", "CL")):
        vote(kenji, amina, *more)
        desk(client, kenji)
        with Meter() as meter:
            client.get("/en/acting/")
        told.append(len(meter.told))

    assert told[0] == told[1]


# --- the masthead


def link(client, user, page="/en/about/") -> str:
    words = enter(client, user).get(page).content.decode()
    start = words.find('href="/en/acting/"')
    return strip_tags(words[start:].partition(">")[2].partition("</a>")[0]) if start >= 0 else ""


def test_whoever_acts_for_a_member_now_finds_the_desk_from_every_page(client, kenji, yuki, leila):
    assert [link(client, user) for user in (kenji, yuki, leila)] == ["Acting for: Japan", "", ""]
    assert link(client, kenji, "/en/accounts/profile/") == "Acting for: Japan"
    focal = make.delegate(make.user("f@example.org", "Focal"), make.member("IT", "Italy"), "focal_point").user
    assert link(client, focal) == ""

    make.delegate(kenji, make.member("FR", "France"), "deputy")
    assert link(client, kenji) == "Acting for: 2 Members"


def test_a_predecessor_finds_the_desk_from_their_account(client, yuki, leila):
    for user, there in ((yuki, True), (leila, False)):
        assert ("/en/acting/" in enter(client, user).get("/en/accounts/profile/").content.decode()) == there


def test_the_link_costs_no_statement(client, kenji, leila):
    told = []
    for user in (kenji, leila):
        enter(client, user).get("/en/about/")
        with Meter() as meter:
            client.get("/en/about/")
        told.append(len(meter.told))

    assert told[0] == told[1]


def test_the_link_goes_in_the_instant_in_which_the_time_ends(client, kenji, amina):
    kenji.delegations.get().end(by=amina)

    assert link(client, kenji) == ""
