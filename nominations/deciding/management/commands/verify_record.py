"""`manage.py verify_record`: whether the record of published decisions is as it was written; exit code 1 where it is not."""

from django.core.management import BaseCommand, CommandError

from nominations.deciding.models import DecisionRecord
from nominations.deciding.verifying import findings
from nominations.models import Call


class Command(BaseCommand):
    help = "Verify the chain of each call's decisions; says which row was edited, is missing, was moved or put in."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, help="of one call alone")
        parser.add_argument("--head", metavar="SHA256", help="a seal from a letter, which must stand in the record")

    def handle(self, *args, year, head, **options):
        calls = Call.objects.filter(year=year) if year else Call.objects.order_by("year")
        if not calls:
            raise CommandError("There is no such call.")
        broken = [call for call in calls if not self.is_whole(call)]
        if head and not DecisionRecord.objects.filter(call__in=calls, sha256=head).exists():
            raise CommandError(
                "No row of the record has this seal: the record is another one than the letter tells of."
            )
        if broken:
            raise CommandError("The record is not as it was written.")

    def is_whole(self, call) -> bool:
        found = findings(call)
        rows = DecisionRecord.objects.filter(call=call).order_by("number")
        if rows or found:
            self.stdout.write(
                f"{call.year}: {len(rows)} rows" + ("" if found else f", whole; head {rows.last().sha256}")
            )
        for one in found:
            self.stdout.write(f"{call.year}, {one}")
        return not found
