"""InterestDeclaration: what a person declared, kept as it was declared."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.barred import bars


class InterestQuerySet(models.QuerySet):
    def told_to(self, user):
        """Without those that came with a nomination which is not there for this account."""
        theirs = bars(user).filter(nomination__person=OuterRef("person"))
        return self.exclude(Exists(theirs.filter(nomination__versions__received_at=OuterRef("declared_at"))))


class InterestDeclaration(models.Model):
    class Occasion(models.TextChoices):
        NOMINATION = "nomination", _("with a nomination")
        APPOINTMENT = "appointment", _("before appointment")
        YEARLY = "yearly", _("yearly")
        CHANGE = "change", _("on change")

    person = models.ForeignKey("members.Person", models.CASCADE, related_name="interest_declarations")
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion.choices)
    declared_at = models.DateTimeField(_("declared"), db_default=Now())
    nothing_to_declare = models.BooleanField(_("nothing to declare"), default=False)
    content = models.JSONField(_("content"), default=dict, help_text=_("Kind of interest to the person's own words."))

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")
        ordering = ["-declared_at"]

    def __str__(self):
        return f"{self.person} · {self.get_occasion_display()}"
