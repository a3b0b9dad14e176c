"""What logs, jobs, events and addresses remember of people: ids, and nothing that anybody typed."""

import base64
import json
import logging
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nominations.models import Nomination
from nominations.questions import SECTIONS
from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.celery import app
from portal.lifecycle.models import Event
from portal.logs import OneLine
from portal.notifications import seal
from portal.notifications.models import Message
from portal.notifications.models.silence import stop_address
from tests import pdfs
from tests.admin import do, enter, list_of, page_of
from tests.answers import ANSWERS
from tests.portal.mailbox import code_for
from tests.portal.test_lifecycle_admin import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EMAIL, NAME = "quillon.varnavas@hidden.example", "Quillon Varnavas"
REASON = "reason"  # what the secretariat wrote to the applicant: the story tells it as it was typed
TYPED = {name: f"Hiddenword {name}" for name in ("organisation", "position", "biography", "motivation")}


@pytest.fixture
def lines(settings):
    """The log as it is written in production."""
    written, handler = [], logging.Handler(logging.INFO)
    handler.setFormatter(OneLine())
    handler.emit = lambda record: written.append(handler.format(record))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def jobs():
    """jobs(): what lies with the broker, each message opened."""
    with app.connection_for_write() as connection:
        queue = connection.default_channel.client
        queue.delete("celery")
        yield lambda: [opened(message) for message in queue.lrange("celery", 0, -1)]
        queue.delete("celery")


def opened(message) -> str:
    whole = json.loads(message)
    return f"{base64.b64decode(whole['body']).decode()} {whole['headers']}"


def personal(text: str) -> list[str]:
    """What of a person stands in a text."""
    words = ["quillon", "varnavas", "hiddenword", "hidden-file", "hidden.example", *secrets()]
    return [word for word in words if word.lower() in text.lower()]


def secrets() -> list[str]:
    """Codes and links of every letter that still has one."""
    return [
        seal.open_(sealed).rstrip("/").rpartition("/")[2]
        for sealed in Message.objects.exclude(secret=None).values_list("secret", flat=True)
    ]


def journey(client, desk, head, url):
    """From the first page to the last verb, with what goes wrong on the way; every answer."""
    post = client.post
    yield client.get("/en/call/", {"name": NAME})
    yield post("/en/accounts/signup/", {"email": EMAIL, "name": NAME, "time_zone": "Europe/Athens"})
    yield post("/en/accounts/confirm-email/", {"code": "000000"})
    yield post("/en/accounts/confirm-email/", {"code": code_for(EMAIL)})
    yield post("/en/accounts/profile/", {"name": NAME, "language": "en", "time_zone": "Europe/Athens"})
    yield post("/en/accounts/password/set/", {"password1": "Hiddenword pass"})
    yield post("/en/accounts/email/", {"action_add": "", "email": f"second.{EMAIL}"})
    yield post("/en/nominations/start/")
    nomination = Nomination.objects.get()
    answers = ANSWERS | TYPED | {"given_name": "Quillon", "family_name": "Varnavas", "published_name": NAME}
    answers |= {"organisation_url": url, "profile_url": url, "output_1_url": url}
    for section in SECTIONS:
        yield post(reverse("nominations:section", args=[nomination.pk, section]), answers)
        yield post(reverse("nominations:autosave", args=[nomination.pk, section]), answers)
    for content in (b"Hiddenword", pdfs.good()):
        file = SimpleUploadedFile("Quillon hidden-file.pdf", content, content_type="application/pdf")
        yield post(reverse("nominations:documents", args=[nomination.pk]), {"cv": file})
    nomination.documents.get().read()
    yield post(reverse("nominations:submit", args=[nomination.pk]), {"declared": "on"})
    yield client.get(reverse("nominations:receipt", args=[nomination.pk, 1]))
    yield from screening(client, desk, nomination)
    yield from what_goes_wrong(client, desk, head, nomination)


def screening(client, desk, nomination):
    """The secretariat reads, searches, asks, corrects, returns, takes the list along."""
    yield desk.get(list_of(Nomination), {"q": EMAIL})
    yield desk.get("/admin/accounts/user/", {"q": NAME})
    yield desk.get(page_of(nomination))
    for verb in ("ask", "add_note", "correct", "extend", "return_for_correction", "declare_ineligible"):
        words = {
            name: f"Hiddenword of {NAME}" if name in ("reason", "text", "value") else value
            for name, value in WORDS[verb].items()
        }
        yield desk.post(do(nomination, verb), words | ({"question": f"Hiddenword, {NAME}?"} if verb == "ask" else {}))
    asked = nomination.clarifications.get()
    yield client.post(
        reverse("nominations:clarification", args=[nomination.pk, asked.pk]), {"answer": "Hiddenword answer"}
    )
    yield desk.post(f"{list_of(Nomination, 'export')}?q={EMAIL}")


def what_goes_wrong(client, desk, head, nomination):
    """Wrong passwords, missing pages, refused requests, an error of ours; words of people in all of them."""
    invitation = Invitation.send(EMAIL, Role.OFFICER, by=head)
    token = invitation.link.rstrip("/").rpartition("/")[2]
    yield client.get(f"/en/accounts/invitation/{token}/")
    yield client.get(f"/en/accounts/invitation/{token}x/")
    yield client.post("/en/accounts/login/", {"login": EMAIL, "password": "Hiddenword wrong"})
    yield client.post("/en/accounts/password/reset/", {"email": EMAIL})
    for path in (
        f"/en/{EMAIL}/",
        f"/en/nominations/{NAME}/",
        f"/{NAME}",
        f"/reminders/{EMAIL}/",
        f"/en/members/{NAME}/",
    ):
        yield client.get(path)
    for path in (f"/admin/{NAME}/", f"/admin/accounts/user/{EMAIL}/change/", f"{list_of(Nomination)}?email={EMAIL}"):
        yield desk.get(path)
    yield client.get(f"{stop_address(User.objects.get(email=EMAIL))}x")
    yield client.get("/en/", headers={"host": "evil.example"})
    yield client.generic("FOO", f"/en/nominations/{nomination.pk}/submit/")
    yield client.get(f"/en/accounts/logout/?next=/{NAME}")
    yield client.get(f"/en/nominations/{nomination.pk}/")


@pytest.mark.abuse(25, 33)
def test_a_whole_journey_leaves_ids_and_no_words(
    client,
    client_factory,
    settings,
    call,
    amina,
    jonas,
    lines,
    jobs,
    trap,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    settings.REQUIRE_STAFF_MFA = False
    client.raise_request_exception = False
    url, asked = trap
    desk, answers = enter(client_factory(raise_request_exception=False), amina), []
    monkeypatch.setattr("nominations.views.task_list.last_task", lambda *args: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        for answer in journey(client, desk, jonas, url):
            answers.append(answer)
            if answer.streaming:
                b"".join(answer.streaming_content)

    told = [
        json.dumps({name: fact for name, fact in event.facts.items() if name != REASON})
        for event in Event.objects.all()
    ]
    assert {answer.status_code for answer in answers} >= {200, 302, 400, 404, 405, 500}
    assert {"submitted", "asked", "answered", "noted", "corrected", "exported_nominations"} <= set(
        Event.objects.values_list("verb", flat=True)
    )
    assert len(lines) > 12
    assert len(jobs()) >= 2
    for text in (*lines, *jobs(), *told):
        assert personal(text) == [], text
    assert [
        answer["Location"] for answer in answers if personal(re.sub(r"next=[^&]*", "", answer.get("Location", "")))
    ] == []
    assert not LogEntry.objects.exists()
    assert asked == [], "The server opened an address that somebody typed."
