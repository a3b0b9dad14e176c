"""What a whole nomination by a new visitor asks of the database, request by request, so that nobody makes it dearer unseen."""

import pytest
from django.db import connection
from django.test import Client

from bench.door import Answer
from bench.journey import nominate

AT_MOST = [  # request, statements
    ("GET call", 2),
    ("GET start", 0),
    ("GET signup", 0),
    ("POST signup", 23),
    ("GET confirm-email", 3),
    ("POST confirm-email", 22),
    ("GET start", 5),
    ("POST start", 10),
    ("GET you", 3),
    ("POST you", 5),
    ("GET work", 3),
    ("POST work", 5),
    ("GET contribution", 3),
    ("POST contribution", 6),
    ("GET documents", 3),
    ("POST documents", 8),
    ("GET interests", 3),
    ("POST interests", 5),
    ("GET declarations", 3),
    ("POST declarations", 5),
    ("GET check", 3),
    ("POST submit", 17),
    ("GET done", 3),
]


class Counting:
    """A door of the bench that notes each request with its statements."""

    def __init__(self):
        self.asked = []

    def ask(self, method, path, headers, body=b""):
        given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        client, kind = Client(enforce_csrf_checks=True), given.pop("HTTP_CONTENT_TYPE", "")
        said = []
        with connection.execute_wrapper(lambda execute, sql, *more: said.append(sql) or execute(sql, *more)):
            got = client.generic(method, path, body, kind, REMOTE_ADDR=headers["X-Forwarded-For"], **given)
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in got.cookies.values()]
        self.asked.append((f"{method} {path.partition('?')[0].strip('/').rpartition('/')[2]}", said))
        return Answer(got.status_code, [*got.headers.items(), *cookies], got.content)


@pytest.mark.django_db(transaction=True)
def test_no_request_of_a_whole_nomination_costs_more_statements_than_it_may(call):
    nominate(Counting())  # fills what each process keeps
    door = Counting()

    nominate(door)

    assert [name for name, _said in door.asked] == [name for name, _most in AT_MOST]
    dear = [(name, *said) for (name, said), (_name, most) in zip(door.asked, AT_MOST, strict=True) if len(said) > most]
    assert dear == []
    assert sum(most for _name, most in AT_MOST) <= 140
