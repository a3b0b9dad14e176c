"""A mail server in a process of its own that takes every letter: `python -m bench.sink` prints its port and its count.

It speaks the protocol and no more, as quick as Python goes: what is measured is the sender, not what it sends to.
"""

import socketserver
import sys
import threading

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 SIZE 10485760\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}


class Line(socketserver.StreamRequestHandler):
    """One connection, letter after letter."""

    disable_nagle_algorithm = True

    def handle(self):
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            self.wfile.write(ANSWERS.get(word, b"250 2.0.0 ok\r\n"))
            if word == b"DATA":
                self.take()
            if word == b"QUIT":
                return

    def take(self):
        while self.rfile.readline() != b".\r\n":
            pass
        self.server.taken += 1
        self.wfile.write(b"250 2.0.0 taken\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """Counts, and keeps nothing."""

    daemon_threads = allow_reuse_address = True
    taken = 0


def main():
    """Until a line comes in; then say how many letters came."""
    with Sink(("127.0.0.1", int(sys.argv[1])), Line) as sink:
        threading.Thread(target=sink.serve_forever).start()
        print("ready", flush=True)
        sys.stdin.readline()
        sink.shutdown()
        print(sink.taken, flush=True)


if __name__ == "__main__":
    main()
