"""What a reviewer's pages ask of the database: as much with forty nominations, and others at work, as with two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import committee
from tests.admin import enter
from tests.reviewing.test_review_page import sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT_MOST = {
    "queue": 9,
    "open": 6,
    "reviewed": 8,
    "save": 14,
    "autosave": 7,
    "picture": 5,
}  # of which to open and to save together are no more than twenty


def asked(client, method, address, data=None) -> list[str]:
    """Its statements, without those that begin and end transactions."""
    with CaptureQueriesContext(connection) as said:
        answer = getattr(client, method)(address, data)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code in (200, 302), answer.status_code
    return [each["sql"] for each in said if "SAVEPOINT" not in each["sql"]]


def costs(client, luis, waiting, done) -> dict:
    here = waiting.get_absolute_url()
    told = {
        "queue": asked(client, "get", "/en/review/"),
        "open": asked(client, "get", here),
        "reviewed": asked(client, "get", done.get_absolute_url()),
        "picture": asked(client, "get", f"{here}cv/"),
        "autosave": asked(client, "post", f"{here}autosave/", sent(luis.call, comment="Half", window="a")),
        "save": asked(client, "post", here, sent(luis.call, revision="1", window="a")),
    }
    return told


def test_the_pages_of_a_reviewer_ask_little_and_no_more_when_there_is_much(client, call, luis, ruth, amina):
    ones = committee.candidates(call, 8, by=amina)
    done, *_more = (committee.reviewed(one, luis, by=amina) for one in ones[:3])
    warm, first, second = (committee.given(one, luis, by=amina) for one in ones[3:6])
    enter(client, luis.user)
    costs(client, luis, warm, done)  # what a process keeps is there now
    few = costs(client, luis, first, done)
    for one in ones[6:]:
        committee.given(one, luis, by=amina)
        committee.reviewed(one, ruth, by=amina)
    committee.reviewed(done.nomination, ruth, by=amina)

    much = costs(client, luis, second, done)

    found = {name: len(told) for name, told in few.items()}
    assert {name: number for name, number in found.items() if number > AT_MOST[name]} == {}
    assert {name: len(told) for name, told in much.items()} == found
