"""What became of a nomination, as it was published: asked for by name, because decisions live a floor above."""

from django.apps import apps
from django.db.models import Prefetch, Q
from django.utils.functional import cached_property


def published():
    """Decisions that were told, the newest first, each with its group and its offer."""
    rows = apps.get_model("deciding.Decision").objects.filter(Q(status="published") | Q(status="superseded"))
    rows = rows.select_related("group", "call", "offer__appointment").defer("offer__letter")
    return rows.prefetch_related("reasons").order_by("-published_at")


def with_outcomes(name="decisions"):
    """Brings the decisions along for many nominations at once."""
    return Prefetch(name, published(), to_attr="told_decisions")


class Outcome:
    """Trait of Nomination. Decisions brought along by `with_outcomes` are used where they are, else fetched."""

    @cached_property
    def outcome(self):
        """The Decision that was published last, or None; one that was superseded by nothing has simply ended."""
        if self.status != self.Status.DECIDED:
            return None
        there = vars(self).get("told_decisions")
        return next(iter(published().filter(nomination=self) if there is None else there), None)
