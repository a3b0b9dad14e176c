"""Every letter to the committee: who gets it, what its first lines say in both languages, and that it names no candidate."""

import re
from datetime import timedelta

import pytest
from django.db import transaction

from nominations.reviewing import reminders
from nominations.reviewing.models import Reviewer
from portal.lifecycle import clock
from portal.notifications.models import Message
from tests import committee

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIRST_LINES = {  # occasion: what the subject says, and how the second paragraph begins
    "named": ("You are named to the committee of the {call}", "Sign in with this address"),
    "terms_reminder": ("{call}: the terms of confidentiality wait for you", "Sign in with this address"),
    "assigned": ("{call}: 2 new nominations to review", "Hand in your reviews by"),
    "taken_back": ("{call}: 1 nomination was taken back", "You do not need to do anything about it. 1 other"),
    "date_moved": ("{call}: reviews now close on", "Hand in your reviews by"),
    "progress": ("{call}: 0 of 2 reviews done", "Hand in your reviews by"),
    "closing_soon": ("{call}: reviews close on", "Hand in your reviews by"),
    "late": ("{call}: reviews are closed, 2 of yours not done", "You do not need to do anything."),
    "set_aside": ("{call}: one of your reviews was set aside", "You can write another one until"),
    "not_begun": ("{call}: 1 reviewer has not begun", "Speak with them, or ask the secretariat"),
    "not_done": ("{call}: reviews are closed, 1 reviewer has not done all", "Decide with the secretariat"),
}
TO_THE_CHAIR = {"not_begun", "not_done"}


@pytest.fixture(params=["en", "fr"])
def language(request, luis, mei):
    for seat in (luis, mei):
        seat.user.language, seat.user.time_zone = request.param, "Europe/Paris"
        seat.user.save()
    return request.param


def cause(occasion, call, given, luis, amina, mei):
    """Do what a letter follows from, as somebody or the clock; of this occasion none is there before."""
    at = clock.now() + HOUR
    if occasion not in ("named", "terms_reminder", "set_aside"):
        reminders.tell_reviewers(at)
    match occasion:
        case "named":
            luis.end(reason="A slip.", by=amina)
            committee.reviewer(call, user=luis.user, by=amina)
        case "terms_reminder":
            Reviewer.objects.filter(pk=luis.pk).update(terms_accepted_at=None, terms_version="")
            reminders.remind_of_terms(at + 4 * DAY)
        case "taken_back":
            given[0].release(by=amina)
            reminders.tell_reviewers(at)
        case "date_moved":
            type(call).objects.update(review_until=call.review_until + 5 * DAY)
            reminders.tell_reviewers(at)
        case "progress":
            reminders.remind_weekly(reminders.last_monday(at + 11 * DAY))
        case "closing_soon":
            reminders.remind_of_end(call.review_until - DAY)
        case "late" | "not_done":
            reminders.tell_closed(call.review_until)
        case "set_aside":
            given[0].save_review(**committee.words(call), by=luis.user)
            given[0].void_review(reason="Scores of another person.", by=mei.user)
        case "not_begun":
            reminders.warn_chairs(call.review_until - DAY)


def test_a_letter_says_what_happened_what_to_do_and_where(language, call, three, luis, mei, amina, settings):
    given = [committee.given(one, luis, by=amina) for one in three[:2]]
    for occasion, (said, todo) in FIRST_LINES.items():
        Message.objects.all().delete()
        with transaction.atomic():
            cause(occasion, call, given, luis, amina, mei)
            to = mei if occasion in TO_THE_CHAIR else luis
            letter = Message.objects.get(occasion=f"reviewing/{occasion}", to=to.user.email)
            transaction.set_rollback(True)

        _what, second, link = letter.text.split("\n\n")[:3]
        page = "(committee/)?\\?call=2026" if occasion in TO_THE_CHAIR else r"(\?call=2026|[0-9a-f-]+/)"
        assert re.fullmatch(rf"http://testserver/{language}/review/{page}", link), occasion
        if language == "en":
            assert letter.subject.startswith(said.format(call=call.title_en))
            assert second.startswith(todo)
        else:
            assert call.title_fr in letter.subject
            assert not re.search(r"\b(the|you|your|reviews)\b", letter.subject + letter.text), letter.text
        assert settings.SECRETARIAT_EMAIL in letter.text
        ours = re.sub(r"^(  .*\n+)+", "\n", letter.text, flags=re.MULTILINE)  # without what people typed
        assert not re.search(r"[!<>{}]|&\w+;|\bplease\b", ours, re.IGNORECASE), ours
        assert "None" not in ours
        assert not re.search(r"\n{3,}|[ \t]$|\( ?\)|  ", ours, re.MULTILINE), ours
        assert not re.search(r"Cara|N26-|\b(Candidate|NZ)\b", letter.subject + letter.text + letter.html)
        stops = letter.text.count("/reminders/")
        assert letter.text.count("http://testserver/") == letter.html.count("<a href=") == 1 + stops
        assert stops == letter.reminder, occasion
        given[0].refresh_from_db()
