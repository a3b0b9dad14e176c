"""All that a start needs in one process: the tables, the facts, the demo, the static files."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Bring database and static files up to date; in the demo also tell the demo year."

    def handle(self, **options):
        self.say("Bringing the tables up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
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
