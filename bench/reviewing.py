"""The pages of the committee: a reviewer's queue, a review that is opened and saved, what the chair reads, and screening's next."""

from itertools import count

from django.urls import reverse

from nominations.reviewing.models import Assignment

from .sample import cookie_of
from .visitor import Unexpected, Visitor

QUEUE, OPENED, SAVED = "reviewer's queue", "review, opened", "review, opened and saved"
CHAIR = {
    "chair's list": "",
    "chair's list, by group": "?group={group}",
    "chair's list, who disagree": "?state=apart",
    "chair's list, near the cut line": "?state=near",
    "chair's list, widest spread first": "?order=spread",
    "chair's list, second page": "?page=1",
}
DOSSIER, SCREENING, NEXT = "chair, one dossier", "admin, screening", "admin, screening's next"
OTHERS = (OPENED, *CHAIR, DOSSIER, SCREENING, NEXT)
turns = count(1)


def addresses(world) -> dict:
    """Name of a page to its address and its reader; none where nobody is seated."""
    if world.committee is None:
        return {}
    reviewer, chair = world.committee.reviewer.user, world.committee.chair.user
    listed, group = reverse("reviewing:committee"), world.call.seats.order_by("pk").first().group.slug
    waiting = world.call.nominations.filter(status="submitted").order_by("number")[len(CHAIR)]
    return {
        QUEUE: ("/en/review/", reviewer),
        OPENED: (to_judge(world.committee).get_absolute_url(), reviewer),
        **{name: (listed + query.format(group=group), chair) for name, query in CHAIR.items()},
        DOSSIER: (reverse("reviewing:committee_dossier", args=[world.committee.judged.nomination_id]), chair),
        SCREENING: (reverse("admin:nominations_nomination_screening"), world.officer),
        NEXT: (reverse("admin:nominations_nomination_screen", args=[waiting.pk]), world.officer),
    }


def to_judge(committee) -> Assignment:
    waiting = Assignment.objects.visible_to(committee.reviewer.user).filter(status="assigned")
    return waiting.filter(reviewer=committee.reviewer).in_order().first()


def save(door, committee):
    """Open what comes first, give every score with a comment of its own, and hand it in; the page after it is not read."""
    seat = committee.reviewer
    visitor = Visitor(door)
    seat.user.cookies = getattr(seat.user, "cookies", None) or cookie_of(seat.user)
    visitor.cookies = dict(seat.user.cookies)
    one = committee.judged  # again and again: its review is in, and is changed
    visitor.get(one.get_absolute_url())
    turn = next(turns)
    words = {f"score_{pk}": str((turn + pk) % 6) for pk in committee.criteria}
    words |= {"recommendation": "reserve", "comment": f"Strong on practice, fewer publications. Read {turn} times."}
    answer = visitor.send(words)
    if answer.status != 302:
        raise Unexpected(f"{answer.status} at {visitor.path}")
