from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _

EXTENSIONS = ("btree_gist", "pg_trgm")  # for terms that may not overlap, and for names that are alike


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        pre_migrate.connect(make_extensions, sender=self)


def make_extensions(using, **kwargs):
    """What tables of ours need of PostgreSQL. Both are trusted: the owner of the database may make them.

    Not in a migration, because the initial ones are made anew, and the quick tests run without.
    """
    from django.db import connections

    with connections[using].cursor() as cursor:
        for name in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
