"""What happens to people, words and roles between two steps of a decision: nobody gets a letter that is no longer true."""

from datetime import timedelta

import pytest
from django.test import Client

from members.models.consent import Purpose, Way
from nominations.deciding.composing import Choice, Composition
from nominations.deciding.composition import candidates
from nominations.deciding.models import Decision, Export, Offer, Publication, ReasonText
from nominations.deciding.offer_clock import keep_reserve_lists
from nominations.deciding.optimiser.ground import Ground
from nominations.deciding.sight import sight_of
from nominations.deciding.statistics.counting import Counting
from nominations.models import Call, Endorsement, Nomination
from nominations.reviewing.models.binding import impose
from portal.accounts.models import RoleGrant
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import decisions, make
from tests.admin import enter, page_of, sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def next_proposed(call, three, amina, jonas):
    """The first declined a seat, and the clock proposed the second from the reserve list."""
    first, second, third = three
    decisions.selected(first, by=amina)
    decisions.on_reserve(second, by=amina)
    decisions.not_selected(third, by=amina)
    decisions.published(call, by=amina, head=jonas)
    decisions.offer_of(first).decline(by=first.owner)
    return Decision.objects.proposed().get(nomination=second)


def letters(nomination) -> list[str]:
    told = Message.objects.filter(recipient=nomination.owner, occasion__startswith="deciding/")
    return sorted(told.values_list("occasion", flat=True))


def edited(nomination, by) -> Decision:
    return decisions.selected(nomination, by=by, words="The committee valued your field work.")


def test_whoever_edits_the_next_of_the_list_leaves_it_tied_to_its_place(next_proposed, call, three, amina, jonas):
    second, place = three[1], next_proposed.releases
    assert edited(second, amina).releases == place
    publication = decisions.prepared(call, by=amina)
    assert publication.letters.get(decision__nomination=second).occasion == "deciding/released"

    place.leave(by=second.owner)
    with pytest.raises(Refused, match="Something changed since the list was fixed"):
        publication.release(by=jonas, seen=publication.sha256)
    assert letters(second) == ["deciding/reserve", "deciding/reserve_left"]
    assert not Offer.objects.filter(decision__nomination=second).exists()


def test_a_list_that_ends_waits_for_who_is_proposed_from_it_by_hand(next_proposed, call, three, amina):
    second, place = three[1], next_proposed.releases
    next_proposed.take_back(by=amina)
    assert edited(second, amina).releases == place, "by hand, too"
    Call.objects.update(reserve_until=(clock.now() - timedelta(days=3)).date())
    keep_reserve_lists(clock.now())
    assert letters(second) == ["deciding/reserve"]


def test_whoever_no_longer_agrees_to_the_list_is_neither_fixed_nor_published_on_it(call, three, amina, jonas):
    first, second, third = three
    decisions.selected(first, by=amina)
    decisions.on_reserve(second, by=amina)
    decisions.not_selected(third, by=amina)
    fixed = decisions.prepared(call, by=amina)
    second.person.withdraw_consent(Purpose.RESERVE_LIST, by=second.owner, way=Way.PROFILE)

    with pytest.raises(Refused, match=f"Something changed since the list was fixed: {second.reference}"):
        fixed.release(by=jonas, seen=fixed.sha256)
    assert [one.nomination for one in fixed.changed()] == [second]
    fixed.take_back(by=amina)
    with pytest.raises(Refused, match=f"No longer agrees to be on a reserve list: {second.reference}"):
        decisions.prepared(call, by=amina)
    decisions.not_selected(second, by=amina)
    assert decisions.published(call, by=amina, head=jonas).status == "published"


@pytest.fixture
def spoken_for(call, three, amina):
    """A list is fixed with the word of Canada for the third."""
    canada, focal = make.member(), make.user("focal@example.org", "Fabien Focal")
    delegate = make.delegate(focal, canada, "focal_point")
    now = clock.now()
    word = {"call": call, "kind": "endorse", "status": "given", "asked_at": now, "answered_at": now}
    endorsement = Endorsement.objects.create(nomination=three[2], member=canada, **word)
    decisions.selected(three[0], by=amina)
    decisions.on_reserve(three[1], by=amina)
    decisions.not_selected(three[2], by=amina)
    return decisions.prepared(call, by=amina), canada, delegate, endorsement


def summaries():
    return list(Message.objects.filter(occasion="deciding/summary").values_list("to", flat=True))


def test_a_member_whose_word_stands_reads_what_became_of_theirs(spoken_for, jonas):
    publication = spoken_for[0]
    publication.release(by=jonas, seen=publication.sha256)
    assert summaries() == ["focal@example.org"]


def test_a_member_that_took_its_word_back_reads_nothing(spoken_for, jonas):
    publication, _canada, delegate, endorsement = spoken_for
    endorsement.withdraw(by=delegate.user)
    publication.release(by=jonas, seen=publication.sha256)
    assert summaries() == []


def test_whoever_is_focal_point_by_then_reads_it(spoken_for, jonas):
    publication, canada, delegate, _endorsement = spoken_for
    type(delegate).objects.update(since=clock.now() - timedelta(days=3), until=clock.now() - timedelta(days=2))
    make.delegate(make.user("new@example.org", "Nadia New"), canada, "focal_point")
    publication.release(by=jonas, seen=publication.sha256)
    assert summaries() == ["new@example.org"]


def test_a_head_publishes_no_words_of_theirs_that_somebody_put_back(call, three, amina, jonas):
    first = three[0]
    decisions.selected(first, by=jonas, words="The words of a head.")
    act = Decision.propose_many(call, {}, gone=[first.pk], by=amina)
    act.undo(by=amina)
    assert Decision.objects.proposed().get(nomination=first).words == "The words of a head."
    for one in three[1:]:
        decisions.not_selected(one, by=amina)
    publication = decisions.prepared(call, by=amina)
    with pytest.raises(Refused, match="You wrote part of this list"):
        publication.release(by=jonas, seen=publication.sha256)
    publication.release(by=make.user("ruth@example.org", "Ruth Adeyemi", role="head"), seen=publication.sha256)


def of_a_text(call, text, **changes):
    """Fields of the call's page, with those of this text changed."""
    turn = list(call.reason_texts.all()).index(text)
    return {f"reason_texts-{turn}-{name}": value for name, value in changes.items()}


def test_a_head_who_wrote_a_text_of_a_reason_publishes_no_list_that_says_it(client, call, three, amina, jonas):
    ReasonText.from_rubric(call)
    said, unsaid = call.reason_texts.filter(outcome="select")[:2]
    enter(client, jonas)
    for text in (said, unsaid):
        changes = of_a_text(call, text, text_en="Your work in the field convinced us.")
        assert client.post(page_of(call), sent_back(client, call, **changes)).status_code == 302
    enter(client, amina)
    client.post(page_of(call), sent_back(client, call, **of_a_text(call, said, text_fr="Votre travail a convaincu.")))
    texts = call.reason_texts.exclude(hands=[])
    assert dict(texts.values_list("pk", "hands")) == {said.pk: sorted([amina.pk, jonas.pk]), unsaid.pk: [jonas.pk]}

    for one in three:
        decisions.selected(one, by=amina)
    unwritten = call.reason_texts.filter(outcome="select", hands=[]).first()
    Decision.objects.get(nomination=three[0]).reasons.set([unwritten])
    assert jonas.pk not in decisions.prepared(call, by=amina).hands
    call.publications.get().take_back(by=amina)

    Decision.objects.get(nomination=three[0], status="proposed").reasons.add(said)
    publication = decisions.prepared(call, by=amina)
    with pytest.raises(Refused, match="You wrote part of this list"):
        publication.release(by=jonas, seen=publication.sha256)
    assert not call.copy(year=call.year + 1, by=jonas).reason_texts.exclude(hands=[]).exists()


def test_statistics_count_nobody_as_selected_who_was_left_out(call, three, amina, jonas):
    first, second, third = three
    for one in (first, second):
        decisions.selected(one, by=amina)
    decisions.not_selected(third, by=amina)
    publication = decisions.prepared(call, by=amina)
    second.withdraw(by=second.owner)
    publication.release(by=jonas, seen=publication.sha256)
    for as_stands in (False, True):
        counting = Counting(call, Nomination.objects.filter(call=call), publication, as_stands=as_stands)
        assert counting.totals()[-2:] == [1, 1], "on the list, selected"


def test_where_the_named_are_scored_they_take_seats_like_everybody(call, three, amina):
    Call.objects.update(scores_named=True)
    Nomination.objects.filter(pk=three[0].pk).update(track="member")
    call.refresh_from_db()
    sight, people = sight_of(amina, call), candidates(Nomination.objects.filter(call=call))
    assert [one.apart for one in people] == [False, False, False]
    seats = Composition(sight, Choice(tuple((one, one.groups[0]) for one in people[:2]))).seats
    taken = next(row.now for row in seats.rows if row.label == decisions.group_of(three[0]).name)
    assert (taken.told, seats.note) == ("2", "")
    rules = {
        "seats": [[decisions.group_of(three[0]).pk, 1]],
        "in": [],
        "out": [],
        "aims": [],
        "cap": None,
        "keep": True,
    }
    assert Ground(sight, rules, 1).fixed == [], "nobody is selected before they are compared"
    Call.objects.update(scores_named=False)
    call.refresh_from_db()
    assert candidates(Nomination.objects.filter(call=call))[0].apart
    assert len(Ground(sight_of(amina, call), rules, 1).fixed) == 1


def test_a_call_with_a_list_that_is_fixed_stays_out_of_the_archive_and_there_nothing_moves(
    call, three, amina, jonas, monkeypatch
):
    first, second, third = three
    monkeypatch.setattr(Call, "last_end", lambda self: clock.now() - timedelta(days=1))
    monkeypatch.setattr(Call, "endorsement_end", clock.now() - timedelta(days=1))
    decisions.selected(first, by=amina)
    second_place, third_place = decisions.on_reserve(second, by=amina), decisions.on_reserve(third, by=amina)
    publication = decisions.prepared(call, by=amina)
    with pytest.raises(Refused, match="A list of this call is fixed for publication"):
        call.conclude(by=jonas)
    publication.take_back(by=amina)
    act = Decision.propose_many(call, {}, gone=[first.pk], by=amina)
    call.conclude(by=jonas)

    for late in (
        lambda: Decision.reorder(call, [third_place.pk, second_place.pk], by=amina),
        lambda: second_place.take_back(by=amina),
        lambda: act.undo(by=amina),
        lambda: Decision.propose_many(call, {}, gone=[second.pk], by=amina),
    ):
        with pytest.raises(Refused, match="in the archive"):
            late()
    assert [one.rank for one in Decision.objects.proposed().order_by("rank")] == [1, 2]


def test_the_offer_says_when_its_next_was_taken_back(next_proposed, three, amina):
    page = f"/admin/deciding/offer/{decisions.offer_of(three[0]).pk}/change/"
    admin = enter(Client(), amina)
    assert b"somebody was proposed\n" in admin.get(page).content.replace(b"</", b"\n</")
    next_proposed.take_back(by=amina)
    assert b"somebody was proposed, and taken back." in admin.get(page).content


def test_more_time_ends_within_a_year(call, three, amina, jonas):
    offer = decisions.offered(three[0], by=jonas)
    with pytest.raises(Refused, match="within a year"):
        offer.prolong(until=clock.now() + timedelta(days=400), reason="In hospital.", by=amina)
    offer.prolong(until=clock.now() + timedelta(days=60), reason="In hospital.", by=amina)


def test_a_term_that_could_have_begun_begins_with_the_answer_and_the_page_says_so(call, three, jonas):
    offer, soon = decisions.offered(three[0], by=jonas), "If you accept today"
    page = f"/en/offers/{offer.pk}/"
    reader = enter(Client(), three[0].owner)
    today = clock.now().date()
    for terms_from, said in ((None, True), (today - timedelta(days=90), True), (today + timedelta(days=90), False)):
        Call.objects.update(terms_from=terms_from)
        assert (soon in reader.get(page).content.decode()) is said, terms_from


def test_who_is_no_head_any_more_takes_no_file_with_columns_of_heads(call, three, jonas):
    export = Export.ask(call, names=["reference", "gender"], purpose="The council", format="csv", by=jonas)
    export.work()
    RoleGrant.objects.filter(user=jonas).update(role="officer")
    jonas = type(jonas).objects.get(pk=jonas.pk)
    with pytest.raises(Refused, match="Your role may not take all columns"):
        Export.objects.get(pk=export.pk).take(by=jonas)
    assert Publication.objects.count() == 0


def left_free(who) -> int:
    """How many seats the first page says are free again; the list behind the number has as many."""
    client = enter(Client(), who)
    waits = {one.words: one for one in client.get("/admin/").context["waits"]}
    found = waits.get("seats free again, for which nobody is proposed any more")
    if found is None:
        return 0
    assert found.now
    assert client.get(found.address).context["cl"].result_count == found.number
    return found.number


def test_a_seat_whose_next_was_taken_back_waits_on_the_first_page_until_somebody_is_proposed(
    next_proposed, three, amina
):
    assert left_free(amina) == 0
    next_proposed.take_back(by=amina)
    assert left_free(amina) == 1

    group = next_proposed.group_id
    later = clock.now() + timedelta(seconds=1)
    instead = Decision.propose(three[2], "select", group=group, by=amina, at=later)
    assert left_free(amina) == 0
    instead.take_back(by=amina)
    assert left_free(amina) == 1


def test_whoever_is_proposed_on_the_member_track_takes_no_free_seat(next_proposed, three, amina):
    next_proposed.take_back(by=amina)
    Nomination.objects.filter(pk=three[2].pk).update(track="member")
    later = clock.now() + timedelta(seconds=1)
    Decision.propose(three[2], "select", group=next_proposed.group_id, by=amina, at=later)
    assert left_free(amina) == 1


def test_a_seat_whose_next_is_decided_otherwise_waits_as_if_it_had_been_taken_back(next_proposed, three, amina):
    second, group = three[1], next_proposed.group_id
    decisions.not_selected(second, by=amina)
    assert left_free(amina) == 1
    Decision.propose(second, "select", group=group, by=amina)
    assert left_free(amina) == 0
    other = next(one for one in make.groups() if one.pk != group)
    Decision.propose(second, "select", group=other.pk, by=amina)
    assert left_free(amina) == 1


def test_a_free_seat_is_told_no_more_where_the_group_has_fewer_or_the_list_is_over(next_proposed, call, amina):
    next_proposed.take_back(by=amina)
    seats = call.seats.filter(group=next_proposed.group_id)
    seats.update(number=0)
    assert left_free(amina) == 0
    seats.update(number=1)
    assert left_free(amina) == 1
    Call.objects.update(reserve_until=(clock.now() - timedelta(days=3)).date())
    assert left_free(amina) == 0


def test_whom_a_conflict_keeps_from_the_next_learns_nothing_of_them_by_the_free_seat(
    next_proposed, three, amina, jonas
):
    impose(three[1], amina, reason="A cousin.", by=jonas, at=clock.now())
    next_proposed.take_back(by=jonas)
    assert (left_free(amina), left_free(jonas)) == (0, 1)


def test_whom_a_conflict_keeps_from_who_is_proposed_instead_reads_the_seat_as_before(
    next_proposed, three, amina, jonas
):
    impose(three[2], amina, reason="A cousin.", by=jonas, at=clock.now())
    next_proposed.take_back(by=jonas)
    later = clock.now() + timedelta(seconds=1)
    Decision.propose(three[2], "select", group=next_proposed.group_id, by=jonas, at=later)
    assert (left_free(amina), left_free(jonas)) == (1, 0)
