from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewingConfig(AppConfig):
    name = "nominations.reviewing"
    label = "reviewing"
    verbose_name = _("Reviewing")
