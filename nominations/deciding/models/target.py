"""Target: what the composition of the selected should be, as a rule of the call: a floor, a cap, or both."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..facts import reading


class Target(models.Model):
    """Of the people selected in a group, or in all: how many, or what share, have a fact. Who did not state it counts for no floor."""

    class Fact(models.TextChoices):
        GENDER = "gender", _("gender")
        REGION = "region", _("region of residence")
        STAKEHOLDERS = "stakeholder_group", _("stakeholder group")
        DISCIPLINE = "discipline", _("discipline")
        NEWCOMER = "newcomer", _("newcomers")
        ROUTE = "route", _("by which way")

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        SHARE = "share", _("per cent")

    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="targets", verbose_name=_("call"))
    fact = models.CharField(_("fact"), max_length=20, choices=Fact.choices)
    value = models.CharField(_("value"), max_length=20)  # a code: woman, Africa, science, law, yes, self
    group = models.ForeignKey(
        "members.WorkingGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group"),
        help_text=_("None for all groups together."),
    )
    unit = models.CharField(_("in"), max_length=6, choices=Unit.choices, default=Unit.SHARE)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("target of composition")
        verbose_name_plural = _("targets of composition")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least__isnull=False) | Q(most__isnull=False), name="target_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")), name="target_most_is_not_below_least"
            ),
            models.CheckConstraint(
                condition=~Q(unit="share") | (Q(least=None) | Q(least__lte=100)) & (Q(most=None) | Q(most__lte=100)),
                name="target_share_of_a_hundred",
            ),
            models.UniqueConstraint(
                fields=["call", "fact", "value", "group"], nulls_distinct=False, name="one_target_per_fact_and_group"
            ),
        ]

    def __str__(self):
        return f"{self.get_fact_display()}: {reading(self.fact, self.value)}"
