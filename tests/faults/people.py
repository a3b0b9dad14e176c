"""People at their browsers, who note what they were told: the ledger."""

import http.client
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

TOKEN = "c" * 32  # whoever holds the cookie may send the same sign with the form
EDGE = "----------------------------7e1"  # between the parts of a form with a file
BROKEN = 0  # the connection ended without an answer
PAUSE = 0.2  # seconds before somebody presses again


@dataclass
class Answer:
    """What came back, and when (seconds since 1970)."""

    status: int
    headers: dict = field(default_factory=dict)
    text: str = ""
    asked: float = 0.0
    came: float = 0.0

    @property
    def seconds(self):
        return self.came - self.asked

    @property
    def away(self):
        """A 503 as it should be: with words, and with when to come back."""
        return self.status == 503 and self.headers.get("Retry-After", "").isdigit() and "</html>" in self.text

    def leads_to(self, end):
        return self.status == 302 and self.headers["Location"].endswith(end)


class Person:
    """One who is signed in, with a complete draft; `told` is the ledger."""

    def __init__(self, port, email="", person=None, nomination="", session=""):
        self.port, self.email, self.person, self.nomination = port, email, person, nomination
        self.cookies = {"csrf": TOKEN} | ({"session": session} if session else {})
        self.told, self.position, self.received = [], "", False

    def ask(self, method, path, fields=None, *, body=None, kind="application/x-www-form-urlencoded", timeout=30):
        """One request on a line of its own; a broken one is an Answer too."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": kind}
            body = body or urlencode({"csrfmiddlewaretoken": TOKEN} | (fields or {}))
        asked, line = time.time(), http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request(method, path, body=body, headers=headers)
            reply = line.getresponse()
            text = reply.read().decode(errors="replace")
            self.keep_cookies(reply)
            answer = Answer(reply.status, dict(reply.getheaders()), text, asked, time.time())
        except (OSError, http.client.HTTPException):
            answer = Answer(BROKEN, asked=asked, came=time.time())
        finally:
            line.close()
        self.told.append(answer)
        return answer

    def keep_cookies(self, reply):
        for line in reply.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value

    def page(self, name=""):
        return f"/en/nominations/{self.nomination}/{name}"

    def save(self, words) -> Answer:
        """Save one answer of one section, and note it once the portal says that it is saved."""
        answer = self.ask("POST", self.page("work/"), {"position": words, "later": "1"})
        if answer.leads_to(self.page()):
            self.position = words
        return answer

    def submit(self) -> Answer:
        """Press the button; `received` once the portal leads to the page that says so."""
        answer = self.ask("POST", self.page("submit/"), {"declared": "on"})
        self.received |= answer.leads_to("/done/")
        return answer

    def sign_in(self, password):
        """With the password, in a session of its own."""
        self.cookies.pop("session", None)
        answer = self.ask("POST", "/en/accounts/login/", {"login": self.email, "password": password})
        return answer.status == 302 and "session" in self.cookies

    def ask_for_code(self, way="login/code/") -> str:
        """A mail with a code, to sign in or for a new password, asked for by a stranger; gives the page that follows."""
        stranger = Person(self.port)
        answer = stranger.ask("POST", f"/en/accounts/{way}", {"email": self.email})
        page = stranger.ask("GET", answer.headers["Location"]) if answer.status == 302 else answer
        self.told += stranger.told
        return page.text

    def nominate(self, until=60):
        """Save and submit, pressing again like a patient person, until both are acknowledged."""
        end = time.monotonic() + until
        wanted = f"Chair of {self.email}"
        while self.position != wanted and time.monotonic() < end:
            self.save(wanted)
            time.sleep(PAUSE if self.position != wanted else 0)
        while not self.received and time.monotonic() < end:
            self.submit()
            time.sleep(PAUSE if not self.received else 0)


def upload(person, name, content):
    """Send a CV as a browser does."""
    parts = [f'name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'.encode()]
    parts += [f'name="cv"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode() + content + b"\r\n"]
    body = b"".join(b"--%s\r\nContent-Disposition: form-data; " % EDGE.encode() + part for part in parts)
    body += b"--%s--\r\n" % EDGE.encode()
    kind = f"multipart/form-data; boundary={EDGE}"
    return person.ask("POST", person.page("documents/"), body=body, kind=kind)


@contextmanager
def rush(people, at_once=4, act=Person.nominate):
    """All these people come, so many at once; leaving the `with` waits for the last."""
    waiting = SimpleQueue()
    for person in people:
        waiting.put(person)

    def come():
        while True:
            try:
                person = waiting.get_nowait()
            except Empty:
                return
            act(person)

    threads = [threading.Thread(target=come, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def received(people) -> int:
    return sum(person.received for person in people)


def answers(people) -> list:
    return [answer for person in people for answer in person.told]


def faults(people) -> list:
    """Answers that nobody should ever get: 5xx other than a readable 503."""
    return [answer for answer in answers(people) if answer.status >= 500 and not answer.away]
