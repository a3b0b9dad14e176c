"""Nothing typed is ever lost: saved before it is judged, in two windows, after the end, signed out, without its sign."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.drafts.saving import Overtaken
from nominations.models import Nomination
from nominations.questions import SECTIONS
from portal.accounts.models import User
from portal.lifecycle.models import Refused
from tests import make
from tests.answers import ANSWERS, complete, fill
from tests.cases import undone
from tests.kept import kept
from tests.portal.mailbox import code_for


@kept
def draft(leila, call):
    return Nomination.start(call=call, by=leila)


@pytest.fixture
def window(client, leila):
    """A browser in which Leila is signed in."""
    client.force_login(leila, backend="portal.accounts.signed_in.SignedIn")
    return client


def address(nomination, section="work"):
    return reverse("nominations:section", args=[nomination.pk, section])


def form(nomination, revision=None, **typed):
    """What a browser sends: the fields of the page, and the revision that it was opened with."""
    return {"revision": nomination.revision if revision is None else revision, "window": "one", **typed}


# --- the verb


def test_an_invalid_answer_is_saved_as_typed(draft, leila):
    draft.save_section("work", {"years_experience": "a dozen"}, by=leila)

    draft.refresh_from_db()
    assert draft.answers == {"years_experience": "a dozen"}
    assert draft.section_state("work") == "problem"


def test_a_save_without_change_is_no_new_revision(draft, leila):
    draft.save_section("work", {"position": "Head"}, by=leila)
    draft.save_section("work", {"position": "Head"}, by=leila)

    assert draft.revision == 1


def test_what_tests_fill_in_at_once_is_what_saving_each_section_leaves(draft, leila):
    half = {"position": "Head", "biography": "Short."}
    for words in (half, ANSWERS, ANSWERS):
        with undone():
            for section in SECTIONS:
                draft.save_section(section, words, by=leila)
            saved = Nomination.objects.filter(pk=draft.pk).values().get()
        fill(Nomination.objects.get(pk=draft.pk), words)
        assert Nomination.objects.filter(pk=draft.pk).values().get() == saved


@pytest.mark.abuse(11)
def test_two_windows_never_overwrite_each_other(draft, leila):
    draft.save_section("work", {"position": "Head"}, by=leila, revision=0, window="one")

    with pytest.raises(Overtaken) as overtaken:
        draft.save_section("work", {"position": "Chair", "organisation": ""}, by=leila, revision=0, window="two")

    assert overtaken.value.names == ["position"]
    assert draft.answers["position"] == "Head"


@pytest.mark.parametrize(
    ("section", "typed", "revision", "window"),
    [
        ("work", {"position": "Chair"}, 1, "two"),  # opened after the other had saved
        ("work", {"position": "Chair"}, 0, "one"),  # its own autosave
        ("work", {"position": "Head"}, 0, "two"),  # the same words
        ("you", {"family_name": "Haddad"}, 0, "two"),  # another section
        ("work", {"position": "Chair"}, None, ""),  # not from a page
    ],
)
def test_no_window_is_overtaken_without_need(draft, leila, section, typed, revision, window):
    draft.save_section("work", {"position": "Head"}, by=leila, revision=0, window="one")

    draft.save_section(section, typed, by=leila, revision=revision, window=window)

    assert typed.items() <= draft.answers.items()


@pytest.mark.abuse(10)
def test_answers_are_saved_after_the_end_but_not_submitted(draft, leila, call):
    late = call.closes_at + timedelta(days=1)
    complete(draft)

    draft.save_section("work", {"position": "Chair"}, by=leila, at=late)

    assert draft.answers["position"] == "Chair"
    with pytest.raises(Refused, match="kept"):
        draft.submit(by=leila, at=late)


def test_of_a_returned_nomination_only_the_named_sections_can_be_changed(draft, leila, amina):
    complete(draft).submit(by=leila)
    draft.return_for_correction(sections=["work"], until=timezone.now() + timedelta(days=5), reason="Years.", by=amina)

    draft.save_section("work", {"years_experience": "14"}, by=leila)
    with pytest.raises(Refused, match="other sections"):
        draft.save_section("you", {"family_name": "X"}, by=leila)


def test_changes_elsewhere_do_not_slip_in_with_a_correction(draft, leila, amina):
    complete(draft).submit(by=leila)
    draft.save_section("contribution", {"motivation": "Written after the end."}, by=leila)
    draft.return_for_correction(sections=["work"], until=timezone.now() + timedelta(days=5), reason="Years.", by=amina)
    draft.save_section("work", {"years_experience": "14"}, by=leila)

    version = draft.submit(by=leila)

    assert version.answers["years_experience"] == "14"
    assert version.answers["motivation"] == ANSWERS["motivation"]
    assert draft.answers["motivation"] == "Written after the end."
    assert draft.changed_since_submitted()


# --- the page


def test_the_page_saves_what_is_wrong_and_says_what_to_do(window, draft):
    response = window.post(address(draft), form(draft, years_experience="a dozen", position="Head"))

    draft.refresh_from_db()
    page = response.content.decode()
    assert draft.answers["years_experience"] == "a dozen"
    assert "There is a problem" in page
    assert 'href="#id_years_experience"' in page
    assert "a dozen" in page
    assert "<title>Error: Your work" in page


def test_a_complete_section_leads_to_the_next(window, draft):
    response = window.post(address(draft, "you"), form(draft, **ANSWERS))

    assert response.url == address(draft, "work")


def test_the_last_section_leads_to_the_check(window, draft):
    response = window.post(address(draft, "declarations"), form(draft, **ANSWERS))

    assert response.url == reverse("nominations:check", args=[draft.pk])


@pytest.mark.abuse(22)
@pytest.mark.parametrize("sent", ["check", "https://evil.example/", "//evil.example", "x"])
def test_change_links_come_back_to_the_check_and_lead_nowhere_else(window, draft, sent):
    response = window.post(address(draft, "you") + f"?next={sent}", form(draft, **ANSWERS))

    there = reverse("nominations:check", args=[draft.pk]) if sent == "check" else address(draft, "work")
    assert response.url == there


def test_another_section_is_reached_by_a_button_that_saves_anything_first(window, draft):
    response = window.post(address(draft), form(draft, position="He", go="you"))

    draft.refresh_from_db()
    assert (response.url, draft.answers["position"]) == (address(draft, "you"), "He")


def test_a_section_that_is_none_leads_nowhere(window, draft):
    assert window.post(address(draft), form(draft, position="He", go="//evil.example")).status_code == 200


def test_come_back_later_saves_anything_and_leads_to_the_list(window, draft):
    response = window.post(address(draft), form(draft, position="He", later="1"))

    draft.refresh_from_db()
    assert response.url == draft.get_absolute_url()
    assert draft.answers["position"] == "He"


def test_the_other_version_is_shown_and_the_person_chooses(window, draft, leila):
    draft.save_section("work", {"position": "Head", "organisation": "Trust"}, by=leila, window="two")

    response = window.post(address(draft), form(draft, 0, position="Chair", organisation="Fund"))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Head" in page
    assert "Chair" in page

    chosen = {"keep-position": "mine", "keep-organisation": "other"}
    window.post(address(draft), form(draft, position="Chair", organisation="Fund") | chosen)
    draft.refresh_from_db()
    assert draft.answers["position"] == "Chair"
    assert draft.answers["organisation"] == "Trust"


def test_words_that_are_refused_stay_on_the_page(window, draft, leila):
    complete(draft).submit(by=leila)
    draft.withdraw(by=leila)

    response = window.post(address(draft), form(draft, position="Chair of everything"))

    draft.refresh_from_db()
    assert response.status_code == 409
    assert "Undo the withdrawal" in response.content.decode()
    assert "Chair of everything" in response.content.decode()
    assert draft.answers["position"] == ANSWERS["position"]


def test_who_is_too_long_is_told_that_it_was_cut(window, draft):
    response = window.post(address(draft), form(draft, position="x" * 400), follow=True)

    draft.refresh_from_db()
    assert draft.answers["position"] == "x" * 360
    assert "too long to keep" in response.content.decode()


# --- autosave


def autosave(client, nomination, **sent):
    return client.post(reverse("nominations:autosave", args=[nomination.pk, "work"]), sent)


def test_autosave_tells_the_new_revision_and_the_clock(window, draft):
    response = autosave(window, draft, **form(draft, position="Head"))

    assert response.json()["revision"] == 1
    assert set(response.json()) == {"revision", "saved_at", "clock"}


def test_autosave_is_overtaken_by_another_window(window, draft, leila):
    draft.save_section("work", {"position": "Head"}, by=leila, window="two")

    assert autosave(window, draft, **form(draft, 0, position="Chair")).status_code == 409


def test_autosave_says_that_nobody_is_signed_in(client, draft):
    assert autosave(client, draft, **form(draft, position="Chair")).status_code == 401


@pytest.mark.abuse(2)
def test_a_stranger_saves_nothing_into_what_is_not_theirs(client, draft, stranger):
    client.force_login(stranger, backend="portal.accounts.signed_in.SignedIn")

    assert autosave(client, draft, **form(draft, position="X")).status_code == 404
    assert client.post(address(draft), form(draft, position="X")).status_code == 404


# --- signed out


def sign_in(client, user):
    """Sign in within the same session, as a browser does."""
    client.force_login(user, backend="portal.accounts.signed_in.SignedIn")


def test_words_sent_after_the_session_ended_are_kept_until_sign_in(client, draft, leila):
    response = client.post(address(draft), form(draft, position="Typed signed out"))
    assert response.url == f"{reverse('account_login')}?next={address(draft)}"
    assert "what you typed is kept" in client.get(response.url).content.decode()

    sign_in(client, leila)
    response = client.get(address(draft), follow=True)

    draft.refresh_from_db()
    assert draft.answers["position"] == "Typed signed out"
    assert "What you typed then is here" in response.content.decode()


@pytest.mark.abuse(1)
def test_who_was_signed_out_is_told_too_what_was_too_long_to_keep(client, draft, leila):
    client.post(address(draft), form(draft, position="x" * 400))

    sign_in(client, leila)

    assert "too long to keep" in client.get(address(draft), follow=True).content.decode()


def test_somebody_else_who_signs_in_gets_none_of_it(client, draft, stranger, leila):
    client.post(address(draft), form(draft, position="Typed signed out"))

    sign_in(client, stranger)

    assert client.get(address(draft)).status_code == 404
    draft.refresh_from_db()
    assert draft.answers == {}


def test_words_kept_do_not_overwrite_what_was_saved_meanwhile(client, draft, leila):
    client.post(address(draft), form(draft, 0, position="Older"))
    draft.save_section("work", {"position": "Newer"}, by=leila, window="two")

    sign_in(client, leila)
    response = client.get(address(draft))

    draft.refresh_from_db()
    assert response.status_code == 409
    assert "Older" in response.content.decode()
    assert draft.answers["position"] == "Newer"


def test_little_is_kept_for_whoever_is_signed_out(client, draft):
    for section in ("you", "work", "contribution", "interests"):
        client.post(address(draft, section), form(draft, position="x" * 10_000, biography="x" * 100_000))

    kept = client.session["unsaved"]
    assert len(kept) == 3
    assert len(str(kept)) < 20_000


@pytest.mark.abuse(1)
def test_strangers_do_not_fill_the_disk_with_words(client_factory, draft, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"words_kept": "2/h/ip"}
    clients = [client_factory() for _ in range(3)]
    pages = [client.post(address(draft), form(draft, position="x"), follow=True) for client in clients]

    assert ["unsaved" in client.session for client in clients] == [True, True, False]
    assert "what you typed is kept" in pages[1].content.decode()
    assert "too much was sent" in pages[2].content.decode()
    assert clients[0].session.get_expiry_age() == 24 * 3600


def test_who_signs_in_after_words_were_kept_stays_signed_in_as_long_as_others(client, settings, draft, leila):
    client.post(address(draft), form(draft, position="x"))
    answer = client.post(reverse("account_login"), {"login": leila.email})
    client.post(answer.url, {"code": code_for(leila.email, "login_code")})

    assert "_auth_user_id" in client.session
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


# --- without the form's sign


OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def strict(leila):
    """A browser whose forms need their sign."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client, leila)
    return client


def test_a_form_that_lost_its_sign_is_shown_again_and_can_be_sent(strict, draft):
    response = strict.post(
        address(draft), form(draft, position="Head <b>", stakeholder_group="science", csrfmiddlewaretoken="old"), **OURS
    )
    page = response.content.decode()
    assert response.status_code == 403
    assert "Head &lt;b&gt;" in page
    assert '<input type="hidden" name="stakeholder_group" value="science">' in page

    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    strict.post(address(draft), form(draft, position="Head <b>", csrfmiddlewaretoken=token), **OURS)
    draft.refresh_from_db()
    assert draft.answers["position"] == "Head <b>"


@pytest.mark.abuse(32)
@pytest.mark.parametrize(
    "headers",
    [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}],
)
def test_words_from_another_site_are_never_repeated(strict, draft, headers):
    response = strict.post(address(draft), form(draft, position="Not mine"), **headers)

    assert response.status_code == 403
    assert "Not mine" not in response.content.decode()


def test_while_the_database_is_away_the_words_stay_on_the_page(window, draft, monkeypatch):
    from django.db import OperationalError

    def away(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(Nomination, "save_section", away)

    response = window.post(address(draft), form(draft, position="Typed in the storm"), **OURS)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Typed in the storm" in response.content.decode()


# --- odd input


@pytest.mark.parametrize(
    "body",
    [
        b"revision=0&position=a%00b",
        b"revision=0&position=%ff%fe",
        b"revision=0&position=%ed%a0%80",
        b"revision=99999999999999999999&position=x",
        b"revision=-1&position=x",
        b"revision=%d9%a1&position=x",
        b"revision=0&position=x&position=y",
        b"revision=0&stakeholder_group=" + b"z" * 5000,
        b"revision=0&window=" + b"w" * 5000 + b"&position=x",
        b"",
    ],
)
def test_odd_input_is_saved_or_ignored_but_never_an_error(window, draft, body):
    response = window.post(address(draft), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (200, 302)
    assert window.get(address(draft)).status_code == 200
    assert window.get(reverse("nominations:check", args=[draft.pk])).status_code == 200


@pytest.mark.abuse(37)
def test_thousands_of_fields_and_megabytes_are_turned_away(window, draft):
    many = "&".join(f"f{n}=1" for n in range(3000)).encode()
    big = b"revision=0&position=" + b"x" * 3_000_000

    for body in (many, big):
        response = window.post(address(draft), body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 400


@pytest.mark.parametrize("path", ["nothing/", "YOU/", "you/nothing/", "documents/nothing/remove/"])
def test_a_section_that_is_none_does_not_exist(window, draft, path):
    assert window.get(draft.get_absolute_url() + path, follow=True).status_code in (404, 405)
    assert window.post(draft.get_absolute_url() + path).status_code in (404, 405)


@pytest.mark.abuse(36)
@pytest.mark.parametrize("query", ["?next=%00", "?next=%ff", "?next=" + "x" * 4000, "?%00=1"])
def test_an_odd_address_shows_the_page(window, draft, query):
    assert window.get(address(draft) + query).status_code == 200


@pytest.mark.abuse(1)
def test_another_account_of_the_same_browser_keeps_its_own(client, draft, leila, call):
    """Somebody who has a nomination of their own is not given the words meant for Leila's."""
    tomas = make.user("tomas@example.org", "Tomáš Dvořák")
    his = Nomination.start(call=call, by=tomas)
    client.post(address(draft), form(draft, position="Leila's words"))

    sign_in(client, User.objects.get(pk=tomas.pk))
    client.get(address(his))

    his.refresh_from_db()
    assert his.answers == {}
