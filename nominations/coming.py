"""What is still to come of a nomination, act by act: who does what, and by when."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

GOES_ON = ("draft", "submitted", "returned", "eligible")  # states after which something comes


class Act(NamedTuple):
    """by: an end, the first instant outside; exact: whether its minute counts; on: a day. All may be unknown."""

    text: str
    by: datetime | None = None
    exact: bool = False
    on: date | None = None


def checked(call, state) -> list[Act]:
    """The secretariat's part, until a nomination is eligible."""
    if state == "eligible":
        return []
    return [Act(_("the secretariat checks whether the nomination meets the conditions."), call.screening_until)]


def judged(call, names: list) -> Act:
    """How it is judged. names: the Members because of whose nomination nobody scores it."""
    if names:
        text = _(
            "it is proposed as selected unless a check fails: nobody scores it, because %(member)s nominates the person."
        )
        return Act(text % {"member": and_(names)}, call.review_until)
    return Act(_("the review committee reads and scores it."), call.review_until)


def and_(names: list) -> str:
    """Such as: France, Japan and Senegal."""
    *first, last = [str(name) for name in names]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def for_person(outlook) -> list[Act]:
    """What is to come, for the person; nothing where it does not go on."""
    call, state, nomination = outlook.call, outlook.state, outlook.nomination
    if state not in GOES_ON:
        return []
    own = {
        "draft": Act(_("you complete it and submit it."), outlook.deadline, exact=True),
        "returned": Act(_("you correct it and send it again."), outlook.deadline, exact=True),
    }
    acts = [own[state]] if state in own else []
    if outlook.to_ask:
        acts.append(Act(_("you ask a Member to endorse you: this call requires it."), call.endorsement_end, exact=True))
    acts += [
        Act(_("%(member)s answers whether it endorses you.") % {"member": word.member}, word.end, exact=True)
        for word in outlook.waiting
    ]
    told = Act(_("you hear the decision by e-mail, whatever it is."), on=call.decisions_on)
    return [*acts, *checked(call, state), judged(call, nomination.unscored_by), told]


def for_member(seen) -> list[Act]:
    """What is to come, for a Member's desk: of words only its own, of ends only those that it knows."""
    call, state, name = seen.call, seen.state, {"name": seen.name}
    if state not in GOES_ON:
        return []
    named = [word.member for word in seen.words if word.kind == word.Kind.NOMINATE]
    spares = [] if call.scores_named else named
    acts = [
        Act(_("the focal point of %(member)s endorses it or declines.") % {"member": word.member}, word.end, exact=True)
        for word in seen.words
        if word.status == word.Status.REQUESTED
    ]
    if state == "draft":
        acts = [
            Act(_("%(name)s completes it and submits it.") % name, call.complete_end if named else None, exact=True),
            *acts,
        ]
    if state == "returned":
        until = seen.nomination.returned_until
        acts = [Act(_("%(name)s corrects it and sends it again.") % name, until, exact=True), *acts]
    rules = Act(_("it is judged by the rules of the call."), call.review_until)
    told = Act(_("%(name)s hears the decision by e-mail.") % name, on=call.decisions_on)
    return [*acts, *checked(call, state), judged(call, spares) if spares else rules, told]
