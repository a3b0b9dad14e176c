"""ReasonText: a sentence for candidates that follows from a criterion; letters are composed of these and of own words."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ReasonText(models.Model):
    """No reviewer's words: the secretariat writes them with the call. criterion: None for what follows from the balance or the rules.

    hands: keys of the accounts that wrote or changed it for this call; none of them releases a list that says it.
    """

    class Outcome(models.TextChoices):
        SELECT = "select", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        NOT_SELECT = "not_select", _("not selected")

    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="reason_texts", verbose_name=_("call"))
    criterion = models.ForeignKey(
        "nominations.Criterion", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("criterion")
    )
    outcome = models.CharField(_("for whom"), max_length=10, choices=Outcome.choices)
    text_en = models.CharField(_("text in English"), max_length=400)
    text_fr = models.CharField(_("text in French"), max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    hands = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        verbose_name = _("text of a reason")
        verbose_name_plural = _("texts of reasons")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text

    @classmethod
    def from_rubric(cls, call):
        """A text for each criterion, and one for each outcome besides; nothing where the call has texts already."""
        with call.locked():
            if not cls.objects.filter(call=call).exists():
                cls.objects.bulk_create(cls(call=call, order=order, **row) for order, row in enumerate(rows_of(call)))

    @property
    def text(self) -> str:
        return self.text_in(get_language() or "en")

    def text_in(self, language) -> str:
        return (self.text_fr if language.startswith("fr") else "") or self.text_en


BY_CRITERION = {
    "select": ("%s: your nomination convinced the committee.", "%s : votre candidature a convaincu le comité."),
    "not_select": (
        "%s: other nominations convinced the committee more.",
        "%s : d’autres candidatures ont davantage convaincu le comité.",
    ),
}
BESIDE = {
    "select": (
        "Your nomination contributes to a balanced group.",
        "Votre candidature contribue à l’équilibre du groupe.",
    ),
    "reserve": (
        "Your nomination was judged well; there were more such nominations than seats.",
        "Votre candidature a été bien jugée ; il y en avait plus que de sièges.",
    ),
    "not_select": (
        "There were many more nominations than seats, and the groups have to be balanced.",
        "Les candidatures étaient bien plus nombreuses que les sièges, et les groupes doivent être équilibrés.",
    ),
}


def rows_of(call):
    for criterion in call.criteria.all():
        for outcome, (english, french) in BY_CRITERION.items():
            names = criterion.name_en, criterion.name_fr or criterion.name_en
            yield {
                "criterion": criterion,
                "outcome": outcome,
                "text_en": english % names[0],
                "text_fr": french % names[1],
            }
    for outcome, (english, french) in BESIDE.items():
        yield {"outcome": outcome, "text_en": english, "text_fr": french}
