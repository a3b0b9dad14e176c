"""Every letter about an account: there, in our frame, with one subject line and at most one link."""

import re
from pathlib import Path

import allauth
import pytest
from django.utils import translation

from portal.accounts import notices
from portal.notifications.models import Message
from tests.portal.mailbox import last

pytestmark = pytest.mark.django_db
SHELF = Path(__file__).parent.parent.parent / "templates" / "messages" / "accounts"
UNUSED = {"password_reset_key"}  # by link; ours go by code
FACTS = {
    "from_email": "a@example.org",
    "to_email": "b@example.org",
    "added": "c@example.org",
    "deleted_email": "d@example.org",
}


def asked_for() -> set[str]:
    """The letters that allauth's account and second factor may ask for."""
    templates = Path(allauth.__file__).parent / "templates"
    return {
        path.name.removesuffix("_subject.txt")
        for app in ("account", "mfa")
        for path in (templates / app / "email").glob("*_subject.txt")
    } - UNUSED


def test_there_is_a_letter_for_all_that_allauth_sends():
    assert sorted(asked_for() - {path.stem for path in SHELF.glob("*.txt")}) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("occasion", sorted(asked_for()))
def test_a_letter_has_a_subject_one_link_and_nothing_left_open(occasion, language, leila):
    leila.language = language
    code = "123456" if occasion in notices.UNASKED and not occasion.startswith(("account", "unknown")) else ""
    with translation.override(language):
        notices.account(occasion, to="leila@example.org", user=None if code else leila, code=code, **FACTS)

    letter = last("leila@example.org")
    assert letter.subject.strip()
    assert "{" not in letter.subject + letter.text
    assert len(re.findall(r"^http", letter.text, re.MULTILINE)) == (0 if code else 1)
    assert f"/{language}/" in letter.text or code
    assert ("••••••" in letter.text) == bool(code)
    assert letter.language == language


@pytest.mark.abuse(18)
def test_letters_that_anybody_can_cause_name_nobody(leila):
    for occasion in notices.UNASKED:
        notices.account(occasion, to="leila@example.org", code="", **FACTS)

    for letter in Message.objects.all():
        assert "Leila" not in letter.text
        assert "@example.org" not in letter.text.replace("secretariat@example.org", "")
