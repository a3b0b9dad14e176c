"""`manage.py reseal`: before an old SECRET_KEY is forgotten, what it closed is closed by the new one."""

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from portal.accounts import second_factor
from portal.notifications import seal
from portal.notifications.models import Message


class Command(BaseCommand):
    help = (
        "Close the secrets of second factors and of waiting letters by SECRET_KEY, so that SECRET_KEY_FALLBACKS can go."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        try:
            factors, letters = second_factor.reseal(), Message.reseal()
        except seal.Unreadable:
            raise CommandError(
                "Something was closed by a key that is neither SECRET_KEY nor in SECRET_KEY_FALLBACKS; nothing was changed."
            ) from None
        self.stdout.write(f"Closed by the present key: {factors} second factors, {letters} letters.")
