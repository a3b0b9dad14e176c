"""Sender, reader and DATA in one breath, where the mail server takes that: what it says to each is heard all the same."""

import socket
import threading

import pytest

from portal.notifications import outbox, sender
from portal.notifications.models import Message
from tests import smtp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _shelf(shelf):
    """All letters here are notes."""


@pytest.fixture(params=[True, False], ids=["one breath", "word by word"])
def breath(request):
    return request.param


def notes(*readers):
    for number, to in enumerate(readers):
        outbox.post("note", to=f"{to}@example.org", key=f"{number}", link="/en/", words="x")


def fates():
    return dict(Message.objects.values_list("to", "status"))


def test_every_letter_arrives_whole(settings, breath):
    notes("a", "b", "c")
    Message.objects.filter(key="1").update(text=".\n..\nA line\n.")
    with smtp.server(settings, pipelining=breath) as server:
        sender.deliver()

    assert sorted(server.to) == ["a@example.org", "b@example.org", "c@example.org"]
    assert server.connections == 1
    assert ".\n..\nA line\n." in {smtp.plain(letter).strip() for letter in server.letters}


@pytest.mark.parametrize(("says", "fate"), [("550 5.1.1 no", "failed"), ("451 4.2.1 later", "queued")])
def test_a_refused_reader_harms_nobody_else(settings, breath, says, fate):
    notes("a", "b", "c")
    with smtp.server(settings, pipelining=breath) as server:
        server.by_address["b@example.org"] = [says]
        sender.deliver()

    assert fates() == {"a@example.org": "sent", "b@example.org": fate, "c@example.org": "sent"}
    assert server.connections == 1
    assert Message.objects.get(to="b@example.org").answer == says


def test_a_refused_letter_harms_nobody_else(settings, breath):
    notes("a", "b", "c")
    with smtp.server(settings, pipelining=breath) as server:
        server.by_address["b@example.org"] = ["data 554 5.7.1 spam"]
        sender.deliver()

    assert fates() == {"a@example.org": "sent", "b@example.org": "failed", "c@example.org": "sent"}
    assert server.connections == 1


class Wayward(threading.Thread):
    """A server that asks for the letter although it takes no reader, as RFC 2920 allows; keeps what it heard."""

    def __init__(self):
        super().__init__(daemon=True)
        self.door, self.heard = socket.create_server(("127.0.0.1", 0)), []
        self.start()

    def run(self):
        with self.door:
            line, _ = self.door.accept()
        with line, line.makefile("rwb", buffering=0) as talk:
            talk.write(b"220 here\r\n")
            asked, refused = False, False
            for said in iter(talk.readline, b""):
                self.heard.append(said.strip().decode())
                if asked:
                    if said == b".\r\n":
                        talk.write(b"554 nobody to read it\r\n" if refused else b"250 taken\r\n")
                        asked = False
                    continue
                word = said[:4].upper()
                refused = b"nobody@" in said or (refused and word != b"RSET")
                asked = word == b"DATA"
                talk.write(self.answer(word, said))

    def answer(self, word, said):
        if b"RCPT TO:<nobody@" in said:
            return b"550 5.1.1 no such mailbox\r\n"
        return {b"EHLO": b"250-here\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n"}.get(word, b"250 ok\r\n")


def test_a_server_that_wants_a_letter_to_nobody_gets_none(settings):
    notes("nobody", "leila")
    server = Wayward()
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "portal.notifications.smtp.EmailBackend", 5
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.door.getsockname()

    sender.deliver()
    server.join(5)

    assert fates() == {"nobody@example.org": "failed", "leila@example.org": "sent"}
    begun = server.heard.index("DATA")
    assert server.heard[begun + 1 : begun + 3] == [".", "rset"]
    assert [said for said in server.heard if said.startswith("To: ")] == ["To: leila@example.org"]
