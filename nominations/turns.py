"""Whose turn it is with a Member's nomination or endorsement: who acts next, on what, by when. As its desk may know it."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import Endorsement, Nomination
from .seen_by_member import told_of


class Turn(NamedTuple):
    """what: the state in words, with its tone (ok, wait, stop, info or none); next: who does what, empty if nobody has
    to do anything; until: by when, the first instant outside, None where no date is set."""

    what: str
    tone: str
    next: str = ""
    until: datetime | None = None


def turn(endorsement, at, *, sends: bool) -> Turn:
    """At that moment. Its call and its nomination should be at hand. sends: whether the reader gives the Member's word."""
    state = endorsement.Status
    waits = at < endorsement.end and endorsement.call.status == endorsement.call.Status.PUBLISHED
    if endorsement.status == state.GIVEN:
        return with_nomination(endorsement, at)
    if endorsement.status not in (*endorsement.OPEN, state.PREPARED):
        return ended(endorsement)
    if not waits:
        return Turn(_("The time is over"), "")
    told = {
        state.PREPARED: (
            _("Not sent yet"),
            "info",
            _("You send it.") if sends else _("Your focal point sends it."),
        ),
        state.INVITED: (_("Waits for the person"), "wait", _("The person agrees or declines.")),
        state.REQUESTED: (
            _("Waits for your answer"),
            "info",
            _("You endorse or decline.") if sends else _("Your focal point endorses or declines."),
        ),
    }
    return Turn(*told[endorsement.status], endorsement.end)


def ended(endorsement) -> Turn:
    naming = endorsement.kind == Endorsement.Kind.NOMINATE
    if endorsement.status == Endorsement.Status.DECLINED:
        return Turn(_("The person declined") if naming else _("You did not endorse"), "")
    if endorsement.status == Endorsement.Status.LAPSED:
        if endorsement.asked_at is None:
            return Turn(_("Never sent"), "")
        return Turn(_("No answer in time") if naming else _("Not answered in time"), "")
    return Turn(_("Withdrawn"), "")


def with_nomination(endorsement, at) -> Turn:
    """What has become of the nomination, whose results show when their letters are released.

    Of a draft no other end is told than the one that this Member's own nomination gave: a later one would tell of another
    Member, or of an extension that is the person's own.
    """
    nomination, call, state = endorsement.nomination, endorsement.call, Nomination.Status
    named = endorsement.kind == Endorsement.Kind.NOMINATE and endorsement.status == Endorsement.Status.GIVEN
    match nomination.shown_status(at):
        case state.DRAFT:
            until = call.complete_end if named else None
            return Turn(_("Not submitted yet"), "info", _("The person submits it."), until)
        case state.SUBMITTED:
            return Turn(_("Submitted"), "ok", _("The secretariat checks it."), call.screening_until)
        case state.RETURNED:
            what = _("Returned to the person for correction")
            return Turn(what, "wait", _("The person corrects it."), nomination.returned_until)
        case state.ELIGIBLE:
            what = _("Eligible: waiting for review")
            return Turn(what, "ok", _("The committee reads it."), call.review_until)
        case state.INELIGIBLE:
            return Turn(_("Not eligible"), "stop")
        case state.WITHDRAWN:
            return Turn(_("Withdrawn by the person"), "")
        case state.DECIDED:
            return Turn(*(told_of(nomination) or (_("Decided"), "ok")))
