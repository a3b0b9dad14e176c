"""Reviewing in the demo: last year's call judged to the end, this year's half, with its screening almost done."""

from datetime import timedelta

from django.db import connection

from nominations.models import Nomination
from nominations.reviewing import reminders
from nominations.reviewing.models import Assignment, Conflict, Remark, Reviewer
from nominations.reviewing.models.employer import Employer
from nominations.reviewing.models.finding import find_conflicts
from portal.lifecycle import clock
from portal.notifications.outbox import settle, settle_all

from .applying import by_clock, drafted, submitted
from .candidates import ASKED, CANDIDATES, HELD, NAMED, REFUSED, UNSENT, WAITING
from .cast import Cast
from .committee import JUDGE, seat_committee
from .desks import Desk
from .verdicts import INVENTED, verdict

EMPLOYER, ALIASES = "Sierra Gorda Computing", ["Cómputo Sierra Gorda", "SGC"]  # of Luis and of a candidate
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANCHORS_LAST, ANCHORS = (7, 11), (2, 9)  # numbers of the nominations that everybody scores
TORN_LAST, TORN = (8, 12), (5, 10)  # on which the first two disagree
KNOWN = 3  # whom Luis knows
THIRD = 8  # the one that was given to a third for that
GUIDE = (
    "I run audits for eleven public bodies, and wrote with Luis Torres of Cómputo Sierra Gorda the guide by which inspectors "
    "in two states now read a supplier's test report. The guide and our notes on it are open to all."
)
REMARKS = [
    ("luis", "The test sets are public, and I ran one: it does what the evidence says."),
    ("adjoa", "Then this is the strongest file of the group for me."),
    ("ren", "It is one tool for one language. I stay with my scores, and would like to hear who has used it."),
    ("mei", "Two inspectorates have. I put it on the list for our call on Thursday."),
]


def judge_last_year(call, cast: Cast):
    """Every dossier has its reviews: one panel was given a third reviewer, one review was set aside and written anew."""
    seats = seat_committee(call, cast, call.closes_at - 10 * DAY)
    start, end = call.closes_at + 16 * DAY, call.closes_at + 50 * DAY
    panels = give_everything(call, seats, cast, start, anchors=ANCHORS_LAST)
    Reviewer.tell_assignments(call, start + HOUR)
    judge(panels, start, end, torn=TORN_LAST, paced=False)
    chair = seats[0]
    (first, *_) = panels[numbered(panels, THIRD)]
    third = next(seat for seat in free_for(first.nomination, seats) if not held(first.nomination, seat))
    late = Assignment.give(first.nomination, third, by=chair.user, at=end - 6 * DAY)
    write(late, end - 5 * DAY, place=2)
    first.refresh_from_db()
    first.void_review(reason=f"Its comment is about another dossier. {INVENTED}", by=chair.user, at=end - 4 * DAY)
    write(first, end - 3 * DAY, torn=True)
    settle_all("reviewing/", end)


def review_this_year(call, cast: Cast):
    """Two dozen nominations: most screened and given, half of their reviews in, a few still to be screened."""
    now = clock.now()
    for number, person in enumerate(CANDIDATES, start=1):
        candidate(call, person, number, cast)
    call.freeze_tracks(by=cast.jonas, at=call.complete_until + DAY)
    for number in (number for number in range(1, REFUSED + 1) if number not in WAITING):
        screen(call.nominations.get(number=number), number, cast)
    Employer.enter(name=EMPLOYER, aliases=ALIASES, by=cast.amina, at=call.closes_at + 2 * DAY)
    seats = seat_committee(call, cast, call.closes_at + 3 * DAY)
    start = call.closes_at + 16 * DAY
    panels = give_everything(call, seats, cast, start, anchors=ANCHORS, besides=(HELD,))
    Reviewer.tell_assignments(call, start + HOUR)
    judge(panels, start, now - 2 * HOUR, torn=TORN, paced=True)
    acquaint(panels, seats, now - 5 * DAY)
    part(panels, now)
    talk(numbered(panels, ANCHORS[0]), seats, now)
    reminders.remind_weekly(now)
    settle_all("reviewing/", now)


def candidate(call, person, number, cast):
    at = by_clock(call, number)
    if number == UNSENT:
        drafted(call, person, 300 + number, at)
        return
    if number in NAMED:
        Desk(call, NAMED[number]).win(person, at - 2 * DAY)
    own = {"evidence_record": GUIDE} if number == KNOWN else None
    nomination = submitted(call, person, 300 + number, at, said=own)
    if number in ASKED:
        Desk(call, ASKED[number]).endorse(nomination, at + HOUR)


def screen(nomination, number, cast):
    """The last of them two hours ago: its letter is still held."""
    at = clock.now() - 2 * HOUR if number == HELD else nomination.call.closes_at + 12 * DAY + number * HOUR
    if number == REFUSED:
        reason = "The curriculum vitae is that of another person."
        nomination.declare_ineligible(reason=reason, by=cast.amina, at=at)
    else:
        nomination.declare_eligible(by=cast.amina, at=at)
    if number != HELD:
        settle(nomination, at)


# --- giving


def give_everything(call, seats, cast, at, *, anchors, besides=()) -> dict[Nomination, list[Assignment]]:
    """Two reviewers for each that is scored, all for the anchors; whoever has least comes first."""
    find_conflicts(call, at=at)
    connection.cursor().execute("SELECT setseed(0.26)")  # the orders of the queues are the same at every start
    load, panels = dict.fromkeys(seats, 0), {}
    scored = call.nominations.filter(status="eligible", track="open").exclude(number__in=besides)
    for nomination in scored.select_related("call", "group").order_by("number"):
        anchor = nomination.number in anchors
        free = sorted(free_for(nomination, seats, everybody=anchor), key=lambda seat: load[seat])
        chosen = free if anchor else free[: call.reviews_per_nomination]
        for seat in chosen:
            load[seat] += 1
        panels[nomination] = [Assignment.give(nomination, seat, by=cast.amina, anchor=anchor, at=at) for seat in chosen]
    return panels


def free_for(nomination, seats, everybody=False) -> list:
    """Who reads in this group and has no conflict; for anchors whoever has none."""
    barred = set(Conflict.objects.in_force().filter(nomination=nomination).values_list("user", flat=True))
    reading = [seat for seat in seats if not seat.chairs and seat.user_id not in barred]
    return [seat for seat in reading if everybody or nomination.group.slug in JUDGE[seat.user.email].groups]


def held(nomination, seat) -> bool:
    return Assignment.objects.filter(nomination=nomination, reviewer=seat).exists()


def numbered(panels, number) -> Nomination:
    return next(nomination for nomination in panels if nomination.number == number)


# --- judging


def judge(panels, start, end, *, torn, paced):
    """Each reviewer works through what they have; `paced`: as far as their pace has brought them by now."""
    work = {}
    for nomination, panel in panels.items():
        for place, assignment in enumerate(panel):
            work.setdefault(assignment.reviewer, []).append((assignment, place, nomination.number in torn))
    for seat, rows in work.items():
        done = round(len(rows) * JUDGE[seat.user.email].pace) if paced else len(rows)
        for step, (assignment, place, is_torn) in enumerate(rows[:done], start=1):
            at = start + (end - start) * step / (done + 1)
            write(assignment, at, place=place, torn=is_torn)


def write(assignment, at, *, place=0, torn=False):
    words = verdict(assignment.nomination, assignment.reviewer, criteria_of(assignment), place=place, torn=torn)
    assignment.save_review(**words, by=assignment.reviewer.user, at=at)


def criteria_of(assignment) -> list:
    return list(assignment.reviewer.call.criteria.all())


def acquaint(panels, seats, at):
    """Luis is given one more, of somebody he wrote with: no machine can know of that conflict."""
    luis = next(seat for seat in seats if seat.user.email == "luis@example.org")
    nomination = numbered(panels, KNOWN)
    panels[nomination].append(Assignment.give(nomination, luis, by=seats[0].user, at=at))
    Reviewer.tell_assignments(luis.call, at + HOUR)


def part(panels, now):
    """Of what waits: Luis has begun one and put one off, Baptiste has a conflict with one, Ren abstains from one."""
    waiting = {}
    for assignment in Assignment.objects.filter(nomination__in=panels, status="assigned").order_by(
        "nomination__number"
    ):
        waiting.setdefault(assignment.reviewer.user.email.partition("@")[0], []).append(assignment)
    begun, later = waiting["luis"][:2]
    words = verdict(begun.nomination, begun.reviewer, criteria_of(begun))
    half = dict(list(words["scores"].items())[:3])
    begun.keep_draft(
        scores=half, recommendation="", comment="Strong so far;", by=begun.reviewer.user, at=now - 20 * HOUR
    )
    later.skip(by=later.reviewer.user, at=now - 19 * HOUR)
    note = f"We wrote a report together in 2023. {INVENTED}"
    apart = waiting["baptiste"][-1]
    apart.decline(why="conflict", note=note, by=apart.reviewer.user, at=now - 3 * DAY)
    note = f"I know too little of this field to be fair. {INVENTED}"
    unsure = waiting["ren"][-1]
    unsure.decline(why="abstain", note=note, by=unsure.reviewer.user, at=now - 2 * DAY)


def talk(nomination, seats, now):
    """What the committee says to each other on one of the anchors."""
    whose = {seat.user.email.partition("@")[0]: seat for seat in seats}
    for number, (name, text) in enumerate(REMARKS):
        at = now - (len(REMARKS) - number) * 7 * HOUR
        Remark.objects.create(nomination=nomination, reviewer=whose[name], text=f"{text} {INVENTED}", at=at)
