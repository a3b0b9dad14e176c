"""`manage.py demo`: the believable year, all of it invented."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nominations.models import Call
from portal.accounts.models import User
from portal.demo.cast import gather, told
from portal.demo.story import tell


class Command(BaseCommand):
    help = "Fill an empty portal with invented people, three calls and some ninety nominations. Does nothing if they are there."

    def handle(self, **options):
        if told():  # whoever signed up since, at whatever address, is part of it
            self.stdout.write("The demo is there already.")
            return
        if User.objects.exists() or Call.objects.exists():
            raise CommandError("This database holds real people: the demo changes nothing here. Give it an empty one.")
        with transaction.atomic():
            tell(gather(), progress=self.stdout.write)
        self.stdout.write(self.style.SUCCESS("The demo is ready: everybody in it is invented."))
