"""The nursery: a small process that has imported what children need, and forks one for each job.

`python -m portal.pdf.nursery`, with its control socket on stdin. It starts with an empty environment, knows no
Django and reads no document itself but a specimen of ours: it only hands files on. So a child inherits nothing but
libraries, at a tenth of what a new Python costs. It ends when nobody holds the other end of its socket any more.
"""

import gc
import json
import os
import signal
import socket
from importlib import import_module

from . import child, examination, pictures
from .specimen import specimen

IMPORTED = (
    "pypdf",
    "pypdfium2",
    "puremagic",
    "PIL.Image",
    "PIL.WebPImagePlugin",
)
ASKING = 512  # bytes of an order; each comes with three files: the document, the answer, the line to who asked


def main():
    signal.signal(signal.SIGCHLD, reap)
    for name in IMPORTED:
        import_module(name)
    for _time in range(3):  # what is found and reckoned at first use is then there, and need be copied by no child
        examination.work(specimen())
        pictures.work(specimen())
    gc.collect()
    gc.freeze()  # or each child would look through, and so copy, all that it inherits: half of what a page costs
    control = socket.socket(fileno=0)
    while order := taken(control):
        words, files = order
        if os.fork() == 0:
            born(words, files)
        for file in files:
            os.close(file)


def reap(*signal_and_frame):
    """Forget the dead."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def taken(control):
    """The next order: its words, and its files; None when nobody can ask any more."""
    words, files, _flags, _address = socket.recv_fds(control, ASKING, 3)
    return (json.loads(words), files) if words else None


def born(words, files):
    """In the child: nothing open but the three files; a handle to end us by goes out first. Never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for place, file in zip((0, 1, 3), sorted_away(files), strict=True):
            os.dup2(file, place)
        os.closerange(4, 1024)
        line, handle = socket.socket(fileno=3), os.pidfd_open(os.getpid())
        socket.send_fds(line, [b"+"], [handle])
        os.close(handle)
        child.main(**words)
        line.send(b".")
    finally:
        os._exit(0)  # the answer is on the line, or missing there


def sorted_away(files) -> list[int]:
    """The same files under numbers that stand in nobody's way."""
    return [os.dup(file) if file < 4 else file for file in files]


if __name__ == "__main__":
    main()
