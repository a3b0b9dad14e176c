"""Two ways to ask the portal for a page: the WSGI application in this process, with a meter, and a server on a port."""

import io
import time
from http.client import HTTPConnection
from typing import NamedTuple
from wsgiref.util import setup_testing_defaults

from .meter import Cost, Meter


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


class Within:
    """The application that a web server would call, called here; what it costs is added up in `spent`.

    `asked`: the statements of the last request, with their values.
    """

    def __init__(self):
        from portal.wsgi import application

        self.application, self.spent, self.asked = application, Cost(), []

    def ask(self, method, path, headers, body=b"") -> Answer:
        environ, told = self.environ(method, path, headers, body), []
        with Meter() as meter:
            parts = self.application(environ, lambda status, pairs, trouble=None: told.extend([status, pairs]))
            whole = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        self.spent, self.asked = self.spent + meter.cost, meter.asked
        return Answer(int(told[0][:3]), told[1], whole)

    def environ(self, method, path, headers, body) -> dict:
        path, _, query = path.partition("?")
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1"}
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        environ |= {"CONTENT_TYPE": headers.get("Content-Type", ""), "REMOTE_ADDR": headers["X-Forwarded-For"]}
        setup_testing_defaults(environ)
        return environ

    def take(self) -> Cost:
        """What was spent since the last time."""
        spent, self.spent = self.spent, Cost()
        return spent


class Wire:
    """A server on a port of this machine; a connection for each question, as from many people.

    patience: how often somebody whose page is refused with Retry-After comes again, after as many seconds as it says.
    """

    def __init__(self, port: int, watch, patience=0):
        self.port, self.watch, self.patience = port, watch, patience

    def ask(self, method, path, headers, body=b"") -> Answer:
        for _time in range(self.patience):
            answer = self.once(method, path, headers, body)
            if method != "GET" or answer.status != 503 or not answer.header("retry-after"):
                return answer
            time.sleep(int(answer.header("retry-after")))
        return self.once(method, path, headers, body)

    def once(self, method, path, headers, body) -> Answer:
        """One question; it says when it came, as the proxy would."""
        with self.watch(method) as note:
            line = HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                line.request(method, path, body or None, headers | {"X-Request-Start": f"t={time.time():.3f}"})
                told = line.getresponse()
                answer = Answer(told.status, told.getheaders(), told.read())
            finally:
                line.close()
            note(answer)
        return answer
