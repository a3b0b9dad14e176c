"""`manage.py demo`: the believable year, all of it invented."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nominations.models import Call
from portal.demo.cast import gather, real_people
from portal.demo.story import tell


class Command(BaseCommand):
    help = "Fill an empty portal with invented people, two calls and sixty nominations. Does nothing if they are there."

    def handle(self, **options):
        if real_people():
            raise CommandError("This database holds real people: the demo changes nothing here. Give it an empty one.")
        if Call.objects.exists():
            self.stdout.write("The demo is there already.")
            return
        with transaction.atomic():
            tell(gather(), progress=self.stdout.write)
        self.stdout.write(self.style.SUCCESS("The demo is ready: everybody in it is invented."))
