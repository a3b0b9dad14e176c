"""Tracks: frozen once for all, by what Members say at that moment; told in words on each dossier."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nominations.models import Call, Nomination
from portal.lifecycle.models import Refused
from tests import make
from tests.admin import do, enter, page_of
from tests.answers import complete
from tests.endorsements import agreed, desk, requested
from tests.kept import kept

pytestmark = pytest.mark.django_db
AFTER = timedelta(days=60)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


def submitted(author, call) -> Nomination:
    nomination = complete(make.nomination(author=author, call=call))
    nomination.submit(by=author)
    return Nomination.objects.get(pk=nomination.pk)


@kept
def named(call, france, focal):
    """Nia's, whom France named."""
    nia = make.user("nia@example.org", "Nia Okafor")
    agreed(call, france, focal, nominee=nia)
    return submitted(nia, call)


@kept
def own(call, tomas):
    """Tomáš's, whom Germany endorsed."""
    germany = make.member("DE", "Germany")
    nomination = submitted(tomas, call)
    requested(nomination, germany).give(by=desk(germany)[0])
    return nomination


@kept
def over(call, named, own, leila):
    """The call when all its ends have passed; Leila has a draft."""
    make.nomination(author=leila, call=call)
    past = timezone.now() - timedelta(days=2)
    Call.objects.filter(pk=call.pk).update(opens_at=past - AFTER, closes_at=past)
    return Call.objects.get(pk=call.pk)


def tracks() -> dict:
    return dict(Nomination.objects.values_list("person__user__email", "track"))


FROZEN = {"nia@example.org": "member", "tomas@example.org": "open", "leila@example.org": ""}


def test_whom_a_member_named_is_checked_and_all_others_are_scored(over, amina, named, own):
    over.freeze_tracks(by=amina)

    assert tracks() == FROZEN
    assert [Nomination.objects.get(pk=one.pk).is_scored for one in (named, own)] == [False, True]
    event = over.story().last()
    assert (event.verb, event.facts["member_track"], event.facts["open_track"]) == ("tracks_frozen", 1, 1)
    assert len(event.facts["list_sha256"]) == 64


def test_a_call_can_have_both_scored(over, amina, named):
    Call.objects.filter(pk=over.pk).update(scores_named=True)
    over.freeze_tracks(by=amina)

    assert Nomination.objects.get(pk=named.pk).track == "member"
    assert Nomination.objects.get(pk=named.pk).is_scored


@pytest.mark.parametrize("end", ["closes_at", "agree_until", "complete_until", "endorsement_until"])
def test_as_long_as_any_end_lies_ahead_nothing_is_frozen(over, amina, end):
    Call.objects.filter(pk=over.pk).update(**{end: timezone.now() + timedelta(hours=1)})

    with pytest.raises(Refused, match="Freeze the tracks when all that is over"):
        over.freeze_tracks(by=amina)
    assert set(tracks().values()) == {""}


def test_nor_within_the_grace_nor_while_somebody_has_more_time(over, amina, named):
    Call.objects.filter(pk=over.pk).update(closes_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(Refused, match="when all that is over"):
        over.freeze_tracks(by=amina)

    Call.objects.filter(pk=over.pk).update(closes_at=timezone.now() - timedelta(days=1))
    over.extend(until=timezone.now() + timedelta(days=1), reason="Ill.", person=named.person, by=amina)
    with pytest.raises(Refused, match="when all that is over"):
        over.freeze_tracks(by=amina)


def test_twice_is_refused_and_so_is_more_time_after_it(over, amina, named):
    over.freeze_tracks(by=amina)

    with pytest.raises(Refused, match="frozen already"):
        over.freeze_tracks(by=amina)
    with pytest.raises(Refused, match="The tracks are frozen"):
        over.extend(until=timezone.now() + timedelta(days=1), reason="Ill.", person=named.person, by=amina)


def test_what_is_withdrawn_later_changes_nothing_and_is_shown(client, over, amina, named, focal):
    over.freeze_tracks(by=amina)
    named.endorsements.get().withdraw(by=focal)

    assert tracks() == FROZEN
    page = enter(client, amina).get(page_of(named)).text
    assert "Named by France when the tracks were frozen, so it is checked" in page
    assert "Withdrawn since by France; that changes nothing." in page


def test_what_was_withdrawn_before_counts_no_more(over, amina, named, focal):
    named.endorsements.get().withdraw(by=focal)
    over.freeze_tracks(by=amina)

    assert set(tracks().values()) == {"open", ""}


def test_each_dossier_says_its_track_and_why(client, over, amina, own, leila):
    over.freeze_tracks(by=amina)
    enter(client, amina)

    assert "No Member had named this person when the tracks were frozen" in client.get(page_of(own)).text
    draft = Nomination.objects.get(person__user=leila)
    assert "tracks were frozen" not in client.get(page_of(draft)).text


def test_it_is_undone_with_a_reason_and_frozen_anew(over, amina, named, focal):
    over.freeze_tracks(by=amina)
    with pytest.raises(Refused, match="Say why"):
        over.unfreeze_tracks(reason=" ", by=amina)
    over.unfreeze_tracks(reason="A Member called.", by=amina)

    assert set(tracks().values()) == {""}
    assert over.story().last().facts == {"reason": "A Member called."}
    named.endorsements.get().withdraw(by=focal)
    over.freeze_tracks(by=amina)
    assert tracks()["nia@example.org"] == "open"


def test_two_dossiers_that_prove_to_be_one_are_on_the_member_track_if_either_was(client, over, amina, named, own):
    over.freeze_tracks(by=amina)
    own.unite(named, reason="The same ORCID page.", by=amina)

    kept = Nomination.objects.get(pk=own.pk)
    assert (kept.track, kept.is_scored) == ("member", False)
    assert "Named by France when the tracks were frozen" in enter(client, amina).get(page_of(own)).text


def test_what_was_united_before_is_on_no_track(over, amina, named, own):
    named.unite(own, reason="The same ORCID page.", by=amina)
    over.freeze_tracks(by=amina)

    assert tracks() == FROZEN | {"tomas@example.org": ""}


def test_a_copy_of_a_frozen_call_is_not_frozen(over, amina):
    over.freeze_tracks(by=amina)

    assert over.copy(year=2031, by=amina).tracks_frozen_at is None


def test_it_takes_as_many_statements_for_many_as_for_few(over, amina, stranger):
    def freeze() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            over.freeze_tracks(by=amina)
        over.unfreeze_tracks(reason="Once more.", by=amina)
        return len(asked)

    freeze()
    few = freeze()
    for number in range(5):
        author = make.user(f"more-{number}@example.org")
        call = Call.objects.get(pk=over.pk)
        Call.objects.filter(pk=over.pk).update(closes_at=timezone.now() + AFTER)
        submitted(author, call)
        Call.objects.filter(pk=over.pk).update(closes_at=over.closes_at)

    assert freeze() == few <= 14


def test_it_is_done_from_the_page_of_the_call_and_not_by_the_auditor(client, client_factory, over, amina, auditor):
    enter(client, amina)
    assert do(over, "freeze_tracks") in client.get(page_of(over)).text

    assert enter(client_factory(), auditor).post(do(over, "freeze_tracks")).status_code == 403
    assert enter(client_factory(), auditor).post(do(over, "unfreeze_tracks")).status_code == 403
    client.post(do(over, "freeze_tracks"))
    assert tracks() == FROZEN
    client.post(do(over, "unfreeze_tracks"), {"reason": "A Member called."})
    assert set(tracks().values()) == {""}


def test_when_the_end_is_moved_nobody_agrees_after_the_time_to_complete(call, amina):
    days = {"agree_until": 1, "complete_until": 20}
    Call.objects.filter(pk=call.pk).update(**{name: call.closes_at + timedelta(days=n) for name, n in days.items()})
    call.refresh_from_db()

    call.extend(until=call.closes_at + timedelta(days=19, hours=12), reason="A storm.", by=amina)

    call.refresh_from_db()
    assert call.closes_at < call.agree_until <= call.complete_until
