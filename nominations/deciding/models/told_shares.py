"""ToldShares: the shares of gender of a call's choice as they were last told to whoever may not know anybody's gender."""

from collections import Counter

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

FEWEST = 10  # people of whom shares are told
ENOUGH = 5  # people who came or went before they are told anew


class ToldShares(models.Model):
    """One row a call, the same for all such readers. scopes: a group's key, or "" for all together, to the numbers of the
    people of whom shares were told, and to how many have which value.

    They are told anew once enough people came or went: so what one person more or less changes is never read alone.
    """

    call = models.OneToOneField("nominations.Call", models.CASCADE, related_name="+")
    scopes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("shares as they were told")
        verbose_name_plural = _("shares as they were told")

    def __str__(self):
        return str(self.call)

    @classmethod
    def tell(cls, call, choice) -> dict:
        """The scopes as they may be told now. choice: scope to {number of a nomination: values}."""
        told = cls.objects.filter(call=call).values_list("scopes", flat=True).first() or {}
        if not stale(told, choice):
            return told
        with transaction.atomic():
            cls.objects.bulk_create([cls(call=call)], ignore_conflicts=True)
            row = cls.objects.select_for_update().get(call=call)
            row.scopes |= {scope: counted(choice[scope]) for scope in stale(row.scopes, choice)}
            row.save(update_fields=["scopes"])
        return row.scopes


def stale(told, choice) -> list[str]:
    """The scopes of which shares can be told anew."""
    return [
        scope
        for scope, people in choice.items()
        if len(people) >= FEWEST and (scope not in told or len(people.keys() ^ set(told[scope]["people"])) >= ENOUGH)
    ]


def counted(people) -> dict:
    return {"people": sorted(people), "with": Counter(value for values in people.values() for value in values)}
