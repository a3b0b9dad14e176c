"""Calls in the admin: typed Anywhere on Earth, fixed once they are public, moved by verbs alone."""

from datetime import UTC, datetime, timedelta

import pytest

from nominations.models import Call
from portal.lifecycle.models import Event
from tests import make
from tests.admin import do, enter, list_of, page_of
from tests.letters import letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def prepared(groups, jonas):
    """Next year's call, still a draft."""
    return make.call(by=jonas, year=2027, published=False)


def sent_back(client, call, **changes):
    """What the form of this call would send, with these fields changed."""
    form = client.get(page_of(call)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in client.get(page_of(call)).context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {f"{management.prefix}-{name}": management[name].value() for name in management.fields}
        for row in formset.formset.initial_forms:
            data |= {row[name].html_name: row[name].value() for name in row.fields}
    return {name: "" if value is None else value for name, value in (data | changes).items()}


def test_dates_are_typed_anywhere_on_earth(client, amina, prepared):
    enter(client, amina)
    times = {"opens_at": "2027-11-02T00:00", "closes_at": "2027-12-01T23:59", "screening_until": "2027-12-15T23:59"}

    assert client.post(page_of(prepared), sent_back(client, prepared, **times)).status_code == 302

    prepared.refresh_from_db()
    assert prepared.opens_at == datetime(2027, 11, 2, 12, tzinfo=UTC)
    assert prepared.closes_at == datetime(2027, 12, 2, 12, tzinfo=UTC)
    assert prepared.screening_until == datetime(2027, 12, 16, 12, tzinfo=UTC)
    assert "1 December 2027, 23:59" in client.get(page_of(prepared)).text


def test_a_form_sent_back_as_it_came_changes_nothing(client, amina, prepared):
    before = Call.objects.values().get(pk=prepared.pk)
    enter(client, amina)

    assert client.post(page_of(prepared), sent_back(client, prepared)).status_code == 302

    assert Call.objects.values().get(pk=prepared.pk) == before
    assert not Event.objects.filter(verb="edited").exists()


def test_what_was_edited_is_in_the_story_without_its_words(client, amina, prepared):
    enter(client, amina).post(page_of(prepared), sent_back(client, prepared, title_en="Call for minds"))

    event = prepared.story().get(verb="edited")
    assert (event.by, event.facts) == (amina, {"fields": ["title_en"]})


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
