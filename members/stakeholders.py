"""The five groups of stakeholders, in the words of GPAI's page on expert participation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StakeholderGroup(TextChoices):
    SCIENCE = "science", _("Science")
    INDUSTRY = "industry", _("Industry")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    LABOUR = "labour", _("Labour and trade unions")
    ORGANISATION = "organisation", _("Regional or international organisation")
