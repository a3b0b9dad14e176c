"""Guessing six digits: what an enemy does who sends many guesses at the same time."""

import pytest
from django.contrib.sessions.models import Session

from tests.make import user
from tests.portal.mailbox import code_for

pytestmark = pytest.mark.django_db
DOORS = {"login/code": "login_code", "password/reset": "password_reset_code", "signup": "email_confirmation_signup"}


@pytest.mark.parametrize(("door", "letter"), DOORS.items())
def test_guesses_that_undo_each_others_count_are_five_all_the_same(client, door, letter):
    """Requests at the same time read one session and write it one after the other: as if it were put back each time."""
    if door != "signup":
        user("leila@example.org")
    page = client.post(f"/en/accounts/{door}/", {"email": "leila@example.org"}).url
    code, before = code_for("leila@example.org", letter), Session.objects.values("session_data").get()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _guess in range(5):
        client.post(page, {"code": wrong})
        Session.objects.update(**before)

    answer = client.post(page, {"code": code})

    assert answer.status_code == 200
    assert b"not the code" in answer.content
