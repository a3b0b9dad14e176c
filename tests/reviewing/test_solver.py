"""The solver against every assignment there is, and what it promises in all cases."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nominations.reviewing.solver import PRICES, Case, Dossier, Seat, ceiling, objective, solve

from .enumerated import best, missed

GROUPS, CODES = (1, 2, 3), ("CA", "FR", "JP")


def some(random, things, most):
    return frozenset(random.sample(things, random.randint(0, most)))


def tiny(number) -> Case:
    """Four nominations, four reviewers, two reviews each, with conflicts, loads and side rules by the number."""
    random = Random(number)  # noqa: S311
    pairs = [(i, j) for i in range(4) for j in range(4)]
    random.shuffle(pairs)
    bars, rest = frozenset(pairs[:4]), pairs[4:]
    kept, loose = frozenset(rest[: random.randint(0, 2)]), frozenset(rest[2 : 2 + random.randint(0, 2)])
    dossiers = tuple(
        Dossier(
            group=random.choice(GROUPS),
            second=random.choice((None, *GROUPS)),
            language=random.choice(("en", "en", "fr", "")),
            wanted=random.choice((1, 2, 2, 2, 3)) if number % 3 == 0 else 2,
            anchor=random.random() < 0.1,
        )
        for _ in range(4)
    )
    seats = tuple(
        Seat(
            groups=some(random, GROUPS, 3) or frozenset({1}),
            languages=frozenset(random.choice((("en",), ("en", "fr"), ("en", "fr")))),
            countries=some(random, CODES, 2) if random.random() < 0.6 else frozenset(),
            least=random.choice((0, 0, 1, 2)),
            most=random.choice((2, 3, 4)),
            open=random.random() > 0.05,
        )
        for _ in range(4)
    )
    rules = {
        "groups": random.choice(("free", "one", "each")),
        "languages": number % 2 == 0,
        "countries": number % 5 > 0,
    }
    return Case(dossiers, seats, bars, kept, loose, seed=number, **rules)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(3))
def test_three_hundred_random_cases_are_solved_as_well_as_by_trying_everything(hundred):
    feasible = 0
    for number in range(100 * hundred, 100 * hundred + 100):
        case = tiny(number)
        worth, price = best(case)
        outcome = solve(case)
        assert outcome.feasible == (worth is not None), number
        if outcome.feasible:
            feasible += 1
            assert missed(case, outcome.pairs) == 0, number
            assert outcome.objective == objective(case, outcome.pairs) == worth, number
        else:
            assert sum(PRICES[rule] * by for rule, _, by in outcome.gives) == price, number
    assert 20 < feasible < 95  # both kinds are there


def sets(things, least=0):
    return st.frozensets(st.sampled_from(things), min_size=least)


@st.composite
def cases(draw):
    """Up to eight nominations and six reviewers, whatever the rules."""
    n, m = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    pairs = sets([(i, j) for i in range(n) for j in range(m)])
    bars = draw(pairs)
    dossiers = st.builds(
        Dossier,
        group=st.sampled_from(GROUPS),
        second=st.sampled_from((None, *GROUPS)),
        language=st.sampled_from(("en", "fr", "")),
        wanted=st.integers(1, 3),
        anchor=st.booleans(),
    )
    seats = st.builds(
        Seat,
        groups=sets(GROUPS),
        languages=sets(("en", "fr"), 1),
        countries=sets(CODES),
        least=st.integers(0, 2),
        most=st.integers(2, 9),
        open=st.booleans(),
    )
    return Case(
        tuple(draw(st.lists(dossiers, min_size=n, max_size=n))),
        tuple(draw(st.lists(seats, min_size=m, max_size=m))),
        bars,
        draw(pairs) - bars if draw(st.booleans()) else frozenset(),
        frozenset(),
        draw(st.sampled_from(("free", "one", "each"))),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.integers(0, 999)),
    )


@settings(max_examples=150, deadline=None)
@given(cases())
def test_what_is_proposed_breaks_no_rule_whatever_the_case(case):
    outcome = solve(case)

    if not outcome.feasible:
        assert all(by > 0 for _, _, by in outcome.gives)
        return
    pairs = outcome.pairs
    assert len(pairs) == len(set(pairs))  # no repeats
    assert case.kept <= set(pairs)
    assert not case.bars & set(pairs)
    assert missed(case, pairs) == 0  # coverage, loads, groups, countries
    for j, seat in enumerate(case.seats):
        assert sum(1 for _, held in pairs if held == j) <= ceiling(case, j)
        assert seat.open or {pair for pair in pairs if pair[1] == j} <= case.kept


def even(number, seats, **fields) -> Case:
    return Case(tuple(Dossier(**fields) for _ in range(number)), tuple(seats))


def test_loads_are_even_in_proportion_to_what_each_can_bear():
    outcome = solve(even(12, [Seat(most=4), Seat(most=8), Seat(most=12)], wanted=1))

    assert [sum(1 for _, j in outcome.pairs if j == seat) for seat in range(3)] == [2, 4, 6]


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others():
    def pairs(seed):
        return solve(Case((Dossier(wanted=2),) * 8, (Seat(),) * 6, seed=seed)).pairs

    assert pairs(7) == pairs(7)
    assert pairs(7) != pairs(8)


def test_what_may_move_moves_only_where_a_rule_would_break():
    before = Case((Dossier(group=1, wanted=1),) * 6, (Seat(groups=frozenset({1}), most=3), Seat(most=6)))
    given = frozenset((i, 1) for i in range(6))  # all with the one who is of another group
    stays = solve(Case(before.dossiers, before.seats, loose=given))
    tight = (before.seats[0], Seat(most=4))
    moves = solve(Case(before.dossiers, tight, loose=given))

    assert set(stays.pairs) == given
    assert len(set(moves.pairs) & given) == 4


def test_it_says_by_how_much_the_loads_are_short():
    outcome = solve(even(10, [Seat(most=3), Seat(most=5)], wanted=1))

    assert outcome.gives
    assert {rule for rule, _, _ in outcome.gives} == {"over"}
    assert sum(by for _, _, by in outcome.gives) == 2
