"""What the cases share: the house with its hidden words, and another site for whoever would go there."""

import contextlib
import socket
import threading

import pytest

from tests.abuse.house import House
from tests.kept import kept


@kept
def furnished(groups):
    house = House()
    assert house.parts
    return house


@pytest.fixture
def house(furnished, settings, caplog):
    caplog.set_level("CRITICAL")  # hundreds of refusals are meant
    settings.REQUIRE_STAFF_MFA = False  # how staff come in is tested with the second factor
    return furnished


@pytest.fixture
def trap():
    """(address, asked): a foreign address, and the first line of whatever was asked there."""
    asked, door = [], socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                visitor = door.accept()[0]
            except OSError:
                return
            with visitor, contextlib.suppress(TimeoutError):
                visitor.settimeout(0.5)  # a browser may open a line ahead of a request that its policy then forbids
                if line := visitor.recv(200).partition(b"\r\n")[0]:
                    asked.append(line)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}/", asked
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    listener.join(timeout=3)
