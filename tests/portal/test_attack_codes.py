"""Guessing six digits: what an enemy does who sends many guesses at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction

from tests.make import user
from tests.portal.mailbox import code_for

pytestmark = pytest.mark.django_db
DOORS = {"login/code": "login_code", "password/reset": "password_reset_code", "signup": "email_confirmation_signup"}


@pytest.mark.abuse(14)
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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_finds_a_count_taken_does_not_hold_up_its_holder():
    """Else two clicks on sign-up wait for each other, and the first is told to come back in a quarter of an hour."""

    def let_go():
        try:
            return cache.delete("place")
        finally:
            connection.close()

    cache.add("place", 1)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert not cache.add("place", 2)
        assert pool.submit(let_go).result(timeout=10)

    assert cache.add("place", 3, timeout=-1)
    assert cache.add("place", 4)
    cache.delete("place")
