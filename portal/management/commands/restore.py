"""`manage.py restore FOLDER/MOMENT`: a backup into an empty database, compared afterwards; no mail leaves."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import connection

from portal.backup.folder import Backup, whole
from portal.lifecycle import clock
from portal.notifications.models import Gate


class Command(BaseCommand):
    help = "Restore a backup into the empty database of DATABASE_URL and into DATA_DIR, and compare both with its manifest."

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path, help="FOLDER/MOMENT, or FOLDER for the newest in it")
        parser.add_argument("--compare", action="store_true", help="restore nothing, only compare what is here")

    def handle(self, *args, **options):
        backup = chosen(options["backup"])
        troubles = [] if options["compare"] else self.restored(backup)
        troubles += backup.compare()
        if troubles:
            raise CommandError("\n".join([f"This is not what {backup.name} was:", *troubles]))
        tables = backup.facts["tables"].values()
        self.stdout.write(f"All as in {backup.name}: {len(tables)} tables, {sum(rows for rows, _ in tables)} rows.")

    def restored(self, backup) -> list[str]:
        if tables := connection.introspection.table_names():
            raise CommandError(f"The database is not empty ({len(tables)} tables): give DATABASE_URL a new one.")
        troubles = backup.load()
        waiting = Gate.waiting().count()
        self.stdout.write(
            f"Restored at {clock.now():%Y-%m-%d %H:%M} UTC. No mail leaves: {waiting} letters wait. "
            "`manage.py release_mail` shows them and lets them go."
        )
        return troubles


def chosen(path: Path) -> Backup:
    """By its name, or the newest of a folder."""
    if path.is_dir():
        there = whole(path)
        if not there:
            raise CommandError(f"There is no whole backup in {path}.")
        return there[-1]
    backup = Backup(path)
    if not backup.manifest.exists():
        raise CommandError(f"{path} is not a whole backup: {backup.manifest.name} is missing.")
    return backup
