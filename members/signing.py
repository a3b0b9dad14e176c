"""How a country applies: with which power its letter was signed, and how it endorses the values of the OECD."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Power(TextChoices):
    MINISTER = "minister", _("a minister, or somebody of that rank")
    AMBASSADOR = "ambassador", _("an ambassador empowered to sign")


class Adherence(TextChoices):
    RECOMMENDATION = "recommendation", _("it adheres to the OECD Recommendation on AI")
    PRINCIPLES = "principles", _("it endorses the Principles annexed to the Terms of Reference")
