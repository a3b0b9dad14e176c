"""A small clamd on loopback: speaks INSTREAM, calls EICAR's name where it finds it, remembers what it got."""

import socketserver
import struct
import threading
from contextlib import contextmanager


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        got = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            got += self.rfile.read(length)
        self.server.got.append(got)
        self.wfile.write(
            self.server.answer or (b"stream: Eicar-Test-Signature FOUND\0" if b"EICAR" in got else b"stream: OK\0")
        )


@contextmanager
def clamd(answer=None):
    """Runs the server; yields it with `address` and `got`. answer: bytes to say whatever comes."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.answer, server.got = answer, []
        server.address = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
