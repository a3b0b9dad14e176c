"""Deciding in the demo: last year's call decided, published and answered; this year's with its rules. All of it invented."""

from datetime import timedelta

from nominations.deciding.models import Decision, Offer, Publication, ReasonText, Shortlist, Statistics, Target
from nominations.deciding.models.proposing import Proposal
from nominations.deciding.sight import sight_of
from nominations.models import Document
from nominations.questions import INTERESTS
from portal.lifecycle import clock
from portal.lifecycle.aoe import end_of
from portal.notifications.outbox import settle_all

from .cast import Cast
from .committee import CHAIR
from .people import DG, FOW, IC, RAI
from .verdicts import INVENTED

LETTERS = "deciding/", "record/"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DECIDED = 62  # days ago: last year's list was published
ONE_SEAT = (RAI, IC)  # groups that had one seat
WOMEN, MORE_WOMEN = 45, 60  # per cent at least; what the chair asked the optimiser for
FLOORS_LAST = {"Africa": 2, "Asia": 2, "Europe": 2}  # people at least
FLOORS = {"Africa": 1, "Americas": 1, "Asia": 1, "Europe": 1}
SELECTED = {1: RAI, 2: RAI, 3: DG, 4: FOW, 5: FOW, 6: RAI, 8: DG, 10: IC, 14: FOW}  # by number, and for which group
RESERVE = {7: DG, 12: DG, 11: FOW}  # in the order of their places
LEFT = {
    9: "There was one seat beside those of Members, and two strong files. Please come again with newer work.",
    13: "Your work with small firms was read with interest; the group has one seat this year.",
}
WARM = {
    5: "What you know of agreements on the shop floor is what the group lacks.",
    8: "Your notes on consent were the clearest that we read.",
}
NOTES = {
    7: "First on the reserve list: with one more man the floor for women would be missed.",
    8: "Selected before a higher mean: the group lacks what she knows of consent.",
}  # why the list departs from the ranks
STATED = {number: {"gender": "woman"} for number in (3, 8, 11, 14)} | {
    7: {"gender": "man"},
    10: {"gender": "man"},
    12: {"gender": "woman", "consent_reserve_list": "on"},
}  # of last year's applicants, what they say otherwise than by turns
DECLINED, SLOW = 8, 14  # who does not come, and who never answers


def rule_last_year(call):
    """Its seats, targets and texts."""
    call.seats.filter(group__slug__in=ONE_SEAT).update(number=1)
    rule(call, FLOORS_LAST)


def rule(call, floors):
    """What the composition should be, and the sentences that candidates read."""
    aims = [Target(fact="gender", value="woman", least=WOMEN)]
    aims += [Target(fact="region", value=region, unit="people", least=least) for region, least in floors.items()]
    for order, aim in enumerate(aims):
        aim.call, aim.order = call, order
    Target.objects.bulk_create(aims)
    ReasonText.from_rubric(call)


def decide_last_year(call, cast: Cast):
    """A proposal of the optimiser was read, the chair proposed, the secretariat prepared, the head published."""
    now = clock.now()
    for document in Document.objects.filter(nomination__call=call, kind="cv", versions__isnull=False):
        document.read()
    Statistics.make(call, at=call.tracks_frozen_at)
    chair = call.reviewers.get(user__email=CHAIR)
    wonder(call, sight_of(chair.user, call), now - (DECIDED + 14) * DAY)
    propose(call, chair, cast, now - (DECIDED + 8) * DAY)
    publish(call, cast, now - DECIDED * DAY, until=end_of((now - 20 * DAY).date()))
    Statistics.make(call, at=now - DECIDED * DAY + HOUR)
    answer(call, now - (DECIDED - 3) * DAY)
    follow(call, cast, now)


def wonder(call, sight, at):
    """The chair asked what more women would cost."""
    aims = [*call.targets.all()]
    aims[0].least = MORE_WOMEN
    worked(Shortlist.ask(sight, {"aims": aims}, seed=26, at=at), at)


def propose(call, chair, cast, at):
    """Mei for all whom she may see, at once; for whoever a conflict keeps from her, Amina."""
    texts = {outcome: call.reason_texts.filter(outcome=outcome) for outcome in ("select", "reserve", "not_select")}
    groups = {seats.group.slug: seats.group_id for seats in call.seats_by_group}
    hers = set(sight_of(chair.user, call).nominations().values_list("number", flat=True))
    wanted = {number: ("select", groups[slug]) for number, slug in SELECTED.items()}
    wanted |= {number: ("reserve", groups[slug]) for number, slug in RESERVE.items()}
    wanted |= dict.fromkeys(LEFT, ("not_select", None))
    keys = dict(call.nominations.filter(number__in=wanted).values_list("number", "pk"))
    for mine, who in ((True, {"by": chair.user, "capacity": chair.as_what}), (False, {"by": cast.amina})):
        numbers = [number for number in wanted if (number in hers) is mine]
        proposals = {keys[number]: proposal(number, *wanted[number], texts) for number in numbers}
        if proposals:
            Decision.propose_many(call, proposals, at=at + (not mine) * DAY, **who)


def proposal(number, outcome, group, texts) -> Proposal:
    own = (LEFT | WARM).get(number, "")
    reasons = [text.pk for text in texts[outcome]]
    few = reasons[number % 3 : number % 3 + 2] if outcome != "reserve" else reasons
    note, words = (f"{text} {INVENTED}" if text else "" for text in (NOTES.get(number, ""), own))
    return Proposal(outcome, group=group, reasons=tuple(few), words=words, note=note)


def publish(call, cast, at, *, until):
    """Fixed by Amina the day before, published by Jonas, who wrote none of it."""
    publication = fixed(call, cast, at - DAY, until=until)
    publication.release(by=cast.jonas, seen=publication.sha256, at=at)
    for kind in LETTERS:
        settle_all(kind, at)


def fixed(call, cast, at, *, until) -> Publication:
    return worked(Publication.prepare(call, by=cast.amina, offers_until=until, at=at), at + HOUR)


def worked(job, at):
    """As a worker does it, within the transaction of the demo, where nobody could see its pulse."""
    with job.locked(at):
        job.move(job.Status.RUNNING, verb="begun", by=None, at=at)
    found = job.do(lambda percent, step="": None)
    with job.locked(at):
        job.move(job.Status.DONE, verb="done", by=None, at=at, progress=100, **found)
    return type(job).objects.get(pk=job.pk)


def answer(call, at):
    """Most accept, one after the other, and have their letters."""
    for step, offer in enumerate(offers(call).exclude(decision__nomination__number__in=(DECLINED, SLOW))):
        nomination = offer.decision.nomination
        answers = nomination.submitted_version.answers
        interests = {name: answers[name] for name in INTERESTS if answers.get(name)}
        offer.accept(interests=interests, nothing_to_declare=not interests, by=nomination.owner, at=at + step * DAY)
        offer.pdf()
    settle_all("deciding/", at + 8 * DAY)


def follow(call, cast, now):
    """One declines: the next of the list has an offer, still open. One never answers: the next after them waits for Jonas."""
    gone, slow = (offers(call).get(decision__nomination__number=number) for number in (DECLINED, SLOW))
    why = f"I join a ministry, and could not speak for myself any more. {INVENTED}"
    gone.decline(reason=why, by=gone.decision.nomination.owner, at=now - 24 * DAY)
    reason = f"In hospital until the end of the month. {INVENTED}"
    slow.prolong(until=end_of((now - 7 * DAY).date()), reason=reason, by=cast.amina, at=now - 22 * DAY)
    publish(call, cast, now - 13 * DAY, until=end_of((now + 10 * DAY).date()))
    slow.refresh_from_db()
    slow.lapse(at=slow.until + HOUR)
    fixed(call, cast, now - DAY, until=end_of((now + 21 * DAY).date()))
    settle_all("deciding/", now - DAY)


def offers(call):
    rows = Offer.objects.open().filter(decision__call=call).order_by("decision__nomination__number")
    return rows.select_related("decision__call", "decision__group", "decision__nomination__person__user")
