"""A real SMTP server on loopback that does what a test tells it: take, refuse, hang, cut the line."""

import asyncio
import email
import email.policy
import logging
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller

TAKEN = "250 2.0.0 taken"
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Script:
    """What the server does with the n-th letter: a behaviour each, the last one for all that follow.

    "ok"; "451" or "550" with words, said to RCPT; "data 451": said after DATA; "hang": no answer to the letter;
    "cut": the line breaks after the letter, which is kept if `keep`; "drop": the line breaks at RCPT. A function is
    called once the letter is there, and then the line breaks. `by_address` holds such behaviours of one address.
    Like the servers of the world it takes several commands in one breath, unless it is not `pipelining`.
    """

    def __init__(self, *behaviours, keep=False, delay=0.0, pipelining=True):
        self.behaviours, self.keep, self.delay = list(behaviours) or ["ok"], keep, delay
        self.pipelining = pipelining
        self.letters, self.asked, self.connections = [], [], 0
        self.by_address = {}

    def next_for(self, address):
        behaviours = self.by_address.get(address, self.behaviours)
        return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelining else []), responses[-1]]

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked.append(address)
        session.behaviour = self.next_for(address)
        if callable(session.behaviour):
            return self.accept(envelope, address)
        if session.behaviour[:3].isdigit():
            return session.behaviour if " " in session.behaviour else f"{session.behaviour} no"
        if session.behaviour == "drop":
            server.transport.abort()
            return "451 gone"
        return self.accept(envelope, address)

    def accept(self, envelope, address):
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.delay:
            await asyncio.sleep(self.delay)
        if session.behaviour == "hang":
            await asyncio.sleep(3600)
        if callable(session.behaviour):
            session.behaviour()
            session.behaviour = "cut"
        if session.behaviour == "cut":
            if self.keep:
                self.keep_letter(envelope)
            server.transport.abort()
            return "250 never heard"
        if session.behaviour.startswith("data "):
            return session.behaviour.removeprefix("data ") + " no"
        self.keep_letter(envelope)
        return TAKEN

    def keep_letter(self, envelope):
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))

    @property
    def to(self) -> list[str]:
        return [letter["To"] for letter in self.letters]

    @property
    def ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]


@contextmanager
def server(settings, *behaviours, **options):
    """The server, and the portal's settings pointed at it; yields the Script with what it received."""
    script = Script(*behaviours, **options)
    controller = Controller(script, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "portal.notifications.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 2
    try:
        yield script
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def plain(letter) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
