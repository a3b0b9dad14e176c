"""The supervisor of `make run`: what dies is started again, what will not stop is killed."""

import os
import signal
import sys
import time

import pytest

from portal.start.crew import Crew
from portal.start.embedded.child import Child

pytestmark = pytest.mark.slow

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
SULKS = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('sulking', flush=True); time.sleep(600)",
]


def until(condition, patience=20):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_program_that_died_is_started_again_after_a_pause(capsys):
    with Crew() as crew:
        crew.employ("web", SLEEPS, os.environ)
        [web] = crew.programs
        first = web.child.process
        first.kill()
        first.wait()
        web.look(now=100)
        assert (web.due, web.pause) == (101, 2)
        web.look(now=100.5)
        assert not web.child.running
        web.look(now=101)
        assert web.child.running
        assert web.child.process.pid != first.pid
    assert "web died, trying again in 1 s." in capsys.readouterr().out
    assert not web.child.running


def test_the_pause_grows_to_a_minute_and_is_forgotten_after_a_steady_one():
    with Crew() as crew:
        crew.employ("worker", [sys.executable, "-c", ""], os.environ)
        [worker] = crew.programs
        now, pauses = 0, []
        for _ in range(8):
            worker.child.process.wait()
            worker.look(now)
            pauses.append(worker.due - now)
            now = worker.due
            worker.look(now)
        worker.child.process.wait()
        worker.child.command = SLEEPS
        worker.child.start()
        worker.look(now + 61)
        assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
        assert worker.pause == 1


def test_a_program_that_dies_at_the_start_ends_it_with_its_last_words(tmp_path):
    with Crew() as crew:
        crew.employ(
            "web", [sys.executable, "-c", "raise SystemExit('no such table')"], os.environ, log=tmp_path / "log"
        )
        with pytest.raises(RuntimeError, match=r"no such table\nThe program web died at the start"):
            crew.wait_until(lambda: False)


def test_a_step_that_fails_ends_the_start():
    with Crew() as crew, pytest.raises(RuntimeError, match="'prepare' failed"):
        crew.once("prepare", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)


def test_a_program_that_will_not_stop_is_killed(tmp_path):
    child = Child("worker", SULKS, patience=0.2, log=tmp_path / "log").start()
    until(lambda: "sulking" in child.last_words())
    child.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_ctrl_c_reaches_the_programs_only_through_the_supervisor():
    child = Child("web", SLEEPS).start()
    assert os.getpgid(child.process.pid) != os.getpgid(0)
    child.stop()
    assert child.process.returncode == -signal.SIGTERM
