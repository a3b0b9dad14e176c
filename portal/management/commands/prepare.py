"""All that a start needs in one process: the tables, the facts, the demo, the static files."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

OURS = {"portal", "members", "nominations"}


class Command(BaseCommand):
    help = "Bring database and static files up to date; in the demo also tell the demo year."

    def add_arguments(self, parser):
        parser.add_argument(
            "--tables", action="store_true", help="only the tables, in production with their owner's rights"
        )

    def handle(self, *, tables=False, **options):
        self.say("Bringing the tables up to date ...")
        refuse_other_beginnings()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        note_beginnings()
        if tables:
            return
        self.say("Loading the facts ...")
        call_command("facts", verbosity=0)
        if settings.DEMO:
            self.say("Telling the demo year, unless it is told already ...")
            call_command("demo")
        self.collect()

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()

    def collect(self):
        """Copy the static files, unless nothing has changed since the last time."""
        stamp, now = settings.DATA_DIR / "static.stamp", fingerprint()
        if not stamp.exists() or stamp.read_text() != now:
            self.say("Collecting the static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(now)


def fingerprint():
    """Changes with each static file of ours and each change of the packages."""
    mark = hashlib.sha256(Path(settings.BASE_DIR, "requirements.txt").read_bytes())
    for file in sorted(Path(settings.BASE_DIR, "static").rglob("*")):
        mark.update(f"{file} {file.stat().st_mtime_ns}".encode())
    return mark.hexdigest()


def beginnings():
    """A hash of our initial migrations, which are made anew until the first release."""
    mark = hashlib.sha256()
    for app in apps.get_app_configs():
        initial = Path(app.path, "migrations", "0001_initial.py")
        if app.name.partition(".")[0] in OURS and initial.exists():
            mark.update(initial.read_bytes())
    return mark.hexdigest()


def noted_beginnings():
    """The hash that was noted, as a comment on Django's table, when the tables were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        return cursor.fetchone()[0]


def note_beginnings():
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [beginnings()])


def refuse_other_beginnings():
    """Tables made from other initial migrations cannot be brought up to date: say so instead of failing later."""
    if noted_beginnings() not in {None, beginnings()}:
        raise CommandError(
            "These data were made by an earlier version, from before the first release, and cannot be carried over. "
            "`make reset` forgets them and the next `make run` begins anew; with DATABASE_URL, give an empty database."
        )
