"""A whole portal in a temporary folder, each part of which a test can stop, kill and start again."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiosmtpd.controller import Controller

from portal.start.crew import Member
from portal.start.embedded import Postgres, Valkey
from portal.start.embedded.child import Child
from portal.start.house import ROOT, listening
from tests import smtp

from .people import Person
from .records import Records

PATIENCE = 60  # seconds
WEBS = 2


class House(Records):
    """PostgreSQL and Valkey run from the start; web, worker, beat and the mail server when they are asked for."""

    @classmethod
    @contextlib.contextmanager
    def built(cls):
        with tempfile.TemporaryDirectory(prefix="gpai-", ignore_cleanup_errors=True) as folder:
            os.chmod(folder, 0o711)  # noqa: S103  PostgreSQL may run under another name and has to pass through
            house = cls(Path(folder))
            try:
                house.build()
                yield house
            finally:
                house.clear()

    def __init__(self, folder):
        self.folder, self.files = folder, folder / "files"
        self.postgres, self.valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
        self.door = listening(0)
        self.port, self.mail_port = self.door.getsockname()[1], smtp.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.parts, self.crowds, self.head, self.call = [], 0, None, None
        self.letters, self.post_office = smtp.Script(), None
        self.hand, self.usual, self.lasting = None, {}, None  # lasting: the web that the next test takes over

    def build(self):
        """Servers, surroundings, tables."""
        self.postgres.start()
        self.valkey.start()
        given = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.env = given | {
            **self.postgres.address,
            **self.valkey.address,
            "SECRET_KEY": "only-for-tests",
            "REQUIRE_STAFF_MFA": "0",
            "SITE_URL": self.address,
            "DATA_DIR": str(self.folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONUNBUFFERED": "1",
        }
        self.usual, pipes = self.env.copy(), {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.hand = subprocess.Popen([sys.executable, "-m", "tests.faults.hand"], env=self.env, cwd=ROOT, **pipes)
        self.files.mkdir()
        (self.folder / "static").mkdir()
        self.manage("migrate", "--verbosity=0")
        self.manage("createcachetable")

    def manage(self, *words):
        return self.run("manage.py", *words)

    def run(self, *words):
        """What a command of Python says; in other surroundings than usual it is started anew."""
        command = [*map(str, words)]
        if self.env == self.usual:
            return self.by_hand(command)
        done = subprocess.run([sys.executable, *command], env=self.env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def by_hand(self, command):
        said, complained = self.folder / "said", self.folder / "complained"
        self.hand.stdin.write(json.dumps([command, str(said), str(complained)]) + "\n")
        self.hand.stdin.flush()
        end = self.hand.stdout.readline().strip()
        assert end == "0", f"{command} ended with {end}\n{said.read_text()}{complained.read_text()}"
        return said.read_text()

    def clear(self):
        """Stop everything that a test left, and the servers."""
        self.rest()
        for part in self.parts:
            kill(part.child)
        if self.hand:
            self.hand.communicate()  # it ends when nobody speaks to it any more
        self.door.close()
        for server in (self.valkey, self.postgres):
            server.stop()
            server.forget()

    def rest(self):
        """After a test: no programs but the usual web, mail taken by nobody, servers up, nothing left to do."""
        staying = [part for part in self.parts if part.child is self.lasting and part.child.running]
        for part in self.parts:
            if part not in staying:
                kill(part.child)
        self.parts, self.lasting = staying, self.lasting if staying else None
        self.mail_down()
        if not self.postgres.child.running:
            self.postgres_back()
        if not self.valkey.child.running:
            self.valkey.restart()
        self.empty_broker()  # what killed workers had in hand would come back to the next test
        self.forget_the_past()

    # --- parts

    def whole(self, web) -> bool:
        return len(self.workers_of(web)) == WEBS and self.answers()

    def web(self, *options, anew=False):
        """gunicorn with two workers, as `make run` starts it; one that another test left is as good, but for its lines."""
        usual, lasting = self.env == self.usual and not options, self.lasting
        if usual and lasting and not anew:
            self.until(lambda: self.whole(lasting))
            return lasting
        if lasting:
            self.dismiss(lasting)
        command = ["gunicorn", "portal.wsgi:application", "--bind", f"fd://{self.door.fileno()}", "--no-control-socket"]
        command += ["--worker-class", "gthread", "--workers", WEBS, "--threads", 4, *options]
        web = self.employ("web", command, pass_fds=[self.door.fileno()])
        self.lasting = web if usual else None
        self.until(self.answers)
        return web

    def worker(self):
        options = ["--concurrency", 2, "--loglevel", "INFO", "--without-mingle", "--without-gossip"]
        return self.employ("worker", ["celery", "-A", "tests.faults.hurried", "worker", *options])

    def beat(self, number=1, app="hurried"):
        """A timetable that does everything every two seconds."""
        options = ["--schedule", self.folder / f"beat-{number}", "--pidfile="]
        return self.employ(f"beat-{number}", ["celery", "-A", f"tests.faults.{app}", "beat", *options])

    def employ(self, name, command, **options):
        log = self.folder / f"{name}.log"
        part = Child(name, [sys.executable, "-m", *command], env=self.env, cwd=ROOT, log=log, **options)
        self.parts.append(Member(part, part.start))
        return part.start()

    def dismiss(self, child):
        """Stop a program in order, for good."""
        self.parts = [part for part in self.parts if part.child is not child]
        child.stop()

    def drain(self):
        """Timetables stop for good, and what they heaped up is done: nothing waits, and nothing is in a worker's hands."""
        for part in [part for part in self.parts if part.child.name.startswith("beat-")]:
            self.dismiss(part.child)
        self.until(self.idle, patience=300)

    def workers_of(self, part):
        """The process ids of gunicorn's workers, or of Celery's senders."""
        return children(part.process.pid)

    @contextlib.contextmanager
    def frozen(self, part):
        """Its workers stand still, so that what they have in hand can be looked at; some may be killed meanwhile."""
        pids = self.workers_of(part)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield pids
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def mail_up(self, *behaviours):
        """The mail server answers from now on; every letter it takes lies in `letters`."""
        self.letters.behaviours = list(behaviours) or ["ok"]
        self.post_office = Controller(self.letters, hostname="127.0.0.1", port=self.mail_port)
        self.post_office.start()
        return self.letters

    def empty_outbox(self, people):
        """The last sweep of the night, unless a worker sends: then nothing waits for these people any more."""
        if not self.post_office:
            self.mail_up()
        if not any(part.child.name == "worker" for part in self.parts) and self.waiting(people):
            self.manage("shell", "-v0", "-c", "from portal.notifications.tasks import sweep; sweep()")
        self.until(lambda: self.waiting(people) == 0)

    def mail_down(self):
        if self.post_office:
            self.post_office.stop()
            self.post_office = None

    # --- people

    def people(self, number, year=2026):
        """So many people who have a complete draft; `head` leads the secretariat, `call` is the key of their call."""
        self.crowds += 1
        said = json.loads(self.run("-m", "tests.faults.crowd", f"crowd{self.crowds}-", number, year).splitlines()[-1])
        self.head, self.call = Person(self.port, **said["head"]), said["call"]
        return [Person(self.port, **facts) for facts in said["people"]]

    def answers(self, path="/healthz"):
        return Person(self.port).ask("GET", path).status == 200

    def postgres_back(self):
        """Start it as a supervisor does: again and again, until what was left of the one before is gone."""
        for _ in range(20):
            with contextlib.suppress(RuntimeError):
                return self.postgres.restart()
            time.sleep(0.5)
        raise RuntimeError(self.postgres.child.last_words(20))

    def last_words(self):
        return "\n".join(f"{part.child.name}: {part.child.last_words(20)}" for part in self.parts)

    def until(self, condition, patience=PATIENCE):
        """Wait, and start again what died, as `make run` and systemd do; returns how many seconds it took."""
        begun = time.monotonic()
        while not condition():
            for part in self.parts:
                part.look(time.monotonic())
            assert time.monotonic() - begun < patience, f"This did not happen in time.\n{self.last_words()}"
            time.sleep(0.05)
        return time.monotonic() - begun


def kill(part):
    """kill -9, the program and all that it started."""
    if part.process is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(part.process.pid, signal.SIGKILL)
        part.process.wait()


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
