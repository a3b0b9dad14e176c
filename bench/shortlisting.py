"""What a proposal of the optimiser costs: 2,000 candidates, 5 groups of 30 seats, shares, floors, a cap. `make bench BENCH=shortlist`."""

import time
from random import Random

from nominations.deciding.optimiser.case import Aim, Case, Fixed, Person
from nominations.deciding.optimiser.solver import prices, solve
from nominations.deciding.optimiser.ties import ties

GROUPS, REGIONS, SECTORS = range(5), ("Africa", "Americas", "Asia", "Europe", "Oceania"), "ABCD"
COUNTRIES = [f"C{number}" for number in range(60)]
AIMS = (
    Aim("gender", "woman", least=45),
    *(Aim("region", name, share=False, least=20, most=45) for name in REGIONS),
    *(Aim("sector", name, g, share=False, least=3) for g in GROUPS for name in SECTORS),
    Aim("newcomer", "yes", least=30),
)
CASES = {
    "the rules of a call": {},
    "70 % women: the pool has 33": {"aims": (Aim("gender", "woman", least=70), *AIMS[1:])},
    "coarse scores, many equals": {"coarse": 500},
    "impossible: what must give": {"aims": (*AIMS, Aim("region", "Oceania", 0, False, 40)), "cap": 2},
}


def case(people=2_000, *, aims=AIMS, cap=8, coarse=1, seed=1) -> Case:
    """A third are women, one in ten does not say; half of them name a second group; 40 are fixed."""
    random = Random(seed)  # noqa: S311

    def facts():
        said = random.random()
        gender = {("gender", "woman" if said < 0.33 else "man")} if said < 0.9 else set()
        region = random.choices(REGIONS, (10, 25, 25, 35, 5))[0]
        more = {("region", region), ("sector", random.choice(SECTORS)), ("newcomer", random.choice(("yes", "no")))}
        return frozenset({random.choice(COUNTRIES)}), frozenset(gender | more)

    there = tuple(
        Person(
            round(random.gauss(6500, 1000) / coarse) * coarse,
            tuple(random.sample(GROUPS, random.choice((1, 2)))),
            *facts(),
        )
        for _ in range(people)
    )
    fixed = tuple(Fixed(random.choice(GROUPS), *facts()) for _ in range(40))
    return Case(there, (30,) * 5, fixed, aims, cap, seed=seed)


def told() -> str:
    """Seconds of this process for the best, and for the prices of all rules."""
    lines = ["2,000 candidates for 150 seats in 5 groups, 33 rules, solved exactly:"]
    for name, rules in CASES.items():
        asked = case(**rules)
        cpu = time.process_time()
        outcome = solve(asked)
        first = time.process_time() - cpu
        if not outcome.feasible:
            lines.append(f"  {name:32} {first:6.2f} s CPU  {sum(by for _, by in outcome.gives)} people short")
            continue
        cpu = time.process_time()
        found = list(prices(asked, until=time.monotonic() + 200))
        after = time.process_time() - cpu
        cpu = time.process_time()
        equals = ties(asked, outcome.chosen)
        lines.append(
            f"  {name:32} {first:6.2f} s CPU  {outcome.filled} seats, mean {outcome.value / outcome.filled / 100:.2f}; "
            f"{len(found)} prices in {after:.1f} s; {len(equals)} ties in {time.process_time() - cpu:.2f} s"
        )
    return "\n".join(lines)
