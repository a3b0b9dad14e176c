"""What an assignment costs: 2,000 nominations, 60 reviewers, 3 reviews each, with side rules. `make bench BENCH=assigning`."""

import time
from random import Random

from nominations.reviewing.solver import Case, Dossier, Seat, solve

GROUPS, COUNTRIES = range(6), [f"C{number}" for number in range(25)]
RULES = {
    "one of the group, languages, countries": {"groups": "one"},
    "all of the group, languages, countries": {"groups": "each"},
    "the same, with minimum loads": {"groups": "one", "least": 80, "most": 111},
    "loads 400 short: what must give": {"groups": "one", "most": 95},
}


def case(nominations=2_000, reviewers=60, reviews=3, *, groups="one", least=0, most=115, seed=1) -> Case:
    """About five in a hundred pairs are barred, by country or at random; one in five writes in French; two anchors."""
    random = Random(seed)  # noqa: S311
    lives = [random.choice(COUNTRIES) for _ in range(nominations)]
    seats = tuple(
        Seat(
            groups=frozenset(random.sample(GROUPS, 2)),
            languages=frozenset(("en",) if random.random() < 0.6 else ("en", "fr")),
            countries=frozenset(random.sample(COUNTRIES, random.choice((1, 1, 2)))),
            least=least,
            most=most,
        )
        for _ in range(reviewers)
    )
    dossiers = tuple(
        Dossier(
            group=random.choice(GROUPS),
            second=random.choice(GROUPS),
            language="fr" if random.random() < 0.2 else "en",
            wanted=reviews,
            anchor=number < 2,
        )
        for number in range(nominations)
    )
    bars = frozenset(
        (i, j)
        for i, home in enumerate(lives)
        for j, seat in enumerate(seats)
        if home in seat.countries or random.random() < 0.01
    )
    return Case(dossiers, seats, bars, groups=groups, seed=seed)


def told() -> str:
    """Seconds of this process and on the clock, for each set of rules."""
    lines = ["2,000 nominations x 60 reviewers x 3 reviews, solved exactly:"]
    for name, rules in RULES.items():
        asked = case(**rules)
        clock, cpu = time.perf_counter(), time.process_time()
        outcome = solve(asked)
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        found = (
            f"{len(outcome.pairs):,} pairs"
            if outcome.feasible
            else f"{sum(by for _, _, by in outcome.gives)} units give"
        )
        lines.append(f"  {name:42} {cpu:6.1f} s CPU {clock:6.1f} s  {found}")
    return "\n".join(lines)
