"""Loads the facts about GPAI; may run at any time and any number of times."""

from django.core.management import BaseCommand

from members import facts


class Command(BaseCommand):
    help = "Load Members and working groups, with their sources, from members/data."

    def handle(self, **options):
        counts = facts.load()
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{number} {what}" for what, number in counts.items()))
