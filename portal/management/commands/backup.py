"""`manage.py backup FOLDER`: one more backup, made beside the running portal."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from portal.backup import folder

NOT_RIGHT = 3  # the exit code when the backup was made, but files were not right: deploy/upgrade goes on then


class Command(BaseCommand):
    help = "Write a dump, its manifest and the files that are new into FOLDER, and forget old backups there."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--days", type=int, default=30, help="how long the oldest daily one is kept (30)")

    def handle(self, *args, **options):
        place, now = options["folder"], datetime.now(UTC).replace(microsecond=0)
        with folder.private(place):
            folder.sweep(place, now)
            backup = folder.named(place, now)
            troubles = backup.make(now)
            gone = folder.thin_out(place, now, options["days"])
        rows = sum(rows for rows, _mark in backup.facts["tables"].values())
        size = backup.dump.stat().st_size
        self.stdout.write(f"{place / backup.name}: {rows} rows, {size} bytes; {gone} older ones forgotten.")
        if troubles:
            raise CommandError(
                "\n".join(["The backup was made, but these files were not right:", *troubles]), returncode=NOT_RIGHT
            )
