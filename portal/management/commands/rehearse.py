"""`manage.py rehearse`: the whole year on a database of its own, and whether all holds that must."""

import subprocess
import sys
from time import monotonic

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from nominations.models import Call, Nomination
from portal.accounts.models import User

PREPARING = {"server_side_binding": True, "prepare_threshold": 3}  # to plan each anew takes as long as to run it


class Command(BaseCommand):
    help = "Walk a whole year with the verbs, to the day after publication, on servers that are thrown away; then check what must hold."

    def add_arguments(self, parser):
        parser.add_argument("--nominations", type=int, default=2600, help="how many (default: 2600)")
        parser.add_argument("--seed", type=int, default=1, help="what chance hangs on (default: 1)")
        parser.add_argument("--here", action="store_true", help="on the database of DATABASE_URL, which must be empty")

    def handle(self, nominations, seed, here, **options):
        if not here:
            again = ["manage.py", "rehearse", "--here", f"--nominations={nominations}", f"--seed={seed}"]
            sys.exit(subprocess.run([sys.executable, "-m", "portal.start.beside", "--empty", *again]).returncode)
        connection.settings_dict["OPTIONS"] |= PREPARING
        call_command("migrate", verbosity=0)
        if User.objects.exists() or Call.objects.exists():
            sys.exit("This database is not empty: the rehearsal would mix with what is there.")
        call_command("facts", verbosity=0)
        self.rehearse(max(20, nominations), seed)

    def rehearse(self, size, seed):
        from portal.rehearsal.invariants import broken
        from portal.rehearsal.year import Year

        start = monotonic()
        year = Year(size, seed, tell=lambda words: self.stdout.write(f"{monotonic() - start:6.1f} s  {words}"))
        year.walk()
        self.stdout.write(f"{monotonic() - start:6.1f} s  Looking at what must hold")
        found = broken(year.call)
        for sentence, breaks in found.items():
            self.stdout.write(
                f"  {'broken' if breaks else 'holds '}  {sentence}" + (f" {breaks[:5]}" if breaks else "")
            )
        states = dict.fromkeys(Nomination.Status.values, 0)
        for status in year.call.nominations.values_list("status", flat=True):
            states[status] += 1
        self.stdout.write("  " + ", ".join(f"{number} {status}" for status, number in states.items() if number))
        self.stdout.write(f"{monotonic() - start:6.1f} s  Done")
        if any(found.values()):
            sys.exit(1)
