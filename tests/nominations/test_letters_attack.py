"""Letters full of hostile words, as the bytes that go over the line: one recipient, our headers, our links, nothing run."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from nominations import endorsement_clock as clock
from nominations.models import Nomination
from portal.notifications.envelope import envelope
from portal.notifications.models import Message
from tests import make
from tests.answers import complete
from tests.endorsements import agreed, desk, invited, prepared, requested
from tests.portal.hostile import CANARY, WORDS
from tests.portal.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(16, 17, 18, 28)]
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "References",
    "MIME-Version", "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post",
}  # fmt: skip
OCCASIONS = {
    "received", "changed", "withdrawn", "reinstated", "come_back", "returned", "ineligible", "screening_undone",
    "corrected", "clarification_asked", "clarification_answered", "call_extended",
}  # fmt: skip
OCCASIONS_OF_MEMBERS = {
    "named", "named_reminder", "named_extended", "naming_agreed", "naming_complete", "naming_declined", "naming_lapsed",
    "naming_undelivered", "naming_withdrawn", "desk_waits", "not_submitted", "call_opened", "call_extended_desk",
    "not_endorsed", "endorsed", "request_lapsed", "word_withdrawn",
}  # fmt: skip
IDS = re.compile(r"[0-9a-f-]{12,}")  # ids and hashes are random: one in many has these four digits
KINDS = ["element", "header", "template", "right to left", "growing", "link", "half"]


def wanted(kind) -> str:
    """The words as they reach a verb: tidied by its form."""
    return WORDS[kind].encode("utf-8", "replace").decode()


def life(words, user, head, call):
    """Every letter on a nomination that can carry somebody's words."""
    nomination = complete(
        make.nomination(author=user, call=call),
        answers={"motivation": words, "family_name": " ".join(words[:80].split())},
    )
    nomination.send_link(by=user)
    nomination.submit(by=user)
    nomination.ask(words, by=head).give_answer(words, by=user)
    nomination.correct(question="position", value="Chair", reason=words, by=head)
    nomination.extend(until=call.closes_at + timedelta(days=3), reason=words, by=head)
    nomination.withdraw(by=user)
    nomination.reinstate(by=user)
    nomination = Nomination.objects.get(pk=nomination.pk)
    nomination.return_for_correction(sections=["work"], until=timezone.now() + timedelta(days=2), reason=words, by=head)
    nomination.save_section("work", {"position": "Head"}, by=user)
    nomination.submit(by=user)
    nomination.declare_ineligible(reason=words, by=head)
    nomination.undo_screening(reason=words, by=head)


def life_by_members(words, head, call):
    """Every letter between Members, those they name and those who ask them, that can carry somebody's words."""
    member = make.member("FR", "France")
    focal = desk(member)[0]
    typed = {"name": " ".join(words[:160].split()), "statement": words}

    def somebody(n):
        return make.user(f"somebody{n}@example.org", words[:150])

    done, _draft = (agreed(call, member, focal, nominee=somebody(n), group=make.groups()[n], **typed) for n in (1, 2))
    complete(done.nomination)
    done.nomination.submit(by=done.nomination.owner)
    done.withdraw(reason=words, by=focal)
    prepared(call, member, focal, email="unsent@example.org", letter=False, **typed)
    silent = invited(call, member, focal, email="silent@example.org", **typed)
    clock.tell_opened(timezone.now())
    clock.remind_named(call.agree_end - timedelta(days=1))
    Message.objects.filter(about_id=str(silent.pk)).update(status="failed", secret=None)
    clock.look_after_letters(timezone.now())
    Message.objects.filter(about_id=str(silent.pk)).update(status="queued")
    call.extend(until=call.closes_at + timedelta(days=3), reason=words, by=head)
    Message.objects.filter(about_id=str(silent.pk), status="queued").update(
        status="sent", sent_at=timezone.now(), secret=None
    )
    silent.withdraw(reason=words, by=focal)
    invited(call, member, focal, email="no@example.org", **typed).decline_naming()
    invited(call, member, focal, email="late@example.org", **typed)
    asked = [requested(make.nomination(author=somebody(n), call=call), member) for n in (3, 4, 5)]
    asked[0].decline(by=focal)
    asked[1].give(statement=words, by=focal)
    clock.lapse(call.agree_end)
    clock.tell_not_submitted(call.complete_end + timedelta(hours=1))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_full_of_hostile_words_has_one_recipient_our_headers_and_our_links(jonas, groups, kind):
    words = wanted(kind)
    call = make.call(by=jonas, title_en=words[:120])
    user = make.user("leila@example.org", words[:150])

    life(words, user, jonas, call)

    assert occasions() == OCCASIONS
    for letter in Message.objects.filter(occasion__startswith="nominations/"):
        demand_ours_alone(letter)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_on_a_nomination_by_a_member_full_of_hostile_words_is_ours(jonas, groups, kind):
    words = wanted(kind)
    call = make.call(by=jonas, title_en=words[:120], balance_en=words[:800])

    life_by_members(words, jonas, call)

    assert occasions() >= OCCASIONS_OF_MEMBERS
    for letter in Message.objects.filter(occasion__startswith="nominations/").exclude(masked=True, secret=None):
        demand_ours_alone(letter)


def occasions() -> set[str]:
    letters = Message.objects.filter(occasion__startswith="nominations/")
    return {occasion.partition("/")[2] for occasion in letters.values_list("occasion", flat=True)}


def demand_ours_alone(letter):
    """One recipient, our headers, our links, and nothing of what was typed was run."""
    raw = envelope(letter).message().as_bytes(linesep="\r\n")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    html = mail.get_body(("html",)).get_content()
    assert set(mail.keys()) <= HEADERS
    assert len(mail.keys()) == len(set(mail.keys()))
    assert [address.addr_spec for address in mail["To"].addresses] == [letter.to]
    assert "\n" not in mail["Subject"]
    assert Page(html).made == []
    assert all(link.startswith(settings.SITE_URL) for link in Page(html).links)
    assert "7007" not in IDS.sub("", mail.get_body(("plain",)).get_content())


def test_words_that_look_like_our_link_or_a_secret_are_words(jonas, groups):
    """A line that says an address of another site, or the mark in whose place a secret goes."""
    from portal.notifications.seal import MASK

    words = f"https://evil.example/{CANARY}\n{settings.SITE_URL}.evil.example/\n{MASK}\n<{CANARY}>"
    call = make.call(by=jonas)
    nomination = complete(make.nomination(author=make.user("leila@example.org", MASK), call=call))
    nomination.submit(by=nomination.owner)
    nomination.ask(words, by=jonas)

    letter = Message.objects.get(occasion="nominations/clarification_asked")
    assert Page(letter.html).made == []
    assert all(link.startswith(f"{settings.SITE_URL}/") for link in Page(letter.html).links)
    assert letter.secret is None
    assert MASK in letter.text
