"""Two nominations of one human: united by a person of the secretariat, with a preview and a trace."""

import pytest

from nominations.models import Endorsement, Nomination
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.admin import do, enter
from tests.answers import complete
from tests.endorsements import agreed, desk, invited, requested
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def two(call, leila):
    """(the one Leila sent in, the one she began when a Member named her at another address)."""
    mine = complete(make.nomination(author=leila, call=call))
    mine.submit(by=leila)
    france = make.member("FR", "France")
    again = make.user("l.haddad@work.example.org", "L. Haddad")
    return mine, agreed(call, france, desk(france)[0], nominee=again).nomination


@kept
def france_again():
    """Another Member that names her at her first address."""
    return make.member("DE", "Germany")


def test_one_dossier_has_all_words_and_the_other_leads_to_it(two, amina, call):
    mine, other = two
    mine.unite(other, reason="The same ORCID page.", by=amina)

    other.refresh_from_db()
    assert (mine.status, other.status, other.united_with) == ("submitted", "withdrawn", mine)
    assert [word.status for word in mine.endorsements.all()] == ["given"]
    assert [each.story().last().verb for each in (mine, other)] == ["united", "united_with"]
    assert set(Message.objects.filter(occasion="nominations/united").values_list("to", flat=True)) == {
        mine.owner.email,
        other.owner.email,
    }
    assert mine.deadline() == max(call.complete_end, call.closes_at)


def test_a_place_is_not_taken_twice_when_one_member_named_both(two, amina, call, leila):
    mine, other = two
    france = make.member("FR")
    focal = france.delegates.get(capacity="focal_point").user
    agreed(call, france, focal, nominee=leila)
    mine.unite(other, reason="One person.", by=amina)

    assert sorted(mine.endorsements.values_list("status", flat=True)) == ["given", "withdrawn"]
    assert Endorsement.objects.in_places().count() == 1


def test_who_agrees_later_by_the_closed_account_joins_the_one_dossier(two, amina, call, france_again):
    mine, other = two
    mine.unite(other, reason="One person.", by=amina)
    one = invited(call, france_again, desk(france_again)[0], email=other.owner.email)

    assert one.agree(by=other.owner) == mine
    assert one.agree(by=other.owner) == mine
    assert Nomination.start(call=call, by=other.owner) == mine
    assert Nomination.objects.count() == 2


def test_a_closed_one_is_not_reopened_nor_united_again(two, amina):
    mine, other = two
    mine.unite(other, reason="One person.", by=amina)

    with pytest.raises(Refused, match="was united"):
        other.reinstate(by=other.owner)
    for one, another in ((mine, other), (other, mine)):
        with pytest.raises(Refused, match="united with another one already"):
            one.unite(another, reason="Again.", by=amina)
    with pytest.raises(Refused, match="Choose another nomination"):
        mine.unite(mine, reason="Itself.", by=amina)
    with pytest.raises(Refused):
        mine.delete_draft(by=mine.owner)


def test_then_the_two_persons_can_be_merged(two, amina):
    mine, other = two
    assert "Unite the two nominations first" in Nomination.keeps_apart(mine.person, other.person)
    mine.unite(other, reason="One person.", by=amina)

    assert Nomination.keeps_apart(mine.person, other.person) == ""


def test_the_secretariat_names_the_other_sees_both_and_says_why(two, amina, client, settings):
    settings.REQUIRE_STAFF_MFA = False
    mine, other = two
    client.force_login(amina)
    asks = client.get(do(mine, "unite")).content.decode()
    assert "Reference of the other nomination" in asks
    odd = client.get(do(mine, "unite"), {"other": "N99-1\x00"}).content.decode()
    assert "No nomination of this call has this reference." in odd

    preview = client.get(do(mine, "unite"), {"other": other.reference.lower()}).content.decode()
    assert all(words in preview for words in (mine.reference, other.reference, other.owner.email, "France: given"))
    assert not Nomination.objects.exclude(united_with=None).exists()

    refused = client.post(do(mine, "unite"), {"other": other.reference, "reason": ""}).content.decode()
    assert "Say why they are one" in refused
    assert other.reference in refused
    client.post(do(mine, "unite"), {"other": other.reference, "reason": "The same ORCID page."})
    assert Nomination.objects.get(pk=other.pk).united_with == mine


def test_whose_nomination_was_closed_reads_which_one_counts(two, amina, client):
    mine, other = two
    mine.unite(other, reason="One person.", by=amina)
    client.force_login(other.owner)

    page = client.get(other.get_absolute_url()).content.decode()
    assert f"united this nomination with {mine.reference}" in page
    card = client.get("/en/nominations/").content.decode()
    assert f"United with {mine.reference}" in card
    assert "United with another one" in card
    assert "Withdrawn" not in card  # the person withdrew nothing


def test_what_a_member_gave_counts_before_what_it_was_only_asked(call, leila, amina, france_again):
    other = make.user("l.haddad@work.example.org", "L. Haddad")
    one, two = (make.nomination(author=each, call=call) for each in (leila, other))
    requested(one, france_again), requested(two, france_again).give(by=desk(france_again)[0])
    one.unite(two, reason="One person.", by=amina)

    assert one.endorsements.get(status="given").member == france_again
    assert one.endorsements.get(status="withdrawn").story().last().verb == "united"


def test_a_member_that_named_the_one_is_asked_no_longer_about_the_other(two, amina, call):
    mine, other = two
    requested(mine, make.member("FR"))
    mine.unite(other, reason="One person.", by=amina)

    assert list(mine.endorsements.values_list("kind", "status").order_by("kind")) == [
        ("endorse", "withdrawn"),
        ("nominate", "given"),
    ]


def test_what_was_submitted_is_not_closed_for_a_draft(two, amina):
    mine, draft = two
    with pytest.raises(Refused, match="Keep the other one"):
        draft.unite(mine, reason="One person.", by=amina)
    mine.refresh_from_db()
    assert (mine.status, mine.united_with) == ("submitted", None)


def test_whose_nomination_was_closed_and_who_starts_anew_stands_before_it(two, amina, client):
    mine, other = two
    mine.unite(other, reason="One person.", by=amina)

    answer = enter(client, other.owner).post("/en/nominations/start/")
    assert answer.url == f"/en/nominations/{other.pk}/"
    assert mine.reference in client.get(answer.url).content.decode()


def test_three_united_one_after_the_other_lead_to_the_last_that_is_kept(two, amina, call, france_again):
    second, first = two
    third = complete(make.nomination(author=make.user("lh@home.example.org", "L. H."), call=call))
    third.submit(by=third.owner)
    second.unite(first, reason="One person.", by=amina)
    third.unite(second, reason="One person.", by=amina)

    word = agreed(call, france_again, desk(france_again)[0], nominee=first.owner)
    assert word.nomination == third
    assert set(Nomination.objects.filter(united_with=third)) == {first, second}
