"""A committee over copied nominations: sixty reviewers and a chair, and what two of them make of each dossier that is scored."""

from typing import NamedTuple

from allauth.mfa.totp.internal import auth
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from members.models import WorkingGroup
from nominations.models import Call
from nominations.reviewing.models import Assignment, Conflict, Review, Reviewer, ReviewTally
from nominations.reviewing.models.binding import bind
from nominations.reviewing.phase import to_review
from portal.accounts.models import User
from portal.demo.cast import signed_up
from portal.lifecycle import clock
from portal.lifecycle.models import Event

from .copies import HELD, copy, key

REVIEWERS = 60  # of any size, so that their loads grow; the queue that is measured does not
FIRST = HELD.split().index("eligible")  # the number of each twenty that the measured reviewer has
AMONG = 1_000  # from these numbers alone
ELIGIBLE = f"mod(n, 20) BETWEEN {FIRST} AND {len(HELD.split()) - 1}"
OPEN = f"SELECT 1 FROM nominations_nomination AS one WHERE one.id = {key('nomination')} AND one.track = 'open'"  # noqa: S608
GIVEN = f"{ELIGIBLE} AND n <> {{besides}} AND EXISTS ({OPEN})"
OWN = f"(n <= {AMONG} AND mod(n, 20) = {FIRST})"
DONE = "mod(n / 20 + {turn}, 2) = 0"  # half of them
TOTAL = "(30 + mod(n * 7 + {turn} * 31, 70))"


class Committee(NamedTuple):
    chair: Reviewer
    reviewer: Reviewer  # whose queue is measured
    others: list  # primary keys
    judged: Assignment  # what the others are copied from, with its review
    conflict: Conflict
    criteria: list  # primary keys


def seated(world) -> Committee:
    """By the verbs, on one copied nomination; sixty more seats like the first."""
    freeze(world)
    chair = named(world, "mei@example.org", "Mei Chen", chairs=True, most=0)
    reviewer = named(world, "luis@example.org", "Luis Torres", most=80)
    sample = to_review(world.call).filter(number__gte=FIRST).exclude(number=world.nomination.number).first()
    assignment = Assignment.give(sample, reviewer, by=world.officer)
    criteria = list(world.call.criteria.values_list("pk", flat=True))
    comment = "Strong on practice, fewer publications than others of the group, and a clear idea of what to bring. " * 3
    assignment.save_review(
        scores=dict.fromkeys(criteria, 4), recommendation="select", comment=comment, by=reviewer.user
    )
    barred = to_review(world.call).exclude(pk=sample.pk).first()
    conflict = bind(barred, reviewer.user, Conflict.Kind.NATIONALITY, source="SN", at=clock.now())
    return Committee(chair, reviewer, more(reviewer), assignment, conflict, criteria)


def freeze(world):
    """The tracks, once more for the numbers that came: as the verb does when all ends are over."""
    Call.objects.filter(pk=world.call.pk).update(tracks_frozen_at=None)
    call = Call.objects.get(pk=world.call.pk)
    call.freeze_tracks(by=world.officer, at=call.words_end())


def named(world, email, name, **fields) -> Reviewer:
    groups = WorkingGroup.objects.at_work()
    user = signed_up(email, name, password=None)
    seat = Reviewer.name(user, world.call, groups=groups, languages=["en", "fr"], by=world.officer, **fields)
    seat.accept_terms(by=user)
    auth.TOTP.activate(user, auth.generate_totp_secret())
    return Reviewer.objects.select_related("user", "call").get(pk=seat.pk)


def more(reviewer) -> list:
    """As many seats like this one, of accounts that nobody signs in to."""
    span, groups = (1, REVIEWERS, ""), Reviewer.groups.through
    people = [
        User(email=f"reviewer-{number}@example.net", name=f"Reviewer of number {number}") for number in range(REVIEWERS)
    ]
    made = [user.pk for user in User.objects.bulk_create(people)]
    own = {"id": key("reviewer"), "user_id": f"(ARRAY{made})[n]", "order": 'src."order" + n'}
    copy(Reviewer, {"id": reviewer.pk}, span, **own)
    copy(groups, {"reviewer_id": reviewer.pk}, span, reviewer_id=key("reviewer"))
    return list(Reviewer.objects.filter(user__in=made).order_by("order").values_list("pk", flat=True))


def grow(world, first, last):
    """Two assignments for each dossier that is scored, half of them done, with review, story and tally; and found conflicts."""
    freeze(world)
    committee = world.committee
    span, given = (first, last, ""), GIVEN.format(besides=committee.judged.nomination.number)
    for turn in (0, 1):
        assign(committee, span, given, turn)
    tally = {"nomination_id": key("nomination")}
    copy(ReviewTally, {"nomination_id": committee.judged.nomination_id}, span, given, **tally)
    reckon()
    mine = f"{ELIGIBLE} AND NOT {OWN} AND mod(n, 20) = {FIRST + 1}"
    other = {"id": key("conflict"), "nomination_id": key("nomination"), "source": "'SN'"}
    copy(
        Conflict,
        {"id": committee.conflict.pk},
        span,
        f"{mine} AND n <> {committee.conflict.nomination.number}",
        **other,
    )
    chairs = f"mod(n, 20) = {FIRST + 2} AND mod(n / 20, 3) = 0"
    other |= {"id": key("of the chair"), "user_id": str(committee.chair.user_id)}
    copy(Conflict, {"id": committee.conflict.pk}, span, chairs, **other)


def assign(committee, span, given, turn):
    """To one of the others, by the number; of each twenty the first goes to the measured reviewer, too."""
    kind, judged, done = f"given {turn}", committee.judged, f"({DONE.format(turn=turn)})"
    reviewer = f"('{{{','.join(map(str, committee.others))}}}'::uuid[])[1 + mod(n / 3 + {turn * 7}, {REVIEWERS})]"
    if turn == 0:
        reviewer = f"CASE WHEN {OWN} THEN '{committee.reviewer.pk}'::uuid ELSE {reviewer} END"
    columns = {
        "id": key(kind),
        "nomination_id": key("nomination"),
        "version_id": key("version"),
        "reviewer_id": reviewer,
        "status": f"CASE WHEN {done} THEN 'done' ELSE 'assigned' END",
        "done_at": f"CASE WHEN {done} THEN now() END",
        "lot": "random()",
    }
    copy(Assignment, {"id": judged.pk}, span, given, **columns)
    total = TOTAL.format(turn=turn)
    advice = f"CASE WHEN {total} >= 70 THEN 'select' WHEN {total} >= 50 THEN 'reserve' ELSE 'reject' END"
    own = {"id": key(f"review {turn}"), "assignment_id": key(kind), "total": total, "recommendation": advice}
    copy(Review, {"id": judged.review.pk}, span, f"{given} AND {done}", **own)
    for thing, name, fits in ((judged, kind, given), (judged.review, f"review {turn}", f"{given} AND {done}")):
        about = {"kind_id": ContentType.objects.get_for_model(thing).pk, "thing_id": str(thing.pk)}
        copy(Event, about, span, fits, thing_id=f"{key(name)}::text")


def reckon():
    """Each tally from the reviews that count, in one statement."""
    names = ("select", "reserve", "reject")
    counts = ", ".join(f"count(*) FILTER (WHERE review.recommendation = '{name}') AS \"{name}\"" for name in names)
    told = ", ".join(f'"{name}" = found."{name}"' for name in ("count", "mean", "spread", "lowest", "highest", *names))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE reviewing_reviewtally AS tally SET {told} FROM (SELECT given.nomination_id, count(review.id) AS count, "  # noqa: S608  all of it ours
            "avg(review.total) AS mean, stddev_pop(review.total) AS spread, min(review.total) AS lowest, "
            f"max(review.total) AS highest, {counts} FROM reviewing_assignment AS given LEFT JOIN reviewing_review AS review "
            "ON review.assignment_id = given.id AND review.status = 'submitted' GROUP BY given.nomination_id) AS found "
            "WHERE found.nomination_id = tally.nomination_id"
        )
