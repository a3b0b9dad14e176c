"""What the clock does for people whom Members name, for applicants who ask Members, and for the Members' desks.

Letters have keys that hold the end they speak of, or the day. So a second beat writes nothing, a moved end reminds afresh, and
after days without a beat the next one writes what is still of use.
"""

from members.models import Member
from portal.notifications.outbox import in_doubt

from .models import Call, Endorsement, Nomination
from .notices import desks
from .notices import endorsements as notices
from .once import TOLD_WITHIN, each, ending_soon, fallen_due, reminder_key, told, untold


def lapse(at):
    """Let go what nobody answered in time, and what was prepared and never sent."""
    each(Endorsement.objects.lapsing(at), lambda one: one.lapse(at=at))


def remind_named(at) -> int:
    """Remind the people who have not answered. Whoever was asked after a reminder fell due gets none of it."""
    soon = ending_soon(Endorsement.objects.filter(status=Endorsement.Status.INVITED).with_end(), at)
    due = fallen_due(soon.values_list("pk", "asked_at", "ends_at"), at)
    keys = {
        pk: notices.key_of("named_reminder", pk, reminder_key(reminder.which, ends_at))
        for pk, (ends_at, reminder) in due.items()
    }
    return told(
        soon.select_related("call", "member", "group"),
        untold(keys),
        lambda rows: notices.named_again((row, due[row.pk][1]) for row in rows),
    )


def look_after_letters(at):
    """Whoever is asked should know it: see to the letters that did not arrive."""
    doubtful = in_doubt(*notices.ASK, at=at)
    asked = Endorsement.objects.filter(status=Endorsement.Status.INVITED, pk__in=doubtful)
    each(
        asked.select_related("call", "member", "group"),
        lambda one: notices.did_not_arrive(one, doubtful[str(one.pk)], at),
    )


def tell_desks(at) -> int:
    """The day's letter to each focal point whose Member has a request that is new, or waits and ends soon."""
    due = Endorsement.objects.to_tell(at).order_by().values_list("call", "member").distinct()
    return sum(tell_desk(call, member, at) for call, member in due)


def tell_desk(call, member, at) -> int:
    member = Member.objects.get(pk=member)
    with member.locked(at) as at:
        return Endorsement.tell_desk(Call.objects.get(pk=call), member, at)


def tell_opened(at) -> int:
    """To each focal point, once: the call is open."""
    return sum(desks.call_opened(call, at) for call in Call.objects.open(at))


def tell_not_submitted(at) -> int:
    """To the focal points: which of the nominations that they made or endorsed were not submitted in time."""
    number = 0
    for call in Call.objects.filter(status=Call.Status.PUBLISHED, closes_at__lte=at):
        over = {"ends_at__lte": at - call.grace, "ends_at__gt": at - TOLD_WITHIN}
        drafts = call.nominations.filter(status=Nomination.Status.DRAFT).with_end().filter(**over)
        ends = dict(drafts.filter(endorsements__status="given").values_list("pk", "ends_at"))
        words = call.endorsements.given().filter(nomination__in=ends).select_related("nomination", "group")
        for word in words:
            word.ends_at = ends[word.nomination_id]
        number += desks.not_submitted(call, words, at)
    return number
