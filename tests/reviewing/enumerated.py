"""Every assignment of a tiny case, without a solver: what the solver must agree with."""

from itertools import combinations, product

from nominations.reviewing.solver import PRICES, ceiling, crowding


def panels(case, i) -> list:
    """Every panel a dossier may have, with what is kept, all where it is an anchor: (panel, worth, what it misses)."""
    luck, dossier = case.luck(), case.dossiers[i]
    able = [j for j in range(len(case.seats)) if case.may(i, j)]
    fixed = able if dossier.anchor else [j for j in able if (i, j) in case.kept]
    rest = [j for j in able if j not in fixed]
    found = []
    for more in (more for size in range(len(rest) + 1) for more in combinations(rest, size)):
        panel = [*fixed, *more]
        price = missed_of(case, i, panel)
        if price is not None:
            found.append((panel, sum(case.worth(i, j) + luck[i, j] for j in panel), price))
    return found


def limits(case) -> list:
    """(least, most) of each seat."""
    most = [ceiling(case, j) for j in range(len(case.seats))]
    return [(min(seat.least, top) if seat.open else 0, top) for seat, top in zip(case.seats, most, strict=True)]


def missed_by(limits, loads) -> int:
    """What it costs that loads are over or under."""
    price = 0
    for (least, most), load in zip(limits, loads, strict=True):
        price += PRICES["over"] * max(0, load - most) + PRICES["under"] * max(0, least - load)
    return price


def missed(case, pairs) -> int:
    """What it costs that rules give for these pairs; None where a rule is broken that never gives."""
    price = missed_by(limits(case), [sum(1 for _, j in pairs if j == seat) for seat in range(len(case.seats))])
    for i in range(len(case.dossiers)):
        given = missed_of(case, i, [j for dossier, j in pairs if dossier == i])
        if given is None:
            return None
        price += given
    return price


def missed_of(case, i, panel):
    dossier, held = case.dossiers[i], case.kept_of(i)
    if dossier.anchor:
        return 0
    wanted = max(dossier.wanted, len(held))
    if len(panel) > wanted:
        return None
    price = PRICES["short"] * (wanted - len(panel))
    if case.groups == "one" and dossier.group is not None and wanted:
        of_group = any(dossier.group in case.seats[j].groups for j in panel)
        price += PRICES["group"] * (not of_group and len(held) < wanted)
    if case.countries:
        for country in {code for j in panel for code in case.seats[j].countries}:
            most = max(1, sum(country in case.seats[j].countries for j in held))
            price += PRICES["country"] * max(0, sum(country in case.seats[j].countries for j in panel) - most)
    return price


def best(case):
    """(the most that an assignment without a rule broken is worth, or None; the least price at which all can be had).

    Dossier by dossier, all that can lie on the seats: of those with the same loads only the dearest without a miss and
    the cheapest with one can matter, since nothing that follows looks at more than the loads.
    """
    bounds = limits(case)
    whole, cheap = {(0,) * len(bounds): 0}, {(0,) * len(bounds): 0}
    for i in range(len(case.dossiers)):
        able, dearer, cheaper = panels(case, i), {}, {}
        for (loads, worth), (panel, more, price) in product(whole.items(), able):
            if price == 0:
                at = added(loads, panel)
                dearer[at] = max(dearer.get(at, worth + more), worth + more)
        for (loads, cost), (panel, _, price) in product(cheap.items(), able):
            at = added(loads, panel)
            cheaper[at] = min(cheaper.get(at, cost + price), cost + price)
        whole, cheap = dearer, cheaper
    fit = [
        worth - sum(crowding(most, load) for (_, most), load in zip(bounds, loads, strict=True))
        for loads, worth in whole.items()
        if missed_by(bounds, loads) == 0
    ]
    return max(fit, default=None), min(cost + missed_by(bounds, loads) for loads, cost in cheap.items())


def added(loads, panel) -> tuple:
    return tuple(load + (j in panel) for j, load in enumerate(loads))
