"""The public pages of a call, in each of its phases, for a visitor and for somebody with a nomination."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from members import facts
from members.models import Person
from nominations.models import Call, Nomination
from nominations.questions import SECTIONS
from tests import make

PAGES = ["/en/call/", "/fr/call/", "/en/call/questions/", "/fr/call/questions/"]


def text(response) -> str:
    """What is read on the page: no tags, one space between words."""
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def closed_call(by, **fields):
    return make.call(by=by, closes_at=timezone.now() - timedelta(hours=1), **fields)


def drafts(call, number):
    """Nominations that are only rows: for counting what a page reads."""
    people = Person.objects.bulk_create(Person() for _ in range(number))
    Nomination.objects.bulk_create(
        Nomination(call=call, person=person, number=n, reference=f"X-{n:05d}") for n, person in enumerate(people, 1)
    )


# --- what it costs


@pytest.mark.parametrize("number", [10, 1000])
@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_costs_two_statements_however_many_nominations_there_are(
    path, number, call, client, django_assert_max_num_queries
):
    facts.load()
    drafts(call, number)

    with django_assert_max_num_queries(2):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/en/", *PAGES])
def test_what_a_visitor_gets_is_the_same_for_every_visitor(path, call, client):
    facts.load()
    first, second = client.get(path), client.get(path)

    assert first.content == second.content
    assert not first.cookies
    assert "csrf" not in first.content.decode()
    assert "Cookie" in first.headers["Vary"]


# --- while it is open


def test_an_open_call_says_until_when_who_what_and_how(call, client):
    words = text(client.get("/en/call/"))

    for part in (
        "Call for experts 2026",
        "Anywhere on Earth (UTC−12)",
        "Who can apply",
        "at most 4 pages and 5 MB",
        "In this call an endorsement is optional",
        "Members also nominate people themselves",
        "checked and not scored",
        "Two reviewers read each nomination",
        "Expertise 35%",
        "Innovation and Commercialisation 20",
        "secretariat@example.org",
    ):
        assert part in words


def test_an_open_call_can_be_started_and_its_questions_read(call, client):
    page = client.get("/en/call/").content.decode()

    assert 'href="/en/nominations/start/"' in page
    assert 'href="/en/call/questions/"' in page


def test_the_end_is_told_in_the_capitals_of_all_members(jonas, client):
    facts.load()
    year = timezone.now().year + 1
    make.call(by=jonas, closes_at=datetime(year, 12, 2, 12, tzinfo=UTC))

    page = client.get("/en/call/").content.decode()
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th>\s*<td><time[^>]*>([^<]+)</time>', page))

    assert len(rows) == 29
    assert rows["Japan"].endswith(f"2 December {year}, 20:59")
    assert rows["France"].endswith(f"2 December {year}, 12:59")
    assert rows["New Zealand"].endswith(f"3 December {year}, 00:59")
    assert rows["United States"].endswith(f"2 December {year}, 06:59")
    assert list(rows) == sorted(rows, key=str.casefold)


def test_french_names_stand_in_the_order_of_a_french_dictionary(call, client):
    facts.load()

    page = client.get("/fr/call/").content.decode()
    names = re.findall(r'<th scope="row">([^<]+)</th>\s*<td><time', page)

    assert names[0] == "Allemagne"
    assert names.index("États-Unis") == names.index("Espagne") + 1


def test_an_extension_shows_what_the_end_was_before(call, amina, client):
    before = call.closes_at
    assert "Extended from" not in text(client.get("/en/call/"))

    call.extend(until=before + timedelta(days=3), reason="A storm.", by=amina)

    page = client.get("/en/call/")
    assert "Extended from" in text(page)
    assert f"{before - timedelta(minutes=1):%Y-%m-%dT%H:%M}" in page.content.decode()
    assert "A storm." not in text(page)


def test_a_person_with_a_nomination_is_led_to_it_and_nobody_else_is(call, client, leila, tomas):
    nomination = make.nomination(author=leila, call=call)

    client.force_login(tomas)
    assert nomination.reference not in text(client.get("/en/call/"))
    client.force_login(leila)
    page = client.get("/en/call/")
    assert nomination.reference in text(page)
    assert f"/en/nominations/{nomination.pk}/" in page.content.decode()
    assert "Start a nomination" not in text(page)
    assert "no-store" in page.headers["Cache-Control"]


# --- before and after


def test_an_announced_call_cannot_be_started_yet(jonas, client):
    now = timezone.now()
    make.call(by=jonas, opens_at=now + timedelta(days=3), closes_at=now + timedelta(days=30))

    words = text(client.get("/en/call/"))
    assert "Nominations open in" in words
    assert "Start a nomination" not in words
    assert "Read every question" in words


def test_a_closed_call_says_what_became_of_drafts_when_decisions_come_and_whom_to_ask(jonas, client):
    day = timezone.now().date() + timedelta(days=60)
    closed_call(jonas, decisions_on=day)

    words = text(client.get("/en/call/"))
    assert "Call for experts 2026 has closed" in words
    assert "It was not submitted, so nobody considers it." in words
    assert "90 days after the end it is deleted." in words
    assert f"by {day.day} {day:%B %Y}" in words
    assert "secretariat@example.org" in words
    assert "Start a nomination" not in words


def test_a_closed_call_leads_people_to_their_nomination(jonas, leila, client):
    call = closed_call(jonas)
    nomination = Nomination.start(call=call, by=leila, at=call.closes_at - timedelta(minutes=1))

    client.force_login(leila)

    assert nomination.reference in text(client.get("/en/call/"))


def test_between_two_calls_the_page_says_that_the_last_one_is_concluded(jonas, client):
    closed_call(jonas).conclude(by=jonas)

    words = text(client.get("/en/call/"))
    assert "The call is concluded." in words
    assert "There is one a year." in words


def test_without_any_call_the_pages_still_answer(client, db):
    assert "No call is open" in text(client.get("/en/call/"))
    assert "Biography" in text(client.get("/en/call/questions/"))


def test_a_call_in_preparation_is_a_secret(jonas, client):
    make.call(by=jonas, published=False, title_en="Secret plan")

    assert "Secret plan" not in text(client.get("/en/call/"))
    assert "Secret plan" not in text(client.get("/en/"))


# --- its own words


def test_the_text_of_a_call_is_markdown_and_never_more(call, client):
    call.intro_en = (
        "**Bold** and [a link](https://example.org/x)\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n"
        "[bad](javascript:alert(3)) ![p](https://evil.example/p.png)\n\n# A heading"
    )
    call.save()

    page = client.get("/en/call/").content.decode()
    assert "<strong>Bold</strong>" in page
    assert '<a href="https://example.org/x" rel="noopener noreferrer">' in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert page.count("<h1") == 1


def test_a_text_that_has_no_french_yet_is_shown_in_english_and_marked_so(call, client):
    assert '<div lang="en"><p>Come and work with us.</p>' in client.get("/fr/call/").content.decode()

    Call.objects.update(intro_fr="Venez travailler avec nous.")

    page = client.get("/fr/call/").content.decode()
    assert "Venez travailler avec nous." in page
    assert "Come and work with us." not in page


# --- every question


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_question_is_printed_with_its_limit_before_anybody_signs_up(language, call, client):
    page = client.get(f"/{language}/call/questions/").content.decode()

    with translation.override(language):
        for section in SECTIONS.values():
            assert f". {escape(str(section.title))}</h2>" in page
            for field in section(None, call=call).fields.values():
                assert f"<b>{escape(str(field.label))}</b>" in page
    assert page.count('class="paper"') == 6


def test_the_limits_are_those_of_the_form(call, client):
    words = text(client.get("/en/call/questions/"))

    assert re.search(r"Motivation Needed .{0,200}Up to 3,?000 characters\.", words)
    assert re.search(r"Biography Needed .{0,200}Up to 1,?200 characters\.", words)
    assert "Future of Work" in words


def test_a_list_of_countries_is_named_and_not_printed(call, client):
    words = text(client.get("/en/call/questions/"))

    assert re.search(r"One of a list of 2\d\d\.", words)
    assert "Afghanistan" not in words
