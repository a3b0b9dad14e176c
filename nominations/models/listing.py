"""What lists, searches and files know of a nomination: taken from the version that counts, never from a draft."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now

from portal.lifecycle.text import searchable

NEWEST = F("submitted_at").desc(nulls_last=True)  # the order of the secretariat's list
LISTED = (  # what a filter of the list leaves stands in its order
    models.Index(NEWEST, name="nomination_newest"),
    models.Index("status", NEWEST, name="nomination_by_state"),
    models.Index("group", "status", NEWEST, name="nomination_by_group"),
    models.Index("residence", NEWEST, name="nomination_by_residence"),
    models.Index("stakeholder_group", NEWEST, name="nomination_by_stakeholders"),
    models.Index(fields=["search_name"], name="nomination_alphabet"),
    GinIndex(fields=["names"], name="nomination_by_name"),
)
BALANCED = ("residence", "stakeholder_group", "gender")  # what the balance of a call is told by: from an index alone


class Listing:
    """Trait of Nomination. Until it is submitted, the secretariat sees that it is there, whose it is, and no answer."""

    def listed(self, answers: dict) -> dict:
        """The columns of the list that a version fills; nonsense fills nothing."""
        full = f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip()
        groups = {seats.group.slug: seats.group for seats in self.seats_by_group}
        published = answers.get("published_name") or ""
        return {
            "display_name": (published or full)[:160],
            "search_name": searchable(f"{published} {full}"),
            "group": groups.get(answers.get("first_group")),
            "second_group": groups.get(answers.get("second_group")),
            "residence": code(answers.get("residence", ""), 2),
            "stakeholder_group": code(answers.get("stakeholder_group", ""), 20),
            "gender": code(answers.get("gender", ""), 20),
        }


class Waiting(models.QuerySet):
    def to_screen_after(self, nomination):
        """The next one to screen in the same call, in the order in which they came; after the last the first; or None."""
        waiting = self.filter(call=nomination.call_id, status="submitted").exclude(pk=nomination.pk)
        queue = waiting.order_by("submitted_at", "number")
        later = queue.filter(submitted_at__gte=nomination.submitted_at) if nomination.submitted_at else queue
        return later.first() or queue.first()

    def waiting_for(self, what: str):
        """What somebody of the secretariat, or of the applicants, has to do: one meaning for numbers and lists."""
        from .clarification import Clarification

        if what == "question":
            return self.filter(Exists(Clarification.objects.filter(nomination=OuterRef("pk"), status="asked")))
        if what == "letter":
            return self.filter(status__in=["eligible", "ineligible"], screening_shown_at__gt=Now())
        if what == "overdue":
            return self.filter(status="returned", returned_until__lte=Now())
        raise ValueError(what)


def code(value, length: int) -> str:
    return value if isinstance(value, str) and len(value) <= length else ""
