"""The sender, against a real SMTP server on loopback that refuses, hangs and breaks."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from portal.notifications import outbox, tasks
from portal.notifications.models import Message, Silence
from portal.notifications.models.silence import stop_address
from tests import smtp

pytestmark = pytest.mark.django_db(transaction=True)
numbers = count(1)


@pytest.fixture(autouse=True)
def _shelf(shelf):
    """All letters here are notes."""


def note(words="Hello", to="leila@example.org", **more):
    key = f"note:{next(numbers)}"
    outbox.post("note", to=to, key=key, link="/en/", words=words, **more)
    return Message.objects.get(key=key)


def later():
    """Every pause is over."""
    Message.objects.filter(status__in=["queued", "unknown"]).update(not_before=timezone.now() - timedelta(seconds=1))


def states():
    return list(Message.objects.order_by("written_at").values_list("status", flat=True))


def test_a_letter_arrives_with_its_headers(settings):
    message = note(language="fr")

    with smtp.server(settings) as server:
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


def test_a_letter_to_no_domain_fails_at_once_and_delays_no_other(settings):
    message = note(to=f"z@{'ü' * 60}.org")
    note()
    with smtp.server(settings) as server:
        tasks.sweep()

    message.refresh_from_db()
    assert (message.status, message.attempts) == ("failed", 1)
    assert "no domain" in message.answer
    assert outbox.oldest_unsent() is None
    assert len(server.letters) == 1


def test_a_reminder_can_be_stopped_with_one_click(settings, leila, client):
    note(recipient=leila, reminder=True)
    with smtp.server(settings) as server:
        tasks.sweep()
        address = server.letters[0]["List-Unsubscribe"].strip(" <>")
        assert server.letters[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address in smtp.plain(server.letters[0])

        assert client.get(address).status_code == 200  # a scanner opens the link: nothing happens
        assert not Silence.objects.exists()
        client.post(address, {"List-Unsubscribe": "One-Click"})
        stopped = note(recipient=leila, reminder=True)
        wanted = note(recipient=leila)
        tasks.sweep()

    stopped.refresh_from_db(), wanted.refresh_from_db()
    assert (stopped.status, wanted.status) == ("cancelled", "sent")
    assert len(server.letters) == 2


def test_reminders_can_be_wanted_again(leila, client):
    address = stop_address(leila)
    client.post(address)
    client.post(address, {"resume": "1"})

    assert not Silence.objects.exists()
    assert client.post("/reminders/1:forged/").status_code == 404


def test_greylisting_delays_a_letter_and_does_not_repeat_it(settings):
    note()

    with smtp.server(settings, "451 4.7.1 later", "451 4.7.1 later", "451 4.7.1 later", "ok") as server:
        for _ in range(6):
            tasks.sweep()
            later()

    message = Message.objects.get()
    assert len(server.letters) == 1
    assert (message.status, message.attempts) == ("sent", 4)


def test_each_pause_is_longer_than_the_last(settings):
    note()
    pauses = []

    with smtp.server(settings, "451 4.7.1 later"):
        for _ in range(5):
            tasks.sweep()
            pauses.append(Message.objects.get().not_before - timezone.now())
            later()

    assert timedelta(seconds=40) < pauses[0] < timedelta(seconds=80)
    assert timedelta(minutes=11) < pauses[4] < timedelta(minutes=21)
    assert Message.objects.get().answer == "451 4.7.1 later"


def test_after_72_hours_it_has_failed(settings):
    note()
    with smtp.server(settings, "451 4.7.1 later"):
        tasks.sweep()
        Message.objects.update(tried_at=timezone.now() - timedelta(hours=73))
        later()
        tasks.sweep()

    assert states() == ["failed"]


def test_a_5xx_is_for_good_and_shown_and_harms_nobody_else(settings):
    bad, good = note(to="nobody@example.org"), note()

    with smtp.server(settings) as server:
        server.by_address["nobody@example.org"] = ["550 5.1.1 no such mailbox"]
        for _ in range(2):
            tasks.sweep()
            later()

    bad.refresh_from_db(), good.refresh_from_db()
    assert (bad.status, bad.answer, bad.attempts) == ("failed", "550 5.1.1 no such mailbox", 1)
    assert good.status == "sent"
    assert server.asked == ["nobody@example.org", "leila@example.org"]


def test_a_letter_refused_after_data_is_failed_or_postponed_as_its_code_says(settings):
    first, second = note(to="a@example.org"), note(to="b@example.org")
    with smtp.server(settings, "data 554", "data 452"):
        tasks.sweep()

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.status, second.status) == ("failed", "queued")


def test_a_server_that_is_down_loses_nothing_and_keeps_the_order(settings):
    words = ["first", "second", "third"]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "portal.notifications.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = smtp.free_port()
    for word in words:
        note(word)
    tasks.sweep(), tasks.sweep()
    assert states() == ["queued"] * 3

    with smtp.server(settings) as server:
        tasks.sweep()
        assert server.letters == []  # the first one pauses, and the others wait for it
        later()
        tasks.sweep()

    assert [mail["Subject"] for mail in server.letters] == [f"Note: {word}" for word in words]


def test_another_person_does_not_wait(settings):
    note()
    with smtp.server(settings, "451 4.7.1 later", "ok") as server:
        tasks.sweep()
        note(to="tomas@example.org"), note()
        tasks.sweep()

    assert server.to == ["tomas@example.org"]


def test_a_line_cut_after_data_leaves_unknown_and_one_more_try_with_the_same_id(settings):
    note()
    with smtp.server(settings, "cut", "ok", keep=True) as server:
        tasks.sweep()
        assert states() == ["unknown"]
        tasks.sweep()
        assert len(server.letters) == 1  # not before ten minutes have passed
        later(), tasks.sweep()

    assert states() == ["sent"]
    assert len(server.ids) == 2
    assert len(set(server.ids)) == 1


def test_a_second_cut_waits_for_a_person(settings):
    note()
    with smtp.server(settings, "cut", keep=True) as server:
        for _ in range(4):
            tasks.sweep()
            later()

    assert states() == ["unknown"]
    assert len(server.letters) == 2


@pytest.mark.abuse(27)
def test_what_must_never_come_twice_is_not_tried_again(settings):
    note(once=True)
    with smtp.server(settings, "cut", keep=True) as server:
        for _ in range(3):
            tasks.sweep()
            later()

    assert states() == ["unknown"]
    assert len(server.letters) == 1


def test_what_must_never_come_twice_is_unknown_while_it_goes_over(settings, monkeypatch):
    from portal.notifications import smtp as line

    note(once=True)
    seen = []
    careful = line.Careful.content
    monkeypatch.setattr(line.Careful, "content", lambda self, msg: (seen.extend(states()), careful(self, msg))[1])
    with smtp.server(settings):
        tasks.sweep()

    assert seen == ["unknown"]
    assert states() == ["sent"]


def test_a_server_that_hangs_holds_up_nobody_for_long(settings):
    note(to="a@example.org"), note(to="b@example.org")
    with smtp.server(settings, "hang", "ok") as server:
        settings.EMAIL_TIMEOUT = 0.3
        tasks.sweep()

    assert states() == ["unknown", "sent"]
    assert server.to == ["b@example.org"]


def test_a_server_may_hang_up_between_two_letters(settings):
    for n in range(3):
        note(to=f"person{n}@example.org")

    with smtp.server(settings, "ok", "drop", "ok") as server:
        tasks.sweep()

    assert states() == ["sent"] * 3
    assert server.connections == 2


def test_a_poisoned_row_is_parked_after_five_tries_and_the_others_go_on(settings):
    poisoned, good = note(), note(to="tomas@example.org")
    Message.objects.filter(pk=poisoned.pk).update(subject="two\nlines")

    with smtp.server(settings) as server:
        for _ in range(7):
            tasks.sweep()
            later()

    poisoned.refresh_from_db(), good.refresh_from_db()
    assert (poisoned.status, poisoned.attempts) == ("failed", 5)
    assert "BadHeaderError" in poisoned.answer
    assert server.to == ["tomas@example.org"]


def test_a_letter_about_what_is_gone_or_no_longer_so_is_cancelled(settings, call, leila, tomas):
    from nominations.notices import nominations as notices
    from portal.notifications.reminding import Reminder
    from tests import make

    leilas, tomass = make.nomination(author=leila, call=call), make.nomination(author=tomas, call=call)
    drafts = call.nominations.with_end()
    notices.drafts_reminded((draft, Reminder("2 days", draft.started_at, draft.ends_at)) for draft in drafts)
    leilas.delete_draft(by=leila)
    tomass.withdraw(by=tomas)
    Message.objects.exclude(occasion="nominations/draft_reminder").delete()

    with smtp.server(settings) as server:
        tasks.sweep()

    assert states() == ["cancelled", "cancelled"]
    assert server.letters == []


def test_what_is_held_waits_and_what_is_out_of_date_never_leaves(settings):
    soon = timezone.now() + timedelta(hours=1)
    note(not_before=soon)
    old = note(to="tomas@example.org", expires_at=timezone.now() - timedelta(seconds=1))
    with smtp.server(settings) as server:
        tasks.sweep()
        assert states() == ["queued", "cancelled"]
        outbox.hasten("note:none", soon)
        outbox.hasten(Message.objects.exclude(pk=old.pk).get().key, timezone.now())
        tasks.sweep()

    assert server.to == ["leila@example.org"]
