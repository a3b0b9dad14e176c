"""The sender, against a real SMTP server on loopback."""

import pytest

from portal.notifications import outbox, sender, tasks
from portal.notifications.models import Message
from tests import smtp
from tests.portal.shelf import shelf  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def letter(number=1, to="leila@example.org", **words):
    return outbox.post("note", to=to, key=f"note:{number}", link="/en/", words=f"Letter {number}", **words)


def test_a_letter_arrives_with_its_headers(settings, shelf):
    with smtp.server(settings) as server:
        message = letter(language="fr")
        tasks.sweep()

    [mail] = server.letters
    message.refresh_from_db()
    assert mail["To"] == "leila@example.org"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == settings.SECRETARIAT_EMAIL
    assert mail["Content-Language"] == "fr"
    assert mail["List-Unsubscribe"] is None
    assert smtp.plain(mail).strip() == message.text
    assert (message.status, message.attempts) == ("sent", 1)
    assert message.sent_at
