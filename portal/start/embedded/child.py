"""A child process that never outlives the process that started it."""

import ctypes
import os
import signal
import subprocess
from contextlib import nullcontext

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1


def bound_to_parent(death_signal):
    """For `preexec_fn`: the kernel sends `death_signal` when the parent dies, however it dies."""
    parent = os.getpid()

    def bind():
        LIBC.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return bind


class Child:
    """One program: started in a session of its own, so that Ctrl-C reaches only who stops it in order.

    Start it from the main thread: the kernel's promise is about the thread that forked.
    """

    def __init__(self, name, command, *, stop=signal.SIGTERM, patience=15, log=None, **popen):
        self.name, self.command, self.log, self.popen = name, [str(part) for part in command], log, popen
        self.stop_signal, self.patience = stop, patience  # patience: seconds between asking and killing
        self.process = None

    def start(self):
        """Start the program; its words go to the log file, or to ours."""
        with open(self.log, "ab") if self.log else nullcontext() as words:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT if words else None,
                start_new_session=True,
                preexec_fn=bound_to_parent(self.stop_signal),  # noqa: PLW1509  no other thread runs here
                **self.popen,
            )
        return self

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self):
        if self.running:
            self.process.send_signal(self.stop_signal)

    def stop(self):
        """Ask, wait for `patience` seconds, then kill the program and all it started."""
        self.ask_to_stop()
        try:
            if self.process is not None:
                self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self, lines=6):
        """The end of the log, to be shown when the program died."""
        if not self.log or not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:]).rstrip()
