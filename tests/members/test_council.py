"""What follows from a ballot: every verb from every state, a Member from its day on, and who is told."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats
from django.utils.translation import override

from members.models import Accession, Ballot, Member
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from portal.templatetags.letters import end
from tests import make
from tests.accessions import accession_of
from tests.admin import do, enter, list_of, page_of
from tests.cases import each_undone
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REASON = {"reason": "The Council wants to hear the country first."}


@kept
def delegates():
    return make.council(3)


@kept
def contact():
    return make.user("carla@example.org", "Carla Contact", language="fr")


@pytest.fixture
def walk(amina, contact, delegates):
    """Takes an accession to a state, with its last ballot."""

    def to(state, *, rule="two_thirds", choices=("for", "for", "against")):
        began = clock.now() - 30 * DAY
        if state in ("draft", "submitted", "incomplete", "under_assessment", "recommended", "not_recommended"):
            return accession_of(contact, "KE", state, by=amina, at=began)
        if state == "withdrawn":
            return accession_of(contact, "KE", "withdrawn", by=amina, at=began)
        accession = accession_of(contact, "KE", "recommended", by=amina, at=began)
        later = began + DAY if state == "scheduled" else None
        ballot = make.ballot(accession, by=amina, rule=rule, at=began, opens_at=later)
        if state in ("scheduled", "open"):
            return Accession.objects.get(pk=accession.pk)
        not_adopted = state in ("not_adopted", "declined")
        for delegate, choice in zip(delegates, ("against",) * 3 if not_adopted else choices, strict=True):
            ballot.vote(choice, by=delegate.user, at=began)
        ballot.close(at=ballot.closes_at)
        accession = Accession.objects.get(pk=accession.pk)
        if state == "admitted":
            accession.admit(on=clock.now().date(), region="Africa", by=amina)
        if state == "deferred":
            accession.defer(by=amina, **REASON)
        if state == "declined":
            accession.decline(by=amina, **REASON)
        return accession

    return to


STATES = [
    "draft",
    "submitted",
    "incomplete",
    "under_assessment",
    "recommended",
    "not_recommended",
    "scheduled",
    "open",
    "adopted",
    "not_adopted",
    "admitted",
    "deferred",
    "declined",
    "withdrawn",
]
TABLE = {  # verb: from which states, to which
    "put_to_council": dict.fromkeys(("recommended", "not_recommended", "deferred"), "put_to_council"),
    "admit": {"adopted": "admitted"},
    "defer": {"adopted": "deferred", "not_adopted": "deferred"},
    "decline": {"not_adopted": "declined"},
}


def act(accession, verb, by):
    words = {
        "put_to_council": {"rule": "consensus", "closes_at": clock.now() + DAY},
        "admit": {"on": clock.now().date(), "region": "Africa"},
    }
    return getattr(accession, verb)(by=by, **words.get(verb, REASON))


@pytest.mark.parametrize("state", STATES)
def test_a_verb_works_from_its_states_and_is_refused_from_all_others(walk, amina, state):
    accession = walk(state)
    before = accession.status, accession.story().count(), Message.objects.count(), Ballot.objects.count()

    def attempt(verb):
        accession = Accession.objects.get()
        if state in TABLE[verb]:
            act(accession, verb, amina)
            assert Accession.objects.get().status == TABLE[verb][state]
            return
        with pytest.raises(Refused):
            act(accession, verb, amina)
        accession = Accession.objects.get()
        assert before == (accession.status, accession.story().count(), Message.objects.count(), Ballot.objects.count())

    each_undone(TABLE, attempt)


BALLOT = {  # verb of the ballot: from which of its states
    "open": {"due": "open"},
    "cancel": {"scheduled": "cancelled", "due": "cancelled"},
    "close": {"over": "closed", "closed": "closed"},
    "vote": {"open": "open"},
}


@pytest.mark.parametrize("state", ["scheduled", "due", "open", "over", "closed", "cancelled"])
def test_a_ballot_s_verb_works_from_its_states_and_is_refused_from_all_others(amina, delegates, state):
    now = clock.now()
    later = {"opens_at": now + DAY} if state in ("scheduled", "due", "cancelled") else {}
    ballot = make.ballot(make.recommended(), by=amina, at=now, closes_at=now + 5 * DAY, **later)
    at = {"due": now + DAY, "over": now + 5 * DAY, "closed": now + 5 * DAY}.get(state, now)
    if state == "closed":
        ballot.close(at=at)
    if state == "cancelled":
        ballot.cancel(by=amina, at=at)
    acts = {
        "open": lambda ballot: ballot.open(by=amina, at=at),
        "cancel": lambda ballot: ballot.cancel(by=amina, at=at),
        "close": lambda ballot: ballot.close(at=at),
        "vote": lambda ballot: ballot.vote("for", by=delegates[0].user, at=at),
    }
    before = Ballot.objects.values().get()

    def attempt(verb):
        if state in BALLOT[verb]:
            acts[verb](Ballot.objects.get())
            assert Ballot.objects.get().status == BALLOT[verb][state]
            return
        with pytest.raises(Refused):
            acts[verb](Ballot.objects.get())
        assert Ballot.objects.values().get() == before

    each_undone(BALLOT, attempt)


# --- a Member


def test_an_admitted_country_is_a_member_from_its_day_on(walk, amina):
    accession, summit = walk("adopted"), clock.now().date() + 20 * DAY

    member = accession.admit(on=summit, region="Africa", occasion_en="Nairobi summit", by=amina)

    assert (member.code, member.name_en, member.name_fr) == ("KE", "Kenya", "Kenya")
    assert accession.member == member
    assert not Member.objects.on(summit - DAY).filter(code="KE").exists()
    assert Member.objects.on(summit).filter(code="KE").exists()
    assert "Kenya" not in Client().get(reverse("members:members")).content.decode()


def test_its_names_are_those_of_the_country_in_both_languages(amina, delegates):
    accession = make.recommended("ZA")
    ballot = make.ballot(accession, by=amina)
    ballot.vote("for", by=delegates[0].user)
    Ballot.objects.filter(pk=ballot.pk).update(opens_at=clock.now() - DAY, closes_at=clock.now())
    ballot.close()

    member = accession.admit(on=clock.now().date(), region="Africa", by=amina)

    assert (member.name_en, member.name_fr) == ("South Africa", "Afrique du Sud")


def test_nobody_is_admitted_before_the_ballot_ended(walk, amina):
    accession = walk("adopted")

    with pytest.raises(Refused, match="before the end of the ballot"):
        accession.admit(on=clock.now().date() - 25 * DAY, region="Africa", by=amina)


def test_a_day_of_admission_lies_between_the_end_of_the_ballot_and_two_years_ahead(walk, amina):
    """By days of UTC, as Members are listed."""
    walk("adopted")
    today = clock.now().date()
    Ballot.objects.update(closes_at=clock.now())

    def attempt(days, sentence):
        with pytest.raises(Refused, match=sentence) if sentence else nullcontext():
            assert Accession.objects.get().admit(on=today + days * DAY, region="Africa", by=amina)

    each_undone([(0, ""), (-1, "before the end"), (731, ""), (732, "two years ahead")], attempt)


def test_names_and_occasions_hold_no_markup_and_nothing_unseen(walk, amina):
    walk("adopted")

    def attempt(words):
        accession = Accession.objects.get()
        with pytest.raises(Refused):
            accession.admit(on=clock.now().date(), region="Africa", by=amina, **words)
        member = accession.admit(on=clock.now().date(), region="Africa", by=amina)
        with pytest.raises(Refused):
            member.correct(reason="A slip.", by=amina, **words)

    each_undone([{"name_en": "<b>Kenya"}, {"occasion_fr": "a>b"}, {"name_fr": "Ke\u202enya"}], attempt)


def test_a_slip_at_the_admission_is_corrected_in_the_admin_and_recorded_without_letters(walk, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    walk("admitted")
    member, day, letters = Member.objects.get(code="KE"), clock.now().date() + 9 * DAY, Message.objects.count()
    desk = enter(Client(), amina)
    shown = {name: getattr(member, name) for name in ("name_en", "name_fr", "occasion_en", "occasion_fr")}
    words = shown | {"reason": "The wrong summit.", "admitted_on": day.isoformat(), "region": "Asia"}

    assert "Member from" in desk.get(do(member, "correct")).content.decode()
    desk.post(do(member, "correct"), words)

    was, member = member.admitted_on, Member.objects.get(code="KE")
    assert (member.admitted_on, member.region) == (day, "Asia")
    facts = member.story().last().facts
    assert facts["fields"] == ["admitted_on", "region"]
    assert (facts["before"], facts["on"]) == (was.isoformat(), day.isoformat())
    assert Message.objects.count() == letters
    page = desk.get(page_of(member)).content.decode()
    assert f"From {formats.date_format(day, 'DATE_FORMAT')}" in page
    assert do(member, "suspend") not in page
    assert f"From {formats.date_format(day, 'DATE_FORMAT')}" in desk.get(list_of(Member)).content.decode()


CORRECTIONS = [  # what is asked; what the refusal says
    ({"admitted_on": 800}, "two years ahead"),
    ({"admitted_on": -30}, "before the end of the ballot"),
    ({"region": "Atlantis"}, "Atlantis"),
    ({"capital_zone": "Mars/Base"}, "time zone"),
    ({"name_en": "Kenya"}, "stands there already"),
    ({"name_en": "  "}, "name in English"),
    ({"name_en": "K" * 81}, "80"),
    ({"reason": " ", "name_en": "K"}, "Say why"),
]


def test_a_correction_that_cannot_be_is_refused(walk, amina):
    walk("admitted")

    def attempt(words, sentence):
        member = Member.objects.get(code="KE")
        if "admitted_on" in words:
            words = {"admitted_on": clock.now().date() + words["admitted_on"] * DAY}
        with pytest.raises(Refused, match=sentence):
            member.correct(by=amina, **({"reason": "A slip."} | words))
        assert member.story().count() == 1

    each_undone(CORRECTIONS, attempt)


def test_a_member_of_the_file_is_not_corrected_here(amina):
    with pytest.raises(Refused, match="not admitted on the portal"):
        make.member().correct(reason="A slip.", name_en="Kanada", by=amina)


def test_the_admit_form_names_the_empty_field(walk, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    page = enter(Client(), amina).post(do(walk("adopted"), "admit"), {}).content.decode()

    for sentence in ("Choose the region.", "Give the day from which", "Give the name in English."):
        assert sentence in page


def test_a_member_s_country_is_not_put_to_the_council(amina, delegates):
    accession = make.recommended("ZA")
    make.member("ZA", "South Africa")

    with pytest.raises(Refused, match="is a Member already"):
        make.ballot(accession, by=amina)


def test_a_country_that_left_is_refused_before_the_council_is_asked(amina, delegates):
    accession = make.recommended("ZA")
    make.member("ZA", "South Africa", left_on=clock.now().date() - DAY, status="left")

    with pytest.raises(Refused, match="was a Member before"):
        make.ballot(accession, by=amina)


def test_a_deferred_one_is_put_to_the_council_again_and_the_new_ballot_counts(walk, amina, delegates):
    accession = walk("deferred")
    ballot = make.ballot(accession, by=amina, rule="consensus")
    Ballot.objects.filter(pk=ballot.pk).update(opens_at=clock.now() - DAY, closes_at=clock.now())
    ballot.close()

    accession.refresh_from_db()
    with pytest.raises(Refused, match="did not adopt"):
        accession.admit(on=clock.now().date(), region="Africa", by=amina)
    accession.decline(by=amina, **REASON)
    assert accession.status == "declined"


def test_a_reason_is_needed(walk, amina):
    accession = walk("not_adopted")

    for verb in (accession.defer, accession.decline):
        with pytest.raises(Refused, match="Give the reason"):
            verb(reason="  ", by=amina)


NONSENSE = [  # what is asked; what the refusal says
    ({"rule": "majority"}, "Choose the rule"),
    ({"basis": "all"}, "Choose the rule"),
    ({"closes_at": -DAY}, "open for 24 hours"),
    ({"closes_at": DAY - timedelta(seconds=1)}, "open for 24 hours"),
    ({}, "not the rule of the day"),
    ({"opens_at": 3 * DAY, "closes_at": 3 * DAY}, "open for 24 hours"),
]


def test_a_ballot_that_makes_no_sense_is_refused(walk, amina):
    walk("recommended")
    now = clock.now()

    def attempt(change, sentence):
        asked = {"rule": "two_thirds", "basis": "cast", "closes_at": 2 * DAY} | change
        moments = {name: now + value for name, value in asked.items() if name.endswith("_at")}
        with pytest.raises(Refused, match=sentence):
            Accession.objects.get().put_to_council(**(asked | moments), by=amina)
        assert not Ballot.objects.exists()

    each_undone(NONSENSE, attempt)


def test_a_ballot_not_open_yet_is_called_off_when_the_country_withdraws(walk, contact):
    accession = walk("scheduled")
    ballot = accession.last_ballot()
    Ballot.objects.update(opens_at=clock.now() + DAY, closes_at=clock.now() + 2 * DAY)

    accession.withdraw(by=contact)

    ballot.refresh_from_db()
    assert ballot.status == "cancelled"


# --- who acts next


def test_the_page_of_the_contact_says_who_acts_next(walk, contact):
    def told(accession):
        return enter(Client(), contact).get(accession.get_absolute_url().replace("/fr/", "/en/")).content.decode()

    assert "No day is set for that yet" in told(walk("deferred"))
    Accession.objects.update(status="withdrawn")
    accession = walk("adopted")
    assert "The Council has voted" in told(accession)
    assert "two thirds of" not in told(accession)
    assert accession.due_at == accession.last_ballot().closes_at + 14 * DAY


# --- letters


def letters(occasion):
    return sorted(Message.objects.filter(occasion=f"members/{occasion}").values_list("to", flat=True))


def test_delegates_are_told_of_the_opening_and_the_outcome_once_each_in_their_language(walk, delegates, amina):
    type(delegates[0].user).objects.filter(pk=delegates[0].user.pk).update(language="fr")
    both = make.user("both@example.org")
    for delegate in delegates[:2]:
        make.delegate(both, delegate.member, "council", since=clock.now() - 90 * DAY)
    make.delegate(make.user("focal@example.org"), delegates[0].member, "focal_point")
    accession = walk("adopted")
    accession.last_ballot().close(at=clock.now())

    everybody = ["both@example.org", *(delegate.user.email for delegate in delegates)]
    assert letters("ballot_opened") == everybody
    assert letters("ballot_outcome") == everybody
    assert letters("ballot_closed") == ["secretariat@example.org"]
    french = Message.objects.get(occasion="members/ballot_outcome", to=everybody[1])
    assert "2 pour, 1 contre" in french.text
    assert "2 for, 1 against, no abstention: 2 of 3" in Message.objects.get(
        occasion="members/ballot_outcome", to=everybody[2]
    ).text.replace("\n", " ")


def test_the_contact_is_told_once_that_the_council_votes_and_until_when_and_nothing_of_the_ballot(walk, contact):
    accession = walk("scheduled")
    assert letters("accession_council") == []
    ballot = accession.last_ballot()
    ballot.open(at=ballot.opens_at)
    with pytest.raises(Refused):
        ballot.open(at=ballot.opens_at)

    letter = Message.objects.get(occasion="members/accession_council")
    assert (letter.to, letter.language, letter.expires_at) == (contact.email, "fr", ballot.closes_at)
    text = " ".join(letter.text.replace("\xa0", " ").split())
    with override("fr"):
        assert " ".join(end(ballot.closes_at).replace("\xa0", " ").split()).split(",")[0] in text
    assert "Vous n’avez rien à faire" in text
    assert f"/fr/accessions/{accession.pk}/" in text
    for word in ("deux tiers", "consensus", "Membres", "voix", "/ballots/"):
        assert word not in text


@pytest.mark.parametrize(
    ("state", "occasion"),
    [("admitted", "accession_admitted"), ("deferred", "accession_deferred"), ("declined", "accession_declined")],
)
def test_the_contact_is_told_the_decision_with_its_reason(walk, contact, state, occasion):
    walk(state)

    letter = Message.objects.get(occasion=f"members/{occasion}")
    assert (letter.to, letter.language) == (contact.email, "fr")
    assert (REASON["reason"] in letter.text) == (state != "admitted")
    assert "/fr/accessions/" in letter.text
    assert "pour, " not in letter.text  # the count is the Council's


def test_all_who_act_for_a_member_are_told_of_a_new_one(walk, delegates):
    focal = make.delegate(make.user("focal@example.org"), delegates[0].member, "focal_point")
    over = make.delegate(make.user("over@example.org"), delegates[1].member, "deputy", until=clock.now())
    walk("admitted")

    assert letters("new_member") == sorted([focal.user.email, *(delegate.user.email for delegate in delegates)])
    assert over.user.email not in letters("new_member")


# --- the admin


def test_an_officer_takes_an_accession_through_the_council(walk, amina, delegates, settings):
    settings.REQUIRE_STAFF_MFA = False
    accession, desk = walk("recommended"), enter(Client(), amina)

    page = desk.get(do(accession, "put_to_council")).content.decode()
    assert '<option value="consensus" selected' in page  # the rule of the day
    last = (clock.now() + 5 * DAY).date().isoformat()
    words = {"rule": "two_thirds", "basis": "entitled", "closes_at": last}
    refused = desk.post(do(accession, "put_to_council"), words).content.decode()
    assert "This is not the rule of the day" in refused
    assert "nobody can call it off" in refused
    desk.post(do(accession, "put_to_council"), words | {"why": "Agreed on 3 May."})
    ballot = Ballot.objects.get()
    assert ballot.why == accession.story().last().facts["reason"] == "Agreed on 3 May."
    told = enter(Client(), delegates[0].user).get(f"/en/ballots/{ballot.pk}/").content.decode()
    assert "Agreed on 3 May." in told
    assert (ballot.status, ballot.rule, ballot.basis) == ("open", "two_thirds", "entitled")

    for delegate in delegates:
        ballot.vote("for", by=delegate.user)
    page = desk.get(page_of(ballot)).content.decode()
    assert "3 of 3 Members have voted" in page
    Ballot.objects.update(opens_at=clock.now() - DAY, closes_at=clock.now())
    ballot.close()

    page = desk.get(page_of(accession)).content.decode()
    assert "Decline" not in page
    assert "3 of 3 Members entitled to vote" in page
    page = desk.get(do(accession, "admit")).content.decode()
    assert 'value="Kenya"' in page
    typed = {"on": clock.now().date().isoformat(), "region": "Africa", "name_en": "Kenya", "name_fr": "Kenya"}
    desk.post(do(accession, "admit"), typed)
    assert Member.objects.get(code="KE").region == "Africa"


def test_the_admin_shows_who_has_voted_while_it_is_open_and_only_the_count_after(
    amina, jonas, auditor, delegates, settings
):
    settings.REQUIRE_STAFF_MFA = False
    ballot = make.ballot(make.recommended(), by=amina)
    ballot.vote("against", by=delegates[0].user)
    for person in (amina, jonas, auditor):
        page = enter(Client(), person).get(page_of(ballot)).content.decode()
        assert "Land XA: has voted" in page
        assert "Land XB: <b>not yet</b>" in page
    Ballot.objects.update(opens_at=clock.now() - DAY, closes_at=clock.now())
    ballot.close()
    for person in (amina, jonas, auditor):
        page = enter(Client(), person).get(page_of(ballot)).content.decode()
        assert "0 for, 1 against" in page
        assert "has voted" not in page
        assert "not yet" not in page
        assert enter(Client(), person).get(f"{list_of(Ballot)}?state=closed").status_code == 200
