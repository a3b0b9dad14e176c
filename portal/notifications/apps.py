from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = _("Outbox")

    def ready(self):
        post_migrate.connect(note_home, sender=self, dispatch_uid="note_home")


def note_home(**kwargs):
    """With its tables a database notes which one it is, so that a copy of it is known as one."""
    from .models import Gate

    Gate.now()
