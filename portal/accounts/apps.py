from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from .second_factor import note_setup

        authenticator_added.connect(note_setup, dispatch_uid="note_setup")
        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="make_cache_table")


def make_cache_table(using, **kwargs):
    """The table of the cache comes with every migrate, so that rate limits hold from the first request."""
    call_command("createcachetable", database=using, verbosity=0)
