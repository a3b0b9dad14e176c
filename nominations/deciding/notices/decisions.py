"""Letters of a publication: written when the list is fixed, put into the outbox when it is published."""

from django.conf import settings
from django.urls import reverse_lazy

from members.notices.terms import focal_points
from nominations.models import Endorsement
from portal.lifecycle import clock
from portal.notifications.outbox import post_many

OCCASIONS = {"select": "selected", "reserve": "reserve", "not_select": "not_selected"}
OUTCOMES = ("select", "reserve", "not_select")


def letters(publication):
    """(what a PreparedLetter is about, arguments of outbox.written) for everybody who has an account, and for desks."""
    decisions = list(told(publication).prefetch_related("reasons").order_by("nomination__reference"))
    for decision in decisions:
        if decision.nomination.owner is not None and decision.nomination.owner.is_active:
            yield {"decision": decision}, words(decision, publication)
    yield from summaries(publication, {decision.nomination_id: decision for decision in decisions})


def told(publication):
    """Its decisions with what letters say of them."""
    return publication.decisions.select_related("call", "group", "nomination__person__user", "nomination__call")


def to_desks(publication, members, without):
    """As `letters`, to the focal points of these Members alone, and of the list without these nominations."""
    words = Endorsement.objects.given().filter(member__in=members).values("nomination")
    rows = told(publication).filter(nomination__in=words).exclude(nomination__in=without)
    for about, letter in summaries(publication, {decision.nomination_id: decision for decision in rows}):
        if about["member"].pk in members:
            yield about, letter


def words(decision, publication) -> dict:
    nomination = decision.nomination
    occasion = "released" if decision.releases_id else OCCASIONS[decision.outcome]
    return {
        "occasion": f"deciding/{occasion}",
        "to": nomination.owner.email,
        "recipient": nomination.owner,
        "key": f"{occasion}:{decision.pk}",
        "language": nomination.language,
        "about": decision,
        "link": reverse_lazy("nominations:detail", args=[nomination.pk]),
        "expires_at": publication.offers_until if decision.is_select else None,
        "once": True,
        "nomination": nomination,
        "call": decision.call,
        "decision": decision,
        "reasons": decision.reasons_in(nomination.language),
        "until": publication.offers_until,
    }


def summaries(publication, decisions):
    """To the focal point of each Member whose word stands for somebody: what became of theirs, and of nobody else."""
    theirs = {}
    for word in Endorsement.objects.given().filter(nomination__in=decisions).select_related("member"):
        theirs.setdefault(word.member, {})[word.nomination_id] = decisions[word.nomination_id]
    focal = focal_points([member.pk for member in theirs], clock.now())
    for member, own in theirs.items():
        for user in focal[member.pk]:
            yield {"member": member}, summary(publication, member, user, own.values())


def summary(publication, member, user, own) -> dict:
    in_order = sorted(own, key=lambda decision: decision.nomination.reference)
    return {
        "occasion": "deciding/summary",
        "to": user.email,
        "recipient": user,
        "key": f"summary:{publication.pk}:{member.pk}:{user.pk}",
        "language": user.language,
        "about": publication,
        "link": reverse_lazy("nominations:desk"),
        "once": True,
        "member": member,
        "call": publication.call,
        **{f"of_{outcome}": [one for one in in_order if one.outcome == outcome] for outcome in OUTCOMES},
    }


def held_back(publication, head, at):
    """Its moment came, and nothing was published."""
    to_house(publication, head, "held_back", f"held_back:{publication.pk}:{at.isoformat()}")


def left_out(publication, head, number):
    """It was published without so many, who withdrew since it was fixed."""
    to_house(publication, head, "left_out", f"left_out:{publication.pk}", number=number)


def to_house(publication, head, occasion, key, **more):
    """To the secretariat's mailbox and to the head who released it; nobody is named."""
    words = {
        "occasion": f"deciding/{occasion}",
        "about": publication,
        "link": reverse_lazy("admin:deciding_publication_change", args=[publication.pk]),
        "publication": publication,
        "call": publication.call,
        **more,
    }
    own = {"to": head.email, "recipient": head, "language": head.language}
    office = {"to": settings.SECRETARIAT_EMAIL, "key": f"{key}:office"}
    post_many([words | office, words | own | {"key": f"{key}:head"}])
