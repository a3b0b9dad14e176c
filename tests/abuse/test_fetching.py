"""The server fetches nothing that somebody typed: no code of ours opens an address of the web."""

import ast

import pytest

from tests.test_architecture import SOURCES, module

OPENS = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "ftplib",
    "requests",
    "httpx",
    "urllib3",
    "aiohttp",
    "smtplib",
}
CALLED = {  # servers as the settings name them, and our own children
    "portal.notifications.smtp": "the mail server",
    "portal.notifications.sender": "knows its refusals",
    "portal.pdf.scanner": "the virus scanner",
    "portal.pdf.apart": "the line to the nursery",
    "portal.pdf.nursery": "the line from it",
}


@pytest.mark.abuse(25)
def test_only_the_mail_server_and_the_scanner_are_called():
    callers = {}
    for path in SOURCES:
        if module(path).startswith("portal.start."):
            continue  # what starts the servers of `make run` and serves nobody
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            if opened := OPENS & set(names):
                callers[module(path)] = opened

    assert set(callers) == set(CALLED), callers
