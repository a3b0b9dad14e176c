"""`make run`: the whole portal on this machine, under one supervisor, until Ctrl-C."""

import contextlib
import os
import secrets
import signal
import sys
from pathlib import Path

from portal.start import embedded
from portal.start.crew import Crew
from portal.start.house import Closed, House

ROOT = Path(__file__).resolve().parent.parent.parent
WELCOME = """
The portal is at {address}  (Ctrl-C stops it)
{demo}  What the programs write: {logs}
"""
DEMO = """  Accounts of the demo, password "demo":
    amina@example.org    secretariat, officer       jonas@example.org   head of secretariat
    leila@example.org    applicant with a draft     tomas@example.org   applicant who submitted
    ines@example.org     focal point, Spain         awa@example.org     focal point, Senegal
    marcos@example.org   deputy, Spain              mame@example.org    deputy, Senegal
    nerea@example.org    named by Spain; the letter lies with the sent mails
    kenji@example.org    council delegate, Japan    hanne@example.org   contact of a country that applies
    mei@example.org      chair of the committee     luis@example.org    reviewer
    ngugi@example.org    a seat is offered          auditor@example.org auditor
  The secretariat works at {address}/admin/
  Sent mails can be read at {address}/demo/mail/
"""


def main():
    """Start everything in order, watch it, stop it in the opposite order."""
    os.chdir(ROOT)
    os.umask(0o077)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stop)
    try:
        with contextlib.ExitStack() as stack:
            run(stack)
    except (Closed, embedded.Missing, RuntimeError) as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        print("Stopped; the data is kept.", flush=True)


def stop(*_):
    """The first signal stops the portal in order; more of them hurry nothing."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    print("\nStopping ...", flush=True)
    raise KeyboardInterrupt


def run(stack):
    house = stack.enter_context(House.opened(os.environ))
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        print("Starting PostgreSQL and Valkey ...", flush=True)
    crew = stack.enter_context(Crew())
    env = os.environ | surroundings(house)
    for server in embedded.needed(house.folder):
        crew.serve(server)
        env |= server.address
    house.note(env)
    crew.once("prepare", [sys.executable, "manage.py", "prepare"], env)
    for name, command in programs(house):
        door = [house.door.fileno()] if name == "web" else []
        crew.employ(name, command, env, log=house.log(name), pass_fds=door)
    crew.wait_until(house.answers)
    print(welcome(house, env), flush=True)
    crew.watch()


def surroundings(house):
    """What the settings read and nobody has set: a demo at the address of this run, with its own lasting secret."""
    given = {"DEMO": "1", "SITE_URL": house.address, "SECRET_KEY": secret(house.folder / "secret_key")}
    given |= {"DATA_DIR": str(house.folder), "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONUNBUFFERED": "1"}
    return {name: os.environ.get(name) or value for name, value in given.items()}


def secret(file):
    """The secret of this folder's demo, readable by its owner alone."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def programs(house):
    """Web server, worker and timetable, as commands."""
    web = ["gunicorn", "portal.wsgi:application", "--bind", f"fd://{house.door.fileno()}", "--no-control-socket"]
    celery = ["celery", "-A", "portal"]
    yield "web", [sys.executable, "-m", *web, "--worker-class", "gthread", "--workers", 2, "--threads", 4]
    yield "worker", [sys.executable, "-m", *celery, "worker", "--concurrency", 2, "--loglevel", "INFO"]
    yield "timetable", [sys.executable, "-m", *celery, "beat", "--schedule", house.folder / "timetable", "--pidfile="]


def welcome(house, env):
    demo = DEMO.format(address=house.address) if env["DEMO"].lower() in {"1", "true", "yes", "on"} else ""
    return WELCOME.format(address=house.address + "/", demo=demo, logs=house.log("web").parent)


if __name__ == "__main__":
    main()
