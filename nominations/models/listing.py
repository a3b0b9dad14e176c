"""What lists, searches and files know of a nomination: taken from the version that counts, never from a draft."""

import unicodedata

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now


class Listing:
    """Trait of Nomination. Until it is submitted, the secretariat sees that it is there, whose it is, and no answer."""

    def listed(self, answers: dict) -> dict:
        """The columns of the list that a version fills; nonsense fills nothing."""
        full = f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip()
        groups = {seats.group.slug: seats.group for seats in self.call.seats_by_group}
        published = answers.get("published_name") or ""
        return {
            "display_name": (published or full)[:160],
            "search_name": plain(f"{published} {full}"),
            "group": groups.get(answers.get("first_group")),
            "second_group": groups.get(answers.get("second_group")),
            "residence": code(answers.get("residence", ""), 2),
            "stakeholder_group": code(answers.get("stakeholder_group", ""), 20),
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


def plain(text: str) -> str:
    """Lower case without accents, so that dvorak finds Dvořák; other scripts stay as they are."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def code(value, length: int) -> str:
    return value if isinstance(value, str) and len(value) <= length else ""
