from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DecidingConfig(AppConfig):
    name = "nominations.deciding"
    label = "deciding"
    verbose_name = _("Deciding")

    def ready(self):
        from .kept import keep_record

        post_migrate.connect(keep_record, sender=self, dispatch_uid="keep_record")
