"""Proposing at the workbench: one, many with their way back, places on the reserve list, and what a candidate may read."""

import pytest
from django.test import Client
from django.urls import reverse

from nominations.deciding.links import foreign_in, links_in
from nominations.deciding.models import Decision, DecisionBatch, Publication, ReasonText, Target
from nominations.deciding.models.proposing import Proposal
from nominations.deciding.plainly import seen
from nominations.deciding.wording import SCORE, borrowed
from nominations.models.version_check import VersionCheck, found_in
from nominations.reviewing.models import Review, ReviewTally
from nominations.reviewing.models.binding import impose
from portal.lifecycle.models import Refused
from tests import decisions
from tests.admin import enter, list_of, page_of
from tests.deciding.test_workbench import HERE, judged

pytestmark = pytest.mark.django_db


def address(nomination, more=""):
    return f"{HERE}{nomination.pk}/{more}"


def sent(nomination, outcome="select", **more):
    group = str(decisions.group_of(nomination).pk)
    return {"outcome": outcome, "group": group, "rank": "", "words": "", "note": "", "seen": ""} | more


def outcomes(call) -> list:
    rows = Decision.objects.proposed().filter(call=call).order_by("nomination__number")
    return [f"{one.nomination.number} {one.outcome}{one.rank or ''}" for one in rows.select_related("nomination")]


def test_one_is_proposed_with_reasons_and_words_and_nothing_typed_is_lost(client, call, three, mei, amina):
    first, second, _third = three
    judged(call, three, amina)
    texts = [
        ReasonText.objects.create(call=call, outcome=outcome, text_en=f"Text {outcome}")
        for outcome in ("select", "not_select")
    ]
    enter(client, mei.user)
    typed = {
        "reasons_select": [texts[0].pk],
        "reasons_not_select": [texts[1].pk],
        "words": "You know practice.\r\nWe liked it.",
    }

    page = client.get(address(first))
    done = client.post(address(first), sent(first, **typed))
    twice = client.post(address(first), sent(first, **typed))
    again = client.post(address(first), sent(first, "not_select", words="Kept words"))
    enter(other := Client(), amina)
    theirs = other.post(address(first), sent(first, **typed))
    named = client.post(address(second), sent(second, words="As TORRES says, very good.", note="Kept note"))
    bare = client.post(address(second), {"outcome": "select", "rank": "x", "group": "99999"})
    below = client.post(address(second), sent(second, "not_select"))
    back = [client.post(reverse("deciding:take_back", args=[call.year, first.pk])) for _ in range(2)]
    impose(second, mei.user, reason="Cousins.", by=amina, at=call.closes_at)
    barred = client.get(address(second))

    assert b"100.0" in page.content
    assert b"Text not_select" in page.content
    assert done["location"] == f"{HERE}#n1"
    decision = Decision.objects.get(nomination=first)
    assert (decision.reasons_in("en"), decision.words) == (["Text select"], "You know practice.\nWe liked it.")
    told = [(event.verb, event.capacity) for event in decision.story()]
    assert told == [("proposed", mei.as_what), ("taken_back", mei.as_what)]
    assert (twice.status_code, theirs.status_code, [one.status_code for one in back]) == (302, 400, [302, 302])
    assert (again.status_code, named.status_code, bare.status_code) == (400, 400, 400)
    assert b"Somebody decided about it" in again.content
    assert b"Kept words" in again.content
    assert b"would read" in named.content
    assert b"Kept note" in named.content
    assert below.status_code == 302
    assert barred.status_code == client.post(address(second), sent(second)).status_code == 404


def test_who_is_selected_below_somebody_not_selected_needs_a_note(client, call, three, amina):
    first, second, third = three
    judged(call, three, amina)
    decisions.not_selected(first, by=amina)
    decisions.selected(third, by=amina)
    enter(client, amina)

    bare = client.post(address(second), sent(second))
    told = client.post(address(second), sent(second, note="No one else from the field."))
    lower = client.post(
        address(second),
        sent(second, "not_select", seen=client.get(address(second)).context["form"]["seen"].initial or ""),
    )

    assert "N26-00001 has a higher mean and is not selected." in bare.content.decode()
    assert told.status_code == 302
    assert lower.status_code == 400


def test_what_was_typed_comes_back_after_signing_in(client, call, three, amina):
    first = three[0]
    out = client.post(address(first), sent(first, words="Words typed when signed out"))
    enter(client, amina)

    back = client.get(out["location"].split("next=")[1])

    assert "/accounts/login/" in out["location"]
    assert b"Words typed when signed out" in back.content


def test_many_are_shown_first_and_undone_as_one(client, call, three, amina, jonas):
    first, second, third = three
    judged(call, three, amina)
    decisions.selected(third, by=amina, note="First.")
    enter(client, amina)
    rest = {"which": "undecided", "outcome": "not_select", "group": "first"}

    page = client.get(f"{HERE}many/", rest)
    assert b"has no review yet" not in page.content
    call.nominations.filter(pk=first.pk).update(track="member")
    ReviewTally.objects.filter(nomination=second).update(count=0)
    warned = client.get(f"{HERE}many/", rest).content
    assert b"1 of them is on the Member track" in warned
    assert b"1 of them has no review yet." in warned
    call.nominations.filter(pk=first.pk).update(track="open")
    ReviewTally.objects.filter(nomination=second).update(count=2)
    bare = client.post(f"{HERE}many/", rest | {"seal": page.context["seal"]})
    done = client.post(f"{HERE}many/", rest | {"seal": page.context["seal"], "note": "Balance."})
    twice = client.post(f"{HERE}many/", rest | {"seal": page.context["seal"], "note": "Balance."})
    other_words = client.post(f"{HERE}many/", rest | {"seal": page.context["seal"], "note": "Other words."})
    before = outcomes(call)
    decisions.selected(second, by=jonas, note="Looked again.")
    number = DecisionBatch.objects.get().pk
    other = Client()
    enter(other, jonas)
    theirs = other.post(f"{HERE}many/{number}/undo/")
    fixed = decisions.fixed_at_once(Decision.objects.get(nomination=first), by=amina)
    held = client.post(f"{HERE}many/{number}/undo/", follow=True)
    fixed.take_back(by=amina)
    undone = client.post(f"{HERE}many/{number}/undo/", follow=True)

    assert [one.nomination.number for one in page.context["departs"]] == [1, 2]
    assert b"Say why" in bare.content
    assert done.status_code == 302
    assert twice.headers["Location"] == HERE, "a second click is no fault"
    assert other_words.status_code == 400
    assert before == ["1 not_select", "2 not_select", "3 select"]
    assert theirs.status_code == 404
    assert b"The list is fixed for publication." in held.content
    assert b"Undone for 1 nomination" in undone.content
    assert outcomes(call) == ["2 select", "3 select"]


def test_the_first_look_at_many_is_no_error(client, call, three, amina):
    judged(call, three, amina)
    enter(client, amina)
    asked = {"row": [one.number for one in three], "group": "first", "seal": ""}

    unsaid = client.post(f"{HERE}many/", asked)
    look = client.post(f"{HERE}many/", asked | {"outcome": "not_select"})

    assert (unsaid.status_code, look.status_code) == (400, 200)
    assert b"Choose what is proposed." in unsaid.content
    assert b"There is a problem" not in look.content
    assert b"3 are changed." in look.content
    assert outcomes(call) == []


def test_the_member_track_is_proposed_but_for_a_failed_check(client, call, three, amina):
    first, second, _third = three
    call.nominations.filter(pk__in=[first.pk, second.pk]).update(track="member")
    version = second.submitted_version
    VersionCheck.objects.create(version=version, **(found_in(version) | {"missing": ["cv"]}))
    enter(client, amina)
    asked = {"which": "member", "outcome": "select", "group": "first"}

    page = client.get(f"{HERE}many/", asked)
    client.post(f"{HERE}many/", asked | {"seal": page.context["seal"]})
    seats = client.get(HERE).content.decode()

    assert [one.nomination.number for one in page.context["unable"]] == [2]
    assert b"A check failed: Complete" in page.content
    assert outcomes(call) == ["1 select"]
    assert "20 free" in seats


def test_a_place_is_given_up_and_taken_and_none_is_held_twice(client, call, three, amina):
    first, second, third = three
    for one in three:
        decisions.on_reserve(one, by=amina)
    enter(client, amina)
    for nomination, to, order in (
        (third, "up", ["1 reserve1", "2 reserve3", "3 reserve2"]),
        (first, "down", ["1 reserve2", "2 reserve3", "3 reserve1"]),
        (second, "1", ["1 reserve3", "2 reserve1", "3 reserve2"]),
        (second, "up", ["1 reserve3", "2 reserve1", "3 reserve2"]),
        (second, "x", ["1 reserve3", "2 reserve1", "3 reserve2"]),
    ):
        client.post(address(nomination, "place/"), {"to": to})
        assert outcomes(call) == order

    decisions.on_reserve(first, by=amina, rank=1)

    assert outcomes(call) == ["1 reserve1", "2 reserve2", "3 reserve3"]
    page = client.get(f"{HERE}reserve/").content.decode()
    assert page.index("N26-00001") < page.index("N26-00002")


def read(client, nomination) -> str:
    return client.get(address(nomination)).content.decode()


def test_where_nothing_can_be_proposed_the_page_says_why_and_where_to_go_on(client, call, three, mei, amina, jonas):
    first, second, third = three
    decisions.selected(first, by=amina)
    decisions.on_reserve(second, by=amina)
    decisions.not_selected(third, by=amina)
    enter(client, amina)
    assert "Propose</button>" in read(client, first)

    publication = decisions.prepared(call, by=amina)
    fixed = read(client, first)
    assert "The list is fixed for publication." in fixed
    assert page_of(publication) in fixed
    assert "Propose</button>" not in fixed
    late = client.post(address(first), sent(first, "not_select", words="Kept words"))
    assert (late.status_code, b"Kept words" in late.content) == (400, True)
    publication.release(by=jonas, seen=publication.sha256)
    offer = decisions.offer_of(first)
    assert "A seat is offered." in read(client, first)
    assert page_of(offer) in read(client, first)
    assert "Propose</button>" in read(client, second)
    assert "Propose</button>" in read(client, third)
    all_three = {"row": [1, 2, 3], "outcome": "not_select", "group": "first"}
    assert [one.nomination.number for one in client.get(f"{HERE}many/", all_three).context["unable"]] == [1]
    offer.accept(interests={}, nothing_to_declare=True, by=first.person.user)
    assert "The seat is accepted" in read(client, first)
    chair = enter(Client(), mei.user)
    assert "The seat is accepted" in read(chair, first)
    assert page_of(offer) not in read(chair, first)
    assert f'"{HERE}"' in client.get(page_of(call)).content.decode()
    assert f'"{HERE}"' in client.get(list_of(Publication)).content.decode()

    type(call).objects.filter(pk=call.pk).update(status="concluded")
    assert "This call is in the archive" in read(client, second)
    assert "Propose</button>" not in read(client, second)
    assert f'"{HERE}"' not in client.get(list_of(Publication)).content.decode()
    type(call).objects.filter(pk=call.pk).update(tracks_frozen_at=None)
    assert f'"{HERE}"' not in client.get(page_of(call)).content.decode()


EVASIONS = (
    "As Torres said",
    "as tórres said",
    "T o r r e s liked it",
    "Tor\u00adres, and tor\u200bres",
    "torres's view",
    "LUIS TORRES",
    "We find you strong on practice, fewer publications!",
    "strong\non practice – FEWER publications",
    "Luis thought well of you.",
    "In luis's view",
    "Tоrrеs said",
    "Tor-res said",
    "Тоггеs and Τorres",
    "L. T. wrote",
    "even so more of a manager than a scholar in what was handed in",
)
FINE = (
    "You know practice. Others have published more, and strong candidates were many. No hyphen-torment, nor a luisine."
)
TOLD = (
    "Reviewer 3 liked it", "reviewer no. 2", "Évaluation 2 :", "l’évaluatrice no 1", "you had 5 of 5", "4.5/5",
    "92 of 100", "four out of five", "3,5 sur 5", "quatre sur cinq", "gave you 92 points", "92,5 points", "You scored 4.2",
)  # fmt: skip
UNTOLD = (
    "3 of 50 people", "two of them", "on 3/5/2026", "five years of five", "an evaluation in 2024", "24/7", "5 of 500",
    "the points that count", "a reviewer of 3 journals",
)  # fmt: skip
LINKED = (
    "https://evil.example", "evil2.example/a", "see foreign.com/path.", "//evil4.example", "hxxp://a.com", "a.com",
    "127.0.0.1:8100.evil.com", "me@evil.example", "www.evil.example", "evil．com/a",
)  # fmt: skip
UNLINKED = (
    "e.g. this", "i.e./or", "N26-00001", "Dr.Smith", "and/or", "fin.De plus", "etc.It is", "3.5 or 4/6", "B.Sc/M.Sc",
    "http is a word", "the end.The next",
)  # fmt: skip


def test_no_name_and_no_sentence_of_a_reviewer_is_written_to_a_candidate(call, three, amina):
    judged(call, three, amina)
    comment = "Strong on practice, fewer publications. She is more of a manager than a scholar in what was handed in; I like her."
    Review.objects.filter(assignment__nomination=three[0]).update(comment=comment)

    assert [words for words in EVASIONS if not borrowed(three[:1], words)] == []
    assert not borrowed(three[:1], FINE)
    for words in (EVASIONS[0], TOLD[0]):
        with pytest.raises(Refused, match="would read"):
            Decision.propose_many(call, {three[0].pk: Proposal("not_select", words=words)}, by=amina)
    with pytest.raises(Refused, match="leads elsewhere"):
        Decision.propose_many(call, {three[0].pk: Proposal("not_select", words=LINKED[1])}, by=amina)
    assert [words for words in TOLD if not SCORE.search(seen(words))] == []
    assert [words for words in UNTOLD if SCORE.search(seen(words))] == []
    three[0].display_name = "Luis Ortega"
    assert not borrowed(three[:1], "Luis, you know practice."), "the candidate's own name"


def test_what_a_mail_program_would_make_a_link_of_is_found(settings):
    assert [words for words in LINKED if not foreign_in(words)] == []
    assert [words for words in UNLINKED if links_in(words)] == []
    assert foreign_in(f"Write to {settings.SECRETARIAT_EMAIL} or see {settings.SITE_URL}/en/") == []


def test_targets_and_texts_are_kept_with_the_call_and_copied_to_the_next(client, call, amina, three):
    from nominations.deciding.admin.targets import TargetForm

    criterion = call.criteria.first()
    enter(client, amina)
    client.post(f"{HERE}texts/")
    client.post(f"{HERE}texts/")
    Target.objects.create(call=call, fact="gender", value="woman", least=40)
    call.refresh_from_db()

    new = call.copy(year=2031, by=amina)

    made = ReasonText.objects.filter(call=call)
    assert made.count() == 2 * call.criteria.count() + 3
    assert "Expertise" in made.filter(criterion=criterion, outcome="select").get().text_en
    assert [(one.fact, one.value, one.least) for one in new.targets.all()] == [("gender", "woman", 40)]
    assert new.reason_texts.count() == made.count()
    assert set(new.reason_texts.exclude(criterion=None).values_list("criterion__call", flat=True)) == {new.pk}
    wrong = {"call": call.pk, "fact": "gender", "value": "Africa", "unit": "share", "least": 5, "order": 0}
    assert "value" in TargetForm(wrong).errors
    page = client.get(f"/admin/nominations/call/{call.pk}/change/")
    assert b"targets of composition" in page.content.lower()
