"""A mail server in a process of its own that takes every letter: `python -m bench.sink` prints its port and its count."""

import sys

from aiosmtpd.controller import Controller


class Sink:
    """Counts, and keeps nothing."""

    taken = 0

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        return "250 2.0.0 taken"


def main():
    """Until a line comes in; then say how many letters came."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("ready", flush=True)
    sys.stdin.readline()
    controller.stop()
    print(sink.taken, flush=True)


if __name__ == "__main__":
    main()
