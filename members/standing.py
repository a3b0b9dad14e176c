"""Where an application stands, in plain words: what happened, who acts next, and by when."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .models import Accession

Status = Accession.Status
STEPS = (  # name of a step, and the states in which it is the present one
    (_("Application"), (Status.DRAFT,)),
    (_("Check"), (Status.SUBMITTED, Status.INCOMPLETE)),
    (_("Assessment"), (Status.UNDER_ASSESSMENT,)),
    (_("Council"), (Status.RECOMMENDED, Status.NOT_RECOMMENDED, Status.PUT_TO_COUNCIL, Status.DEFERRED)),
    (_("Membership"), ()),
)
TOLD = {  # verbs of Events that the contact reads; all others are the secretariat's
    "started": _("You began the application."),
    "submitted": _("You sent the application in."),
    "resubmitted": _("You completed the application and sent it in again."),
    "returned_incomplete": _("The secretariat returned it, because something was missing."),
    "assessment_began": _("The secretariat found it complete, and gave it to the Steering Committee."),
    "recommended": _("The Steering Committee recommended admission to the Council."),
    "not_recommended": _("The Steering Committee did not recommend admission at present."),
    "put_to_council": _("The secretariat put it to the Council."),
    "admitted": _("The country was admitted."),
    "deferred": _("The decision was deferred."),
    "declined": _("The application was declined."),
    "withdrew": _("You withdrew the application."),
    "dismissed": _("The secretariat set the application aside."),
}


class Standing(NamedTuple):
    """what: the state in a sentence. who: whose turn it is, empty where nobody's. todo: what that is. tone: of the note.

    card: what the date on the deadline card is of; past: what the card says once it has passed.
    """

    what: str
    who: str
    todo: str
    tone: str = "info"
    card: str = ""
    past: str = ""


WORDS = {
    Status.DRAFT: Standing(
        _("This is a draft. Only you can read it."),
        _("You"),
        _("Fill in the form, attach the letter of intent, check everything and send it in."),
    ),
    Status.SUBMITTED: Standing(
        _("We have the application."),
        _("The secretariat"),
        _("The secretariat checks whether it is complete. You do not need to do anything."),
        "ok",
        _("The answer of the secretariat is due"),
        _("The answer of the secretariat is late"),
    ),
    Status.INCOMPLETE: Standing(
        _("The secretariat returned the application, because something is missing."),
        _("You"),
        _("Complete it and send it in again. What you sent is still there."),
        "stop",
        _("Send it in again"),
        _("The day has passed; you can still send it in"),
    ),
    Status.UNDER_ASSESSMENT: Standing(
        _("The application is complete, and the Steering Committee assesses it."),
        _("The Steering Committee"),
        _("It gives the Council a recommendation. You do not need to do anything."),
        "info",
        _("The assessment is due"),
        _("The assessment is late"),
    ),
    Status.RECOMMENDED: Standing(
        _("The Steering Committee recommends to the Council that your country become a Member."),
        _("The secretariat"),
        _("The secretariat puts the application to the Council. You do not need to do anything."),
        "ok",
        _("It is put to the Council"),
        _("The secretariat is late"),
    ),
    Status.NOT_RECOMMENDED: Standing(
        _("The Steering Committee does not recommend at present that your country become a Member."),
        _("The secretariat"),
        _("The Council has the last word. The secretariat tells you if it is asked to vote."),
        "wait",
        _("The secretariat answers"),
        _("The secretariat is late"),
    ),
    Status.PUT_TO_COUNCIL: Standing(
        _("The application is before the Council."),
        _("The Council"),
        _("The Members vote on it. You do not need to do anything."),
        "info",
        _("The vote closes"),
        _("The vote has closed"),
    ),
    Status.ADMITTED: Standing(_("Your country is admitted as a Member."), "", "", "ok"),
    Status.DEFERRED: Standing(
        _("The Council deferred its decision."),
        _("The secretariat"),
        _(
            "The secretariat puts the application to the Council again. No day is set for that yet. You do not need to do anything."
        ),
        "wait",
        _("It is put to the Council again"),
        _("The secretariat is late"),
    ),
    Status.DECLINED: Standing(
        _("The Council declined the application."), "", _("Your country can apply again."), "stop"
    ),
    Status.WITHDRAWN: Standing(
        _("You withdrew the application."), "", _("It can be read, not changed. Your country can apply again."), "wait"
    ),
    Status.DISMISSED: Standing(
        _("The secretariat set the application aside, without asking the Council."),
        "",
        _("It can be read, not changed. Write to the secretariat if you think that this is wrong."),
        "stop",
    ),
}


RECORDING = Standing(
    _("The Council has voted on the application."),
    _("The secretariat"),
    _("The secretariat records what the Council decided and tells you. You do not need to do anything."),
    "info",
    _("The decision is recorded"),
    _("The secretariat is late"),
)


def standing(accession) -> Standing:
    """What its contact reads; the secretariat's list shows `who`."""
    if accession.status == Status.PUT_TO_COUNCIL and accession.is_voted:
        return RECORDING
    return WORDS[accession.status]


def steps(accession) -> list[dict]:
    """For the component of the same name; none of one that is over without admission."""
    if accession.status == Status.ADMITTED:
        return [{"name": name, "state": "done"} for name, _states in STEPS]
    here = next((number for number, (_name, states) in enumerate(STEPS) if accession.status in states), None)
    if here is None:
        return []
    return [
        {"name": name, "state": "done" if number < here else "now" if number == here else "next"}
        for number, (name, _states) in enumerate(STEPS)
    ]


def story(accession) -> list[tuple[datetime, str, str]]:
    """What its contact may know of what happened, oldest first, with the reason each time that it was returned."""
    events = accession.story().filter(verb__in=TOLD).values_list("at", "verb", "facts")
    return [
        (at, TOLD[verb], facts.get("reason", "") if verb == "returned_incomplete" else "") for at, verb, facts in events
    ]
