"""`manage.py hold_mail`: no letter leaves until `release_mail`. For copies that look like the original, e.g. of a disk."""

from django.core.management import BaseCommand

from portal.notifications.models import Gate


class Command(BaseCommand):
    help = "Shut the gate of the outbox; what is being sent this moment still goes."

    def handle(self, *args, **options):
        Gate.now().close(facts={})
        self.stdout.write("No mail leaves. `manage.py release_mail` shows what waits and lets it go.")
