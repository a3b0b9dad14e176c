"""Asks a clamd, where settings.CLAMD names one (host:port); without an answer the file is not taken."""

import socket
import struct

from django.conf import settings

from .refusals import refusal

SECONDS = 5  # for each step of the talk
CHUNK = 64 * 1024


def scan(content: bytes):
    """Raise Refused for an infected file, and for one that could not be scanned."""
    if not settings.CLAMD:
        return
    try:
        verdict = ask(content)
    except OSError as error:
        raise refusal("unscanned") from error
    if verdict.endswith(b"FOUND"):
        raise refusal("infected")
    if not verdict.endswith(b"OK"):
        raise refusal("unscanned")


def ask(content: bytes) -> bytes:
    """clamd's words on a stream, such as b"stream: OK"."""
    host, _, port = settings.CLAMD.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), SECONDS) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            clamd.sendall(struct.pack("!I", len(chunk)) + chunk)
        clamd.sendall(struct.pack("!I", 0))
        with clamd.makefile("rb") as words:
            return words.read(1024).strip(b"\0\r\n ")
