"""Conflicts of interest, asked for by name, because they live a floor above: who may not see what, and what has to be
looked at anew because something changed from which a conflict follows.
"""

from django.apps import apps

from portal.lifecycle.barred import barred, unbarred

__all__ = ["barred", "judges", "look_for_conflicts", "seats_of", "share_conflicts", "unbarred"]


def judges(nomination) -> bool:
    """Whether the person of a nomination sits in the committee of its call.

    A statement of its own, inside the nomination's lock: whoever names somebody holds what that person has in the call, and
    the statement that waited there does not see the seat.
    """
    return seats_of([nomination.person.user_id]).filter(call=nomination.call_id).exists()


def seats_of(accounts):
    """What these accounts sit in: seats of committees that nobody ended."""
    return apps.get_model("reviewing.Reviewer").objects.filter(ended_at=None, user__in=accounts)


def look_for_conflicts(call, nomination=None, *, at):
    """Find what binds the committee of a call now: of one nomination, or of all. Call it inside the change."""
    apps.get_model("reviewing.Conflict").look(call, nomination, at=at)


def share_conflicts(one, other, *, by, at):
    """Two nominations become one dossier: what bars somebody from either bars them from both."""
    apps.get_model("reviewing.Conflict").share(one, other, by=by, at=at)
