"""A visitor with a browser of the plainest kind: cookies, redirects, the hidden fields of a form."""

import html
import re
import secrets
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
PART = re.compile(r'(name|value)="([^"]*)"')


class Unexpected(Exception):
    """An answer that no visitor should get; says which."""


class TurnedAway(Unexpected):
    """A 503 that says when to come again."""


class Visitor:
    """`page` is the text that was last shown, `path` its address. Each visitor comes from an address of their own."""

    def __init__(self, door):
        self.door, self.cookies, self.path, self.page = door, {}, "", ""
        self.place = "10." + ".".join(str(byte) for byte in secrets.token_bytes(3))

    def get(self, path) -> str:
        return self.follow(self.ask("GET", path))

    def post(self, data, path="", files=False) -> str:
        """Send the form of the present page: its hidden fields, and these answers; and read the page that follows."""
        return self.follow(self.send(data, path, files))

    def send(self, data, path="", files=False):
        """The same, and no page is read after it."""
        data = hidden(self.page) | data
        if files:
            return self.ask("POST", path or self.path, encode_multipart(BOUNDARY, data), MULTIPART_CONTENT)
        body = urlencode({name: value for name, value in data.items() if value != ""}, doseq=True)
        return self.ask("POST", path or self.path, body.encode(), "application/x-www-form-urlencoded")

    def ask(self, method, path, body=b"", kind=""):
        self.path = path
        headers = {"X-Forwarded-For": self.place, "Accept-Language": "en"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        return self.door.ask(method, path, headers, body)

    def follow(self, answer) -> str:
        while True:
            for name, value in answer.headers:
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0].strip('"')
            if answer.status not in (301, 302):
                break
            answer = self.ask("GET", answer.header("location"))
        self.page = answer.body.decode()
        if answer.status == 503 and answer.header("retry-after"):
            raise TurnedAway(self.path)
        if answer.status != 200:
            raise Unexpected(f"{answer.status} at {self.path}")
        return self.page


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of what the page is about."""
    start = page.find("<main")
    found = [dict(PART.findall(tag)) for tag in HIDDEN.findall(page, start if start > 0 else 0)]
    return {field["name"]: html.unescape(field.get("value", "")) for field in found if "name" in field}
