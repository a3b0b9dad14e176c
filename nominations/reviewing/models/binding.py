"""How a conflict comes to bind: declared by whoever has it, imposed by the secretariat or the chair; and how it is lifted."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy


def declare(nomination, user, *, reason="", by, at, capacity="") -> "object":
    """The account says itself that it may not judge this nomination. It no longer sees it from now on."""
    from .conflict import Conflict

    return bind(nomination, user, Conflict.Kind.DECLARED, reason=reason, by=by, at=at, capacity=capacity)


def impose(nomination, user, *, reason, by, at, capacity=""):
    """Somebody else says so, with a reason."""
    from .conflict import Conflict

    if not reason.strip():
        raise Refused(_("Say why: the reason is kept with the conflict."))
    if by.pk == user.pk:
        raise Refused(_("Of yourself you say so by the button “I have a conflict”."))
    if nomination.person.user_id == user.pk:
        raise Refused(_("This is the account of the person who is nominated."))
    return bind(nomination, user, Conflict.Kind.IMPOSED, reason=reason, by=by, at=at, capacity=capacity)


def bind(nomination, user, kind, *, reason="", source="", by=None, at, capacity=""):
    """Write the conflict down, and end at once what the account has of this nomination as a reviewer.

    One of this kind that is in force stays as it is. The seat is locked first, so that nothing is given meanwhile. Returns
    the Conflict.
    """
    from .conflict import Conflict
    from .reviewer import Reviewer

    with transaction.atomic():
        list(Reviewer.objects.filter(user=user, call=nomination.call_id).select_for_update(of=("self",)))
        conflict, new = Conflict.objects.get_or_create(
            nomination=nomination,
            user=user,
            kind=kind,
            lifted_at=None,
            defaults={"reason": tidy(reason).strip(), "source": source, "since": at, "by": by},
        )
        if new:
            conflict.record("bound", by=by, at=at, facts={"kind": str(kind), "source": source}, capacity=capacity)
        end_what_is_held(nomination, user, by=by, at=at)
    return conflict


def end_what_is_held(nomination, user, *, by, at):
    from .assignment import Assignment

    held = Assignment.objects.filter(nomination=nomination, reviewer__user=user, status__in=Assignment.HELD)
    decline_all(held, by=by, at=at)


def decline_all(held, *, by, at):
    """End these assignments because of a conflict: all are locked before the first tally, as whoever saves a review does,
    and tallies are met in one order by whoever does so.
    """
    list(held.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    for assignment in held.order_by("nomination", "pk"):
        with assignment.locked(at):
            if assignment.status in assignment.HELD:
                assignment.decline_for(assignment.Why.CONFLICT, by=by, at=at)
