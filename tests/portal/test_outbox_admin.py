"""The outbox, word for word: to read for all staff, to send again or cancel for the secretariat, secrets for nobody."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.notifications.models import Message
from tests import make
from tests.admin import do, enter, list_of, many, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


def letter(key="one", **fields):
    """A row of the outbox."""
    words = {
        "subject": "Received",
        "text": "First <b>line</b>\n\nSecond",
        "html": "<p onclick=x>First</p>",
        "to": "tomas@example.org",
    }
    return Message.objects.create(
        **{"key": key, "occasion": "nominations/received", "language": "en", **words, **fields}
    )


def state(message):
    return Message.objects.values_list("status", flat=True).get(pk=message.pk)


@pytest.mark.abuse(16)
@pytest.mark.parametrize("who", ["amina", "jonas", "auditor"])
def test_staff_read_a_letter_word_for_word_and_nothing_of_it_runs(request, client, who):
    page = enter(client, request.getfixturevalue(who)).get(page_of(letter())).text

    assert "First &lt;b&gt;line&lt;/b&gt;" in page
    assert "&lt;p onclick=x&gt;First&lt;/p&gt;" in page
    assert "<p onclick" not in page


def test_a_secret_is_masked_and_its_row_says_so(client, jonas):
    secret = letter(text="Your code: ••••••", masked=True, secret=b"sealed-secret", status="queued")
    enter(client, jonas)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(page_of(secret)).text

    assert "sealed-secret" not in page
    assert "carried a code" in page
    assert not any('"secret"' in query["sql"] for query in captured)


@pytest.mark.parametrize("status", ["failed", "unknown", "cancelled"])
def test_a_letter_that_did_not_arrive_is_sent_again(client, amina, status):
    message = letter(status=status, attempts=5, answer="550 no such user")
    enter(client, amina)

    assert "550 no such user" in client.get(page_of(message)).text
    assert client.post(do(message, "send_again")).status_code == 302

    assert state(message) == "queued"
    assert message.story().get().by == amina


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "failed", "masked": True},
        {"status": "failed", "expires_at": timezone.now() - timedelta(hours=1)},
        {"status": "queued"},
        {"status": "sending"},
    ],
)
def test_a_secret_an_old_one_and_one_on_its_way_are_not_sent_again(client, amina, fields):
    message = letter(**fields)
    enter(client, amina)

    assert "Send again" not in client.get(page_of(message)).text
    assert client.post(do(message, "send_again")).status_code == 200  # the page with the refusal
    assert state(message) == fields["status"]


def edition_on(page) -> dict:
    """What the page's form would post."""
    return {"edition": re.search(r'name="edition" value="(\d+)"', page)[1]}


def test_a_letter_somebody_lost_goes_a_second_time_once_the_officer_has_read_to_whom(client, amina):
    sent = letter(status="sent", sent_at=timezone.now(), once=True)
    enter(client, amina)

    assert do(sent, "repeat") in client.get(page_of(sent)).text
    page = client.get(do(sent, "repeat")).text
    assert "This letter went to tomas@example.org on" in page
    assert "a second time" in page
    assert state(sent) == "sent"
    assert client.post(do(sent, "repeat"), edition_on(page)).status_code == 302

    sent.refresh_from_db()
    assert (sent.status, sent.edition) == ("queued", 1)
    event = sent.story().get()
    assert (event.verb, event.by, event.facts["sent"]) == ("sent_again", amina, sent.sent_at.isoformat())


def test_a_second_click_sends_nothing_even_if_the_letter_has_left_meanwhile(client, amina):
    sent = letter(status="sent", sent_at=timezone.now())
    enter(client, amina)
    typed = edition_on(client.get(do(sent, "repeat")).text)
    client.post(do(sent, "repeat"), typed)

    assert client.post(do(sent, "repeat"), typed).status_code == 200  # while it waits
    Message.objects.update(status="sent")
    assert "It was sent again meanwhile" in client.post(do(sent, "repeat"), typed).text
    assert client.post(do(sent, "repeat")).status_code == 200  # without having looked

    sent.refresh_from_db()
    assert (sent.status, sent.edition, sent.story().count()) == ("sent", 1, 1)


@pytest.mark.parametrize("fields", [{"masked": True}, {"expires_at": timezone.now() - timedelta(hours=1)}])
def test_a_sent_secret_and_what_is_out_of_date_do_not_go_a_second_time(client, amina, fields):
    sent = letter(status="sent", sent_at=timezone.now(), **fields)
    enter(client, amina)

    assert do(sent, "repeat") not in client.get(page_of(sent)).text
    assert client.post(do(sent, "repeat"), {"edition": 0}).status_code == 200
    assert state(sent) == "sent"


def test_what_is_not_true_any_more_does_not_go_a_second_time_and_the_officer_reads_why(client, amina, tomas, call):
    about = make.nomination(author=tomas, call=call)
    told = {"about_kind": ContentType.objects.get_for_model(about), "about_id": about.pk}
    sent = letter(status="sent", sent_at=timezone.now(), occasion="nominations/eligible", **told)

    page = enter(client, amina).post(do(sent, "repeat"), {"edition": 0}).text

    assert "Something else is true by now." in page
    assert state(sent) == "sent"


def test_a_held_letter_is_cancelled(client, amina):
    held = letter(not_before=timezone.now() + timedelta(days=1))

    enter(client, amina).post(do(held, "cancel"))

    assert state(held) == "cancelled"


def test_failed_letters_are_sent_again_together(client, amina):
    failed, sent = letter("a", status="failed"), letter("b", status="sent", sent_at=timezone.now())
    enter(client, amina)

    page = client.post(list_of(Message), {"action": "send_again", "_selected_action": [failed.pk, sent.pk]}).text
    assert "It will be done for <strong>1</strong>" in page
    client.post(many(Message, "send_again"), {"things": f"{failed.pk} {sent.pk}"})

    assert (state(failed), state(sent)) == ("queued", "sent")


def test_the_auditor_sends_and_cancels_nothing(client, auditor):
    failed = letter(status="failed")
    enter(client, auditor)

    for verb in ("send_again", "repeat", "cancel"):
        assert client.get(do(failed, verb)).status_code == 403
        assert client.post(do(failed, verb)).status_code == 403
        assert client.post(many(Message, verb), {"things": failed.pk}).status_code == 403
    assert state(failed) == "failed"


def test_letters_are_found_by_recipient_state_and_occasion(client, amina):
    letter("a"), letter("b", to="leila@example.org", status="failed", occasion="nominations/eligible")
    enter(client, amina)

    def found(query):
        return found_by(client, query)

    assert found("q=tomas@") == ["a"]
    assert found("state=failed") == found("occasion=nominations/eligible") == found("waits=person") == ["b"]
    assert found("q=Second") == found("waits=held") == []
    assert client.get(f"{list_of(Message)}?text__contains=code").status_code == 400


def found_by(client, query):
    return [message.key for message in client.get(f"{list_of(Message)}?{query}").context["cl"].result_list]


@pytest.mark.parametrize("typed", ["N26-00029", "n26-00029", "26-29", " N26-29 "])
def test_letters_are_found_by_the_reference_in_their_subject(client, amina, typed):
    letter("en", subject="Nomination N26-00029: received")
    letter("fr", subject="Candidature N26-00029 : reçue")
    letter("other", subject="Nomination N26-00290: received")
    letter("text", text="Nomination N26-00029")

    assert sorted(found_by(enter(client, amina), f"q={typed}")) == ["en", "fr"]


@pytest.mark.parametrize("typed", ["Nomination", "N26-", "00029", "N26-00030", "N26-0002900", "%"])
def test_no_other_word_of_a_subject_finds_a_letter(client, amina, typed):
    letter("en", subject="Nomination N26-00029: received")

    assert found_by(enter(client, amina), f"q={typed}") == []


def test_a_reference_is_looked_up_in_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "message_reference" in Message.objects.naming("N26-00029").explain()


def test_the_list_takes_as_many_statements_however_long_it_is_and_reads_no_texts(client, amina):
    enter(client, amina)
    client.get(list_of(Message))  # what a process looks up once
    counts = []
    for more in (3, 80):
        for number in range(more):
            letter(f"{more}-{number}")
        with CaptureQueriesContext(connection) as captured:
            client.get(list_of(Message))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 10
    assert not any('"html"' in query["sql"] for query in captured)


def test_the_list_counts_letters_and_not_outboxes(client, amina):
    letter("a"), letter("b")

    page = " ".join(re.sub(r"<[^>]+>", " ", enter(client, amina).get(list_of(Message)).text).split())

    assert "2 letters" in page
    assert "2 outbox" not in page
