"""Writing letters: once, in the reader's language, secrets sealed, nobody's words taken for ours."""

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from portal.lifecycle.models import Event, Refused
from portal.notifications import doorbell, outbox, seal, tasks
from portal.notifications.envelope import envelope
from portal.notifications.models import Message
from tests import smtp

LINK = "/en/nominations/"


@pytest.fixture(autouse=True)
def _shelf(shelf):
    """All letters here are notes and codes."""


def note(key="note", words="Hello", **more):
    outbox.post("note", **{"to": "leila@example.org", "key": key, "link": LINK, "words": words} | more)
    return Message.objects.get(key=key)


def code(words="K7-42", **more):
    outbox.post("code", **{"to": "leila@example.org", "key": "code", "link": LINK, "secret": words} | more)
    return Message.objects.get(key="code")


def refused_after(write):
    write(key="refused")
    raise Refused


# --- once


def test_the_same_key_leaves_the_letter_that_is_there(db, django_assert_num_queries):
    first = note()

    with django_assert_num_queries(1):
        outbox.post("note", to="leila@example.org", key="note", link=LINK, words="Something else")

    assert Message.objects.get() == first
    assert "Something else" not in Message.objects.get().text


@pytest.mark.django_db(transaction=True)
def test_forty_calls_at_once_write_one_letter():
    gate, written = threading.Barrier(40), []

    def call():
        try:
            gate.wait()
            written.append(note().pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(40)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(written) == 40
    assert len(set(written)) == 1
    assert Message.objects.count() == 1


def test_many_letters_are_one_insert_and_known_ones_are_left_out(db, django_assert_num_queries):
    note(key="7")
    letters = [
        {"occasion": "note", "to": "a@example.org", "key": str(n), "link": LINK, "words": "x"} for n in range(100)
    ]

    with django_assert_num_queries(2):  # what is there, and the new rows
        new = outbox.post_many(letters)

    assert new == 99
    assert Message.objects.count() == 100
    assert outbox.post_many(letters) == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_a_transaction_that_fails_was_never_written():
    with pytest.raises(Refused), transaction.atomic():
        refused_after(note)

    assert not Message.objects.exists()


# --- the doorbell


@pytest.fixture
def rung(monkeypatch) -> list:
    """One entry for each time a worker is woken."""
    bells = []
    monkeypatch.setitem(doorbell.mute, "until", 0.0)
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: bells.append(options))
    return bells


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_once_for_a_transaction(rung):
    with transaction.atomic():
        note(key="1"), note(key="2")
        with transaction.atomic():
            note(key="3")
        assert rung == []

    assert len(rung) == 1


@pytest.mark.django_db(transaction=True)
def test_a_bell_that_a_rolled_back_part_asked_for_is_asked_for_again(rung):
    with transaction.atomic():
        with pytest.raises(Refused), transaction.atomic():
            refused_after(note)
        note(key="2")

    assert len(rung) == 1


# --- the words


@pytest.mark.abuse(18)
def test_text_is_not_escaped_and_html_is(db):
    message = note(words="O'Brien & <b>Söhne</b> {{ secret }} {% now 'Y' %}")

    assert "O'Brien & <b>Söhne</b> {{ secret }} {% now 'Y' %}" in message.text
    assert message.subject == "Note: O'Brien & <b>Söhne</b> {{ secret }} {% now 'Y' %}"
    assert "O&#x27;Brien &amp; &lt;b&gt;Söhne&lt;/b&gt;" in message.html


@pytest.mark.abuse(18)
def test_only_our_own_link_can_be_followed(db):
    message = note(words="http://evil.example/\n\nhttp://testserver/en/other/\n\njavascript:alert(1)")

    assert message.html.count("<a ") == 1
    assert '<a href="http://testserver/en/nominations/">http://testserver/en/nominations/</a>' in message.html
    assert "<p>http://evil.example/</p>" in message.html


def test_text_and_html_are_the_same_words(db):
    from html import unescape
    from re import sub

    message = note(words="One & two\n  set in\nthree")

    assert (
        unescape(sub(r"<style>.*?</style>|<[^>]+>", " ", message.html.replace("\n", " "))).split()
        == message.text.split()
    )


@pytest.mark.abuse(17)
def test_a_subject_is_one_line(db):
    assert note(key="1", words="one\r\nBcc: everybody@example.org").subject == "Note: one"
    assert note(key="2", words="one\u2028two\x0bthree\tfour").subject == "Note: one two three four"


@pytest.mark.abuse(17)
@pytest.mark.parametrize(
    "to", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "Leila <a@example.org>", ""]
)
def test_a_letter_goes_to_exactly_one_address(db, to):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        note(to=to)


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example/", "http://testserver.evil.example/", "javascript:alert(1)"]
)
def test_a_letter_links_nowhere_else(db, link):
    with pytest.raises(ValueError, match="this site only"):
        note(link=link)


def test_links_are_in_the_readers_language(db):
    from django.urls import reverse_lazy

    assert "http://testserver/fr/call/" in note(link=reverse_lazy("nominations:call"), language="fr").text


# --- secrets


def test_a_secret_is_masked_sealed_and_put_in_when_it_leaves(db):
    message = code()

    assert "K7-42" not in message.text + message.html + message.subject + bytes(message.secret).decode()
    assert seal.MASK in message.text
    assert "K7-42" in envelope(message).body


def test_a_secret_that_is_an_address_can_be_followed(db):
    message = code("http://testserver/en/accounts/reset/?a=1&b=2")
    mail = envelope(message)

    assert mail.body.count("http://testserver/en/accounts/reset/?a=1&b=2") == 1
    assert 'href="http://testserver/en/accounts/reset/?a=1&amp;b=2"' in mail.alternatives[0].content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["sent", "cancelled", "failed", "unknown"])
def test_a_secret_is_erased_at_every_end_and_never_sent_again(settings, amina, end):
    expired = {"expires_at": timezone.now() - timedelta(seconds=1)} if end == "cancelled" else {}
    message = code(**expired)
    with smtp.server(settings, {"failed": "550", "unknown": "cut"}.get(end, "ok")):
        tasks.sweep()

    message.refresh_from_db()
    assert (message.status, message.secret) == (end, None)
    with pytest.raises(Refused):
        message.send_again(by=amina)


def test_a_sealed_secret_outlives_the_change_of_the_key(db, settings):
    message = code()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert "K7-42" in envelope(message).body


@pytest.mark.django_db(transaction=True)
def test_a_secret_that_cannot_be_opened_is_told_and_harms_no_other(settings):
    message, other = code(), note(to="tomas@example.org")
    settings.SECRET_KEY = "another"
    with smtp.server(settings) as server:
        tasks.sweep()

    message.refresh_from_db()
    assert (message.status, message.secret) == ("failed", None)
    assert server.to == [other.to]


# --- what staff may do


@pytest.mark.django_db(transaction=True)
def test_staff_send_again_what_was_sent_under_another_id(settings, amina):
    message = note()
    with smtp.server(settings) as server:
        tasks.sweep()
        message.send_again(by=amina)
        tasks.sweep()

    assert len(set(server.ids)) == 2
    assert Event.objects.about(message).get().verb == "sent_again"


@pytest.mark.django_db(transaction=True)
def test_what_failed_gets_all_its_tries_again(settings, amina):
    message = note()
    with smtp.server(settings, "550", "ok"):
        tasks.sweep()
        message.send_again(by=amina)
        message.refresh_from_db()
        assert (message.status, message.attempts, message.answer, message.tried_at) == ("queued", 0, "", None)
        tasks.sweep()

    message.refresh_from_db()
    assert message.status == "sent"


def test_staff_cancel_what_waits(db, amina):
    message = note()
    message.cancel(by=amina)

    assert message.status == "cancelled"
    with pytest.raises(Refused):
        message.cancel(by=amina)


def test_what_is_out_of_date_is_not_sent_again(db, amina):
    message = note(expires_at=timezone.now() - timedelta(hours=1))
    message.cancel(by=amina)

    with pytest.raises(Refused):
        message.send_again(by=amina)


# --- how late is it


def test_the_oldest_unsent_letter_is_the_one_that_should_be_gone(db):
    assert outbox.oldest_unsent() is None
    note(key="held", not_before=timezone.now() + timedelta(days=1))
    assert outbox.oldest_unsent() is None

    hours_ago = timezone.now() - timedelta(hours=3)
    note(key="tried", not_before=timezone.now() + timedelta(minutes=5), to="tomas@example.org")
    Message.objects.filter(key="tried").update(tried_at=hours_ago)

    assert outbox.oldest_unsent() == hours_ago
