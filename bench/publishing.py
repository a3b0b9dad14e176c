"""What it costs to publish a list in one act: statements, and seconds of the one transaction. `make bench BENCH=publishing`."""

import time
from datetime import timedelta

from nominations.deciding.models import Decision, Publication
from nominations.deciding.models.proposing import Proposal
from nominations.models import Call, Nomination
from portal.accounts.models import RoleGrant
from portal.demo.cast import signed_up
from portal.lifecycle import clock

from . import copies, sample, table
from .meter import Meter

SIZES = (250, 1_000)
SHARE = 2  # copies for each that is eligible, and some more
OUTCOMES = "select", "not_select", "not_select", "not_select"


def told() -> str:
    world = sample.begin()
    head = signed_up("head.of.bench@example.org", "Hana Head", password=None)
    RoleGrant.objects.create(user=head, role="head")
    lines = ["decisions  fixing   publishing  CPU of ours  statements"]
    for size in SIZES:
        publication, fixing = fixed(world, size)
        start = time.perf_counter()
        with Meter() as meter:
            publication.release(by=head, seen=publication.sha256)
        seconds = time.perf_counter() - start
        lines.append(
            f"{size:>9}  {fixing:5.1f} s  {seconds:8.2f} s  {meter.cost.cpu_ms / 1000:9.2f} s  {int(meter.cost.sql):>10}"
        )
        lines += [f"  {sql_ms:7.0f} ms  {sql[:90]}" for sql_ms, sql in slowest(meter)]
    figures = f"{seconds:.2f}; {meter.cost.sql / size:.3f}"
    lines += ["", table.PEER, table.row(table.PUBLISHED, [figures], [seconds <= 2 and meter.cost.sql < size])]
    return "\n".join(lines)


def slowest(meter):
    return sorted(zip(meter.took, (sql for sql, _rows in meter.told), strict=True), reverse=True)[:5]


def fixed(world, size):
    """A list of so many decisions in a call whose reviews are over, fixed; and the seconds that it took."""
    copies.grow(world, size * SHARE + 100)
    judged(world.call, world.nomination, size)
    call = Call.objects.get(pk=world.call.pk)
    group, keys = call.seats.first().group_id, call.nominations.filter(status="eligible").values_list("pk", flat=True)
    ways = [OUTCOMES[number % len(OUTCOMES)] for number in range(len(keys))]
    proposals = {
        pk: Proposal(way, group=group if way == "select" else None) for pk, way in zip(keys, ways, strict=True)
    }
    Decision.propose_many(call, proposals, by=world.officer)
    copies.tidy()
    start, until = time.perf_counter(), clock.now() + timedelta(days=14)
    publication = Publication.prepare(call, by=world.officer, offers_until=until, beyond_seats=True)
    publication.work()
    return Publication.objects.get(pk=publication.pk), time.perf_counter() - start


def judged(call, sample, size):
    """So many are eligible, and nobody waits; earlier ones are decided, and so is the one that is copied."""
    now = clock.now()
    Call.objects.filter(pk=call.pk).update(
        opens_at=now - timedelta(days=90),
        closes_at=now - timedelta(days=60),
        review_until=now - timedelta(days=1),
        tracks_frozen_at=now,
    )
    mine = Nomination.objects.filter(call=call)
    mine.filter(pk=sample.pk).update(status="decided")
    mine.exclude(submitted_version=None).update(track="open")
    keep = list(mine.filter(status="eligible").order_by("number").values_list("pk", flat=True)[:size])
    others = mine.exclude(pk__in=keep).exclude(status__in=["decided", "withdrawn"])
    others.update(status="withdrawn", withdrawn_from="draft")
