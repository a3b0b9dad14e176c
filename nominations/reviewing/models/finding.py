"""Conflicts that follow from what is known: reckoned for all of a call at once, written as rows, once each.

facts.py tells what is known of either side. A conflict that was found binds until a person lifts it, also where its facts are
gone since: what somebody once stated is no less true for having been taken away. One that was lifted stays lifted for the same
source; a new source (another nationality, another employer) is another conflict.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.lifecycle import clock
from portal.lifecycle.models import Event

from .binding import decline_all
from .bodies import Bodies
from .conflict import Conflict
from .facts import facts_of_committee, facts_of_nominations, on_same_project, words_of_members

AT_ONCE = 1000


def calls_judged():
    """Published calls whose committee has members, until what it decided is told: the chair reads and decides after reviews."""
    from .reviewer import Reviewer

    calls = Reviewer._meta.get_field("call").related_model.objects.filter(status="published")
    told = calls.filter(pk=OuterRef("pk"), nominations__status="decided")
    return calls.filter(~Exists(told), Exists(Reviewer.objects.serving().filter(call=OuterRef("pk"))))


def find_conflicts(call, *, reviewers=None, nomination=None, at=None) -> int:
    """Write down what follows for these reviewers of a call, or all, and for this nomination, or all that were submitted;
    what a reviewer has of such a nomination ends at once. Some statements in all. Returns how many were new.
    """
    at = at or clock.now()
    with transaction.atomic():
        seats = list(call.reviewers.serving()) if reviewers is None else list(reviewers)
        if not seats:
            return 0
        wanted = found(call, seats, nomination)
        locked = call.reviewers.filter(pk__in=[seat.pk for seat in seats])  # nothing is given to them meanwhile
        list(locked.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        new = write_down(wanted, known(call, seats), at)
        tell(new, seats, at)
        end_what_is_held(seats, at)
    return len(new)


def found(call, seats, nomination=None) -> dict:
    """(nomination, account, kind) to the sources from which the conflict follows.

    The committee is sorted by what a conflict follows from, so that of each nomination only those are met who have one.
    """
    rows, kind = defaultdict(set), Conflict.Kind
    committee, nominations = facts_of_committee(call, seats), facts_of_nominations(call, nomination)
    by_nationality, by_country, by_member = (by(committee, name) for name in ("nationalities", "countries", "members"))
    bodies, judges = Bodies(committee), {one.user for one in committee}
    said, projects = words_of_members(call, nomination), on_same_project(committee)
    for it in nominations:
        if it.user in judges:
            rows[it.pk, it.user, str(kind.OWN)].add("own")
        for what, pairs in (
            (kind.NATIONALITY, among(it.nationalities, by_nationality)),
            (kind.RESIDENCE, among(it.countries, by_country)),
            (kind.EMPLOYER, bodies.shared(it)),
            (kind.MEMBER, among(said.get(it.pk, ()), by_member)),
            (kind.PROJECT, projects.get(it.person, ())),
        ):
            for user, source in pairs:
                rows[it.pk, user, str(what)].add(source)
    return rows


def by(committee, name) -> dict:
    """Each code to the accounts of those who have it."""
    found = defaultdict(list)
    for one in committee:
        for code in getattr(one, name):
            found[code].append(one.user)
    return found


def among(codes, table):
    """(account, code) of all who have one of these codes."""
    return [(user, code) for code in codes for user in table.get(code, ())]


def known(call, seats) -> dict:
    """(nomination, account, kind) to None where one is in force, else to the sources of those that were lifted."""
    there: dict = {}
    rows = Conflict.objects.filter(
        user__in=[seat.user_id for seat in seats], nomination__call=call, kind__in=Conflict.FOUND
    )
    for pk, user, kind, source, lifted in rows.values_list("nomination", "user", "kind", "source", "lifted_at"):
        key = (pk, user, kind)
        if lifted is None:
            there[key] = None
        elif there.get(key, ()) is not None:
            there[key] = there.get(key, frozenset()) | set(source.split(", "))
    return there


def write_down(wanted, there, at) -> list[Conflict]:
    """The rows that are new; a second finding at the same moment leaves them to the first."""
    new = []
    for (pk, user, kind), sources in wanted.items():
        lifted = there.get((pk, user, kind), frozenset())
        if lifted is not None and (left := sources - lifted):
            source = short(sorted(left))
            new.append(Conflict(nomination_id=pk, user_id=user, kind=kind, source=source, since=at))
    Conflict.objects.bulk_create(new, ignore_conflicts=True, batch_size=AT_ONCE)
    return new


def short(sources, most=200) -> str:
    """As many as the column holds."""
    text = ", ".join(sources)
    return text if len(text) <= most else text[:most].rpartition(", ")[0]


def tell(new, seats, at):
    """One Event for each seat of which something was found: the rows themselves say what and since when."""
    kinds = defaultdict(set)
    for conflict in new:
        kinds[conflict.user_id].add(conflict.kind)
    about = ContentType.objects.get_for_model(seats[0])
    Event.objects.bulk_create(
        Event(
            kind=about,
            thing_id=str(seat.pk),
            verb="conflicts_found",
            at=at,
            facts={"kinds": sorted(kinds[seat.user_id])},
        )
        for seat in seats
        if seat.user_id in kinds
    )


def end_what_is_held(seats, at):
    """Whatever a reviewer has of a nomination across a conflict ends, however it came to be there."""
    from .assignment import Assignment

    bars = Conflict.objects.in_force().filter(nomination=OuterRef("nomination"), user=OuterRef("reviewer__user"))
    held = Assignment.objects.filter(Exists(bars), reviewer__in=seats, status__in=Assignment.HELD)
    decline_all(held, by=None, at=at)
