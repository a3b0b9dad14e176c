"""Before anything is seen: the second step of signing in, the terms of confidentiality, and where a reviewer belongs."""

import pytest
from django.urls import reverse

from nominations.reviewing.models import Assignment, Conflict, Reviewer
from nominations.reviewing.urls import urlpatterns
from portal.lifecycle.models import Refused
from tests import committee
from tests.admin import enter
from tests.kept import kept
from tests.portal.authenticator import give_app

pytestmark = pytest.mark.django_db
FACTS = {
    "revision": "0",
    "nationality_1": "ES",
    "nationality_2": "FR",
    "nationality_3": "",
    "residence": "ES",
    "country_of_work": "PT",
    "employers": "University of Porto\n\nData Trust Foundation",
}


@kept
def candidate(call, amina):
    return committee.candidates(call, 1, by=amina, nationality_1="ES")[0]


@kept
def seat(call, amina):
    return committee.reviewer(call, by=amina, accepted=False)


def addresses(assignment):
    """Every address under /review/."""
    known = {"pk": assignment.pk, "kind": "cv", "number": 1, "remark": assignment.pk}
    known |= {"document": assignment.pk, "assignment": assignment.pk}
    for each in urlpatterns:
        names = each.pattern.converters
        yield each.name, reverse(f"reviewing:{each.name}", kwargs={name: known[name] for name in names})


def test_before_the_terms_every_page_leads_to_them(client, candidate, seat, amina):
    assignment = committee.given(candidate, seat, by=amina)
    enter(client, seat.user)
    chairs = {each.name for each in urlpatterns if each.name.startswith("committee")}

    for name, address in addresses(assignment):
        answer = client.get(address)
        if name != "terms" and name not in chairs and answer.status_code != 405:
            assert answer["location"] == "/en/review/terms/", name
            assert client.post(address).status_code in (302, 405), name

    assert not Assignment.objects.visible_to(seat.user).exists()


@pytest.mark.abuse(30)
@pytest.mark.parametrize("equipped", [False, True], ids=["without a second step", "with one that was not used"])
def test_without_the_second_step_no_address_of_the_committee_opens(client, candidate, amina, settings, equipped):
    seat = committee.chair(candidate.call, by=amina, most=9)
    assignment = committee.given(candidate, seat, by=amina)
    if equipped:
        give_app(seat.user)
    client.force_login(seat.user, backend="portal.accounts.signed_in.SignedIn")
    settings.REQUIRE_STAFF_MFA = True

    for name, address in addresses(assignment):
        for answer in (client.get(address), client.post(address)):
            if answer.status_code != 405:
                assert answer.status_code == 302, name
                assert ("/reauthenticate/" in answer["location"]) is equipped, (name, answer["location"])
    assert not assignment.story().exclude(verb="assigned").exists()


def test_words_that_came_without_the_second_step_are_kept_until_it_is_used(client, candidate, amina, settings):
    seat = committee.reviewer(candidate.call, by=amina)
    assignment = committee.given(candidate, seat, by=amina)
    client.force_login(seat.user, backend="portal.accounts.signed_in.SignedIn")
    settings.REQUIRE_STAFF_MFA = True
    client.post(assignment.get_absolute_url(), {"comment": "Typed before the code", "revision": "0"})

    settings.REQUIRE_STAFF_MFA = False

    assert "Typed before the code" in client.get(assignment.get_absolute_url(), follow=True).content.decode()


def test_terms_are_accepted_with_the_facts_and_conflicts_bind_at_once(client, candidate, seat):
    enter(client, seat.user)

    answer = client.post("/en/review/terms/", FACTS)

    assert answer["location"] == "/en/review/"
    seat = Reviewer.objects.get()
    assert seat.has_accepted
    assert (seat.nationalities, seat.residence, seat.country_of_work) == (["ES", "FR"], "ES", "PT")
    assert seat.employers == ["University of Porto", "Data Trust Foundation"]
    assert Conflict.objects.filter(user=seat.user, nomination=candidate, kind="nationality").exists()


def test_without_the_facts_nothing_is_accepted_and_what_was_said_stays(client, seat):
    enter(client, seat.user)

    answer = client.post("/en/review/terms/", FACTS | {"nationality_1": "", "employers": "Planted Institute"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose your nationality" in page
    assert "Planted Institute" in page
    assert not Reviewer.objects.get().has_accepted


@pytest.mark.parametrize(
    ("employers", "words"), [("\n".join("abcdefghijk"), "at most 10"), ("x" * 161, "to 160 characters")]
)
def test_employers_are_refused_in_words(client, seat, employers, words):
    enter(client, seat.user)

    answer = client.post("/en/review/terms/", FACTS | {"employers": employers})

    assert (answer.status_code, words in answer.content.decode()) == (400, True)


def test_facts_are_corrected_until_dossiers_are_there_and_then_by_the_secretariat_alone(
    client, candidate, amina, settings
):
    """Whoever changes their own could see by what vanishes of which nationality a candidate is."""
    settings.SECRETARIAT_EMAIL = "house@example.org"
    seat = committee.reviewer(candidate.call, by=amina)
    enter(client, seat.user)
    own = FACTS | {
        "nationality_1": "BR",
        "residence": "BR",
        "country_of_work": "BR",
        "nationality_2": "",
        "employers": "",
    }
    client.post("/en/review/terms/", own)
    assert 'value="BR" selected' in client.get("/en/review/terms/").content.decode()

    assignment = committee.given(candidate, seat, by=amina)
    for _guess in ("given", "taken back"):
        refused = client.post("/en/review/terms/", FACTS | {"employers": "Planted Institute"})
        assert (refused.status_code, "Planted Institute" in refused.content.decode()) == (409, True)
        page = client.get("/en/review/terms/").content.decode()
        assert "only the secretariat changes this. Write to house@example.org and say what is new." in page
        assert ("<dd" in page, "Brazil" in page, "<select" in page, ">Save<" in page) == (True, True, False, False)
        assert client.get("/en/review/").status_code == 200
        if _guess == "given":
            assert client.get(assignment.get_absolute_url()).status_code == 200
            assignment.release(by=amina)
    assert not Conflict.objects.exists()

    Reviewer.objects.filter(pk=seat.pk).update(terms_version="of old")  # new terms are accepted; the facts stand
    assert "I accept the terms" in client.get("/en/review/terms/").content.decode()
    assert client.post("/en/review/terms/").status_code == 302
    seat.refresh_from_db()
    assert (seat.has_accepted, seat.nationalities) == (True, ["BR"])

    committee.given(candidate, seat, by=amina)
    seat.state_facts(nationalities=["ES"], residence="BR", country_of_work="BR", employers=[], by=amina)
    assert client.get(assignment.get_absolute_url()).status_code == 404


def test_a_chair_for_whom_dossiers_are_there_does_not_change_their_own_facts(candidate, mei):
    with pytest.raises(Refused, match="only the secretariat changes this"):
        mei.state_facts(nationalities=["ES"], residence="ES", country_of_work="ES", employers=[], by=mei.user)
    assert mei.sees().count() == 1


def test_the_terms_of_another_call_are_asked_for_at_its_own_address(client, seat, amina, jonas):
    seat.accept_terms(by=seat.user)
    older = committee.call_in_review(by=jonas, year=2025)
    committee.reviewer(older, user=seat.user, by=amina, accepted=False)
    enter(client, seat.user)

    assert client.get("/en/review/?call=2025")["location"] == "/en/review/terms/?call=2025"
    assert client.post("/en/review/terms/?call=2025", FACTS)["location"] == "/en/review/?call=2025"
    assert Reviewer.objects.get(call=older).has_accepted
