"""The optimiser against every selection there is, and what it promises in all cases."""

import time
from dataclasses import replace
from random import Random

import pytest

from nominations.deciding.optimiser.case import Aim, Case, Fixed, Person
from nominations.deciding.optimiser.solver import PRICES, prices, solve
from nominations.deciding.optimiser.ties import ties

from .enumerated import best, keeps, total

FACTS = [("gender", "woman"), ("gender", "man"), ("region", "Africa"), ("region", "Asia"), ("newcomer", "yes")]


def some(random, things, most):
    return frozenset(random.sample(things, random.randint(0, most)))


def tiny(number) -> Case:
    """Six people, two groups, some fixed, rules by the number."""
    random = Random(number)  # noqa: S311
    people = tuple(
        Person(
            score=random.choice((5000, 6050, 6050, 7000, 8125, 9999)),
            groups=tuple(random.sample((0, 1), random.choice((1, 2)))),
            countries=some(random, ("CA", "FR", "JP"), 2),
            values=some(random, FACTS, 3),
        )
        for _ in range(6)
    )
    fixed = tuple(
        Fixed(random.choice((0, 1)), some(random, ("CA", "FR"), 1), some(random, FACTS, 2), random.random() < 0.3)
        for _ in range(random.choice((0, 0, 1, 3)))
    )
    locked = random.sample(range(6), 3)
    return Case(
        people,
        seats=(random.choice((1, 2)), random.choice((1, 2, 3))),
        fixed=fixed,
        aims=tuple(aim(random) for _ in range(random.choice((1, 2, 3)))),
        cap=random.choice((None, 1, 2)),
        inside=frozenset(locked[: random.choice((0, 0, 1, 2))]),
        outside=frozenset(locked[2:] if random.random() < 0.3 else ()),
        seed=number,
    )


def aim(random) -> Aim:
    share, both = random.random() < 0.6, random.choice(((True, False), (True, True), (False, True)))
    low = random.choice((20, 45, 50, 100) if share else (1, 2))
    least, most = low if both[0] else None, min(100, low + random.choice((0, 30))) if both[1] else None
    fact, value = random.choice(FACTS)
    return Aim(fact, value, random.choice((None, None, 0, 1)), share, least, most)


def worth(outcome):
    return outcome.filled, outcome.value


@pytest.mark.slow
def test_two_hundred_random_cases_are_solved_as_well_as_by_trying_everything():
    feasible = 0
    for number in range(200):
        case = tiny(number)
        fit, price = best(case)
        outcome = solve(case)
        assert outcome.feasible == (fit is not None), number
        if outcome.feasible:
            feasible += 1
            assert keeps(case, outcome.chosen), number
            assert worth(outcome) == fit, number
        else:
            assert sum(PRICES[key.rule] * by for key, by in outcome.gives) == price, number
    assert 60 < feasible < 180  # both kinds are there


def crowd(number, people=60, groups=3, **more) -> Case:
    random = Random(number)  # noqa: S311
    there = tuple(
        Person(
            random.randrange(4000, 9500, 50),
            tuple(random.sample(range(groups), 2)),
            frozenset({random.choice("ABCDEFGH")}),
            frozenset({("gender", random.choice(("woman", "man", "man"))), ("region", random.choice("NSEW"))}),
        )
        for _ in range(people)
    )
    aims = (
        Aim("gender", "woman", least=45),
        Aim("region", "N", share=False, least=4, most=6),
        Aim("region", "S", 0, least=20),
    )
    return Case(there, **({"seats": (5,) * groups, "aims": aims, "cap": 3, "seed": number} | more))


def test_every_proposal_keeps_every_rule_fills_the_seats_and_gains_by_each_rule_that_is_loosened():
    for number in range(4):
        case = crowd(number, fixed=(Fixed(0, frozenset("A"), frozenset({("gender", "man")})),) * 2)
        outcome = solve(case)
        assert keeps(case, outcome.chosen)
        assert outcome.filled == 15
        wider = [case.without(key) for key in case.priced()] + [case.looser(key) for key in case.priced()]
        wider += [replace(case, cap=4), replace(case, seats=(5, 5, 6))]
        assert all(worth(solve(one)) >= worth(outcome) for one in wider if one)


def test_each_price_equals_a_fresh_solve():
    case = crowd(3, people=30, groups=2, inside=frozenset({4}), outside=frozenset({5}))
    found = list(prices(case, until=time.monotonic() + 60))
    assert [price.key for price in found] == case.priced()
    for price in found[:3] + found[-2:]:
        assert (price.filled, price.value) == worth(solve(case.without(price.key)))
        looser = case.looser(price.key)
        assert price.looser == (looser and worth(solve(looser)))


def test_who_did_not_state_a_fact_fills_no_floor_and_is_counted_among_those_of_whom_the_share_is_taken():
    woman, silent = frozenset({("gender", "woman")}), frozenset()
    people = (Person(5000, (0,), values=woman), Person(9000, (0,), values=silent), Person(8000, (0,), values=silent))
    half = Case(people, (2,), aims=(Aim("gender", "woman", least=50),))
    assert solve(half).chosen == [(0, 0), (1, 0)]
    assert solve(replace(half, seats=(3,))).filled == 2  # the third would make it a third
    fixed = replace(half, fixed=(Fixed(0, values=silent),))
    assert solve(fixed).filled == 1  # whoever is fixed counts, too


def test_the_seed_decides_between_equals_and_who_they_are_is_told():
    case = Case((*(Person(7000, (0,)) for _ in range(6)), Person(9000, (0,))), (3,), seed=1)
    chosen = {seed: solve(replace(case, seed=seed)).chosen for seed in range(5)}
    assert chosen[1] == solve(case).chosen
    assert len({tuple(each) for each in chosen.values()}) > 1
    [tie] = ties(case, chosen[1])
    assert (tie.group, tie.worth, len(tie.inside), len(tie.outside), tie.lot) == (0, 7000, 2, 4, True)
    woman = frozenset({("gender", "woman")})
    ruled = Case(
        (Person(7000, (0,), values=woman), Person(7000, (0,))), (1,), aims=(Aim("gender", "woman", least=100),)
    )
    assert [tie.lot for tie in ties(ruled, solve(ruled).chosen)] == [False]


def test_what_must_give_is_named_with_the_people_it_takes():
    people = tuple(Person(7000, (0,), frozenset({"FR"})) for _ in range(3))
    case = Case(people, (2,), aims=(Aim("region", "Africa", share=False, least=2),), cap=1, inside=frozenset({0, 1}))
    assert total(case.rules[0], [(0, 0)]) == 1
    outcome = solve(case)
    assert [(key.rule, by) for key, by in outcome.gives] == [("least", 2), ("nationals", 1)]
    assert not outcome.chosen


def test_a_second_choice_is_worth_a_little_less():
    people = (Person(7000, (0, 1)), Person(7000, (1, 0)))
    assert solve(Case(people, (1, 1))).chosen == [(0, 0), (1, 1)]
