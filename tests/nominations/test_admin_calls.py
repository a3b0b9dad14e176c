"""Calls in the admin: typed Anywhere on Earth, fixed once they are public, moved by verbs alone."""

from datetime import UTC, datetime, timedelta

import pytest

from nominations.models import Call
from portal.lifecycle.models import Event
from tests import make
from tests.admin import do, enter, list_of, page_of, sent_back
from tests.kept import kept
from tests.letters import letters
from tests.portal.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@kept
def prepared(groups, jonas):
    """Next year's call, still a draft."""
    return make.call(by=jonas, year=2027, published=False)


def test_dates_are_typed_anywhere_on_earth(client, amina, prepared):
    enter(client, amina)
    times = {"opens_at": "2027-11-02T00:00", "closes_at": "2027-12-01T23:59", "screening_until": "2027-12-15T23:59"}

    assert client.post(page_of(prepared), sent_back(client, prepared, **times)).status_code == 302

    prepared.refresh_from_db()
    assert prepared.opens_at == datetime(2027, 11, 2, 12, tzinfo=UTC)
    assert prepared.closes_at == datetime(2027, 12, 2, 12, tzinfo=UTC)
    assert prepared.screening_until == datetime(2027, 12, 16, 12, tzinfo=UTC)
    assert "1 December 2027, 23:59" in client.get(page_of(prepared)).text


def test_a_call_is_made_on_the_page_of_a_new_one(client, amina, groups):
    forms = Page(enter(client, amina).get(list_of(Call, "add")).text).forms
    fields = next(form.fields for form in forms if "title_en" in form.fields)
    untouched = {name: field.values[-1] for name, field in fields.items() if field.values}
    typed = {
        "year": "2029",
        "title_en": "Call for minds",
        "intro_en": "Come.",
        "opens_at": "2029-11-02T00:00",
        "closes_at": "2029-12-01T23:59",
    }

    assert client.post(list_of(Call, "add"), untouched | typed).status_code == 302

    made = Call.objects.get()
    assert (made.year, made.title_en, made.status) == (2029, "Call for minds", "draft")
    assert made.closes_at == datetime(2029, 12, 2, 12, tzinfo=UTC)
    assert made.story().get().verb == "created"


def test_a_form_sent_back_as_it_came_changes_nothing(client, amina, prepared):
    before = Call.objects.values().get(pk=prepared.pk)
    enter(client, amina)

    assert client.post(page_of(prepared), sent_back(client, prepared)).status_code == 302

    assert Call.objects.values().get(pk=prepared.pk) == before
    assert not Event.objects.filter(verb="edited").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"agree_until": "2027-12-09T23:59", "complete_until": "2027-12-08T23:59"},
            "The day until which people complete must not lie before the day until which they agree.",
        ),
        ({"agree_until": "2020-12-09T23:59"}, "The day until which people agree must lie after the opening."),
        ({"endorsement_until": "2020-12-09T23:59"}, "The day until which Members endorse must lie after the opening."),
        ({"opens_at": "2027-12-09T00:00", "closes_at": "2027-12-08T23:59"}, "The call must close after it opens."),
    ],
)
def test_days_that_do_not_fit_are_refused_in_words(client, amina, prepared, typed, sentence):
    enter(client, amina)

    page = client.post(page_of(prepared), sent_back(client, prepared, **typed))

    assert page.status_code == 200
    assert sentence in page.text


def test_the_rules_for_members_are_typed_and_copied_and_fixed_once_public(client, amina, jonas, prepared):
    enter(client, amina)
    rules = {"endorsing": "required", "balance_en": "Name women, too.", "balance_fr": "Des femmes aussi.", "quota": "3"}
    client.post(page_of(prepared), sent_back(client, prepared, scores_named="on", **rules))

    prepared.refresh_from_db()
    copied = prepared.copy(year=2030, by=amina)
    for call in (Call.objects.get(pk=prepared.pk), Call.objects.get(pk=copied.pk)):
        assert (call.endorsing, call.scores_named, call.quota) == ("required", True, 3)
        assert (call.balance_en, call.balance_fr) == ("Name women, too.", "Des femmes aussi.")

    prepared.publish(by=jonas)
    sent = {"endorsing": "optional", "scores_named": "", "balance_en": "Name people of all regions."}
    client.post(page_of(prepared), sent_back(client, prepared, **sent))
    prepared.refresh_from_db()
    assert (prepared.endorsing, prepared.scores_named) == ("required", True)
    assert prepared.balance_en == "Name people of all regions."


def test_what_was_edited_is_in_the_story_without_its_words(client, amina, prepared):
    enter(client, amina).post(page_of(prepared), sent_back(client, prepared, title_en="Call for minds"))

    event = prepared.story().get(verb="edited")
    assert (event.by, event.facts) == (amina, {"fields": ["title_en"]})


@pytest.mark.abuse(24)
def test_a_published_call_changes_its_texts_and_never_its_end_seats_or_rubric(client, amina, call):
    enter(client, amina)
    before = (call.closes_at, call.opens_at, call.quota)
    sneaked = {
        "title_en": "Better title",
        "closes_at": "2030-01-01T23:59",
        "opens_at": "2020-01-01T00:00",
        "quota": "9",
        "status": "draft",
        "seats-0-number": "99",
        "criteria-0-weight": "99",
    }

    assert client.post(page_of(call), sent_back(client, call, **sneaked)).status_code == 302

    call.refresh_from_db()
    assert (call.title_en, call.status) == ("Better title", "published")
    assert (call.closes_at, call.opens_at, call.quota) == before
    assert {seats.number for seats in call.seats.all()} == {20}
    assert call.criteria.first().weight == 35


@pytest.mark.parametrize("who", ["amina", "jonas"])
@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_call_is_saved_from_its_page_in_each_state_by_officer_and_head(request, client, prepared, jonas, who, state):
    if state == "published":
        prepared.publish(by=jonas)
    enter(client, request.getfixturevalue(who))
    sent = sent_back(client, prepared, title_en="Call for minds", screening_hold_hours="30")
    page = client.get(page_of(prepared))

    ticks = {"scores_named", "reviewers_named"}  # of a box that is not ticked browsers send nothing
    assert set(page.context["adminform"].form.fields) - ticks <= set(sent)
    assert client.post(page_of(prepared), sent).status_code == 302

    saved = Call.objects.get(pk=prepared.pk)
    assert (saved.title_en, saved.screening_hold_hours, saved.status) == ("Call for minds", 30, state)
    assert (saved.opens_at, saved.closes_at) == (prepared.opens_at, prepared.closes_at)
    assert prepared.story().get(verb="edited").facts == {"fields": ["title_en", "screening_hold_hours"]}


def test_whatever_keeps_a_call_from_being_saved_is_said_on_its_page(client, amina, call):
    enter(client, amina)

    page = client.post(page_of(call), sent_back(client, call, title_en="", decisions_on="soon"))

    assert set(page.context["adminform"].form.errors) == {"title_en", "decisions_on"}


def test_who_says_that_a_thousand_rows_are_sent_gets_no_page_of_a_thousand(client, amina, prepared):
    typed = {"seats-TOTAL_FORMS": "999999", "criteria-TOTAL_FORMS": "999999"}

    answer = enter(client, amina).post(page_of(prepared), sent_back(client, prepared, **typed))

    assert answer.status_code == 200
    assert ("seats-49-" in answer.text, "seats-50-" in answer.text) == (True, False)
    assert ("criteria-49-" in answer.text, "criteria-50-" in answer.text) == (True, False)


def test_an_older_page_does_not_take_a_published_call_back(client, amina, jonas, prepared):
    enter(client, amina)
    old_page = sent_back(client, prepared, closes_at="2030-01-01T23:59")
    prepared.publish(by=jonas)

    client.post(page_of(prepared), old_page)

    end, prepared = prepared.closes_at, Call.objects.get(pk=prepared.pk)
    assert (prepared.status, prepared.closes_at) == ("published", end)


def test_a_concluded_call_is_read_alone(client, amina, jonas, call):
    Call.objects.filter(pk=call.pk).update(opens_at=call.opens_at - timedelta(days=90), closes_at=call.opens_at)
    call.conclude(by=jonas)

    assert enter(client, amina).post(page_of(call), {"title_en": "Late"}).status_code == 403


def test_a_new_call_is_prepared_published_extended_copied(client, amina, leila, prepared):
    enter(client, amina)
    client.post(do(prepared, "publish"))
    prepared.refresh_from_db()
    assert prepared.status == "published"
    make.nomination(author=leila, call=prepared)

    client.post(do(prepared, "extend"), {"until": "2030-01-31T23:59", "reason": "A storm."})
    prepared.refresh_from_db()
    assert prepared.closes_at == datetime(2030, 2, 1, 12, tzinfo=UTC)
    assert ("leila@example.org", "nominations/call_extended") in letters()

    copied = client.post(do(prepared, "copy"), {"year": 2028})
    assert copied["Location"] == page_of(Call.objects.get(year=2028))
    assert "There is already a call for 2028." in client.post(do(prepared, "copy"), {"year": 2028}).text


def test_an_extension_into_the_past_is_refused_and_keeps_the_reason(client, amina, call):
    page = enter(client, amina).post(do(call, "extend"), {"until": "2020-01-31T23:59", "reason": "A storm."}).text

    assert "The new end must lie after the present one and in the future." in page
    assert "A storm." in page


def test_an_open_call_is_not_concluded(client, amina, call):
    page = enter(client, amina).post(do(call, "conclude")).text

    assert "The call is still open" in page
    assert Call.objects.get().status == "published"


@pytest.mark.parametrize("verb", ["publish", "extend", "conclude", "copy"])
def test_the_auditor_runs_no_call(client, auditor, prepared, verb):
    enter(client, auditor)

    assert client.get(do(prepared, verb)).status_code == 403
    assert (
        client.post(do(prepared, verb), {"year": 2030, "until": "2030-01-31T23:59", "reason": "x"}).status_code == 403
    )
    assert client.post(page_of(prepared), {"title_en": "x"}).status_code == 403
    assert client.get(page_of(prepared)).status_code == 200
    assert client.get(list_of(Call, "add")).status_code == 403


def test_the_auditor_reads_every_date_anywhere_on_earth(client, auditor, prepared):
    auditor.time_zone = "Asia/Tokyo"
    auditor.save()
    prepared.closes_at = datetime(2027, 12, 2, 12, tzinfo=UTC)
    prepared.screening_until = datetime(2027, 12, 16, 12, tzinfo=UTC)
    prepared.save()

    page = enter(client, auditor).get(page_of(prepared)).text

    assert "15 December 2027, 23:59" in page
    assert "1 December 2027, 23:59" in page
    assert "16 December 2027" not in page
