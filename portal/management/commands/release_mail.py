"""`manage.py release_mail`: after a restore, somebody decides that mail leaves again, and what about the letters that wait."""

from django.core.management import BaseCommand, CommandError
from django.db.models import Count, Min

from portal.accounts.models import User
from portal.lifecycle.models import Refused
from portal.notifications.models import Gate


class Command(BaseCommand):
    help = "Without options show what waits; with --by and a choice open the gate of the outbox."

    def add_arguments(self, parser):
        parser.add_argument("--by", metavar="EMAIL", help="the head of secretariat who decides")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--send", action="store_true", help="send the letters that wait")
        choice.add_argument("--keep", action="store_true", help="each letter that waits needs a person first (Outbox)")

    def handle(self, *args, by, send, keep, **options):
        gate = Gate.now()
        if not gate.shut:
            self.stdout.write("Mail leaves: nothing is held.")
            return
        if not by:
            self.stdout.write(self.what_waits(gate))
            return
        if gate.waiting().exists() and not (send or keep):
            raise CommandError(f"{self.what_waits(gate)}\nSay --send or --keep.")
        try:
            gate.open(by=person(by), send=send)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("Mail leaves again.")

    def what_waits(self, gate) -> str:
        """Occasion by occasion: those from before the restore may have reached people meanwhile."""
        found = gate.waiting().values("occasion").annotate(Count("pk"), Min("written_at")).order_by("occasion")
        lines = [f"No mail leaves since {gate.since:%Y-%m-%d %H:%M} UTC. What waits:"]
        for row in found:
            old = gate.waiting().filter(occasion=row["occasion"], written_at__lt=gate.since).count()
            lines.append(
                f"  {row['pk__count']:6} {row['occasion']}, {old} of them may have gone out before the restore"
            )
        return "\n".join(lines if found else [*lines, "  nothing"])


def person(email) -> User:
    try:
        return User.objects.get(email=email.lower(), is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"There is no open account {email}.") from None
