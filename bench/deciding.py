"""What the workbench costs with 2,600 eligible nominations, for its chair and for the secretariat: `BENCH=workbench`."""

SIZE = 4_728  # of each twenty eleven are eligible
SELECTED = 80


def told(repeats=15) -> str:
    from nominations.deciding.models import Decision, Target
    from nominations.deciding.models.proposing import Proposal

    from . import committee, copies, machine, pages, sample, table

    world = sample.begin()
    first, last = copies.grow(world, SIZE)
    world = world._replace(committee=committee.seated(world))
    committee.grow(world, first, last)
    eligible = list(world.call.nominations.filter(status="eligible", united_with=None).order_by("number"))
    proposals = {
        one.pk: Proposal("select" if n < SELECTED else "not_select", one.group_id if n < SELECTED else None)
        for n, one in enumerate(eligible)
        if n % 2 or n < SELECTED
    }
    world.call.refresh_from_db()
    Decision.propose_many(world.call, proposals, by=world.officer)
    Target.objects.create(call=world.call, fact="gender", value="woman", least=45)
    copies.tidy()
    here = f"/en/committee/{world.call.year}/"
    turned = "?order=calibrated&" + "&".join(f"row={one.number}" for one in eligible[70:90])
    readers = {"chair": world.committee.chair.user, "secretariat": world.officer}
    shown = {
        f"{what}, {who}": (here + query, reader)
        for who, reader in readers.items()
        for what, query in (("workbench", ""), ("what if twenty", turned), ("a check failed", "?flag=failed"))
    }
    costs = pages.looked_at(pages.Within(), shown, repeats)
    return "\n".join([f"{len(eligible):,} eligible", *table.of_pages(SIZE, costs, machine.load())])
