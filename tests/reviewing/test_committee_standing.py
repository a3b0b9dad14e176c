"""Ranks, the cut line, and what stands near it: reckoned from numbers alone."""

import numpy as np
import pytest

from nominations.reviewing.calibration import calibrate
from nominations.reviewing.standing import Standing, Tallies

nan = np.nan


def standing(totals, *, seats=(2,), groups=None, wanted=2, gap=25):
    """totals: of each dossier what each reviewer gave, None where they did not."""
    given = [[total for total in each if total is not None] for each in totals]
    reviews = [(who, by, y) for who, each in enumerate(totals) for by, y in enumerate(each) if y is not None]
    columns = [[function(each) if each else nan for each in given] for function in (np.mean, np.std, np.min, np.max)]
    tallies = Tallies(
        np.arange(1, len(totals) + 1),
        np.array(groups or [0] * len(totals)),
        np.array([len(each) for each in given]),
        *(np.array(column, float) for column in columns),
    )
    fit = calibrate(*zip(*reviews, strict=True), of=(len(totals), len(totals[0])))
    return Standing(tallies, fit, seats, wanted=wanted, gap=gap)


ALIKE = [(90, 90), (70, 71), (60, 61), (40, 40), (None, None)]


def test_the_line_lies_half_way_between_the_last_seat_and_the_next():
    told = standing(ALIKE)

    assert told.cuts.tolist() == [(70.5 + 60.5) / 2]
    assert told.ranks.tolist() == [1, 2, 3, 4, 0]


def test_where_everybody_has_a_seat_there_is_no_line_and_nobody_is_near_it():
    told = standing(ALIKE, seats=(4,))

    assert np.isnan(told.cuts).all()
    assert not told.near.any()


def test_equal_means_share_a_rank():
    assert standing([(80, 80), (60, 60), (60, 60), (50, 50)]).ranks.tolist() == [1, 2, 2, 4]


def test_near_is_whose_interval_touches_the_line():
    assert standing(ALIKE).near.tolist() == [False] * 5  # they agree to the point
    assert standing([(90, 96), (70, 64), (60, 66), (10, 12)]).near.tolist() == [False, True, True, False]


def test_each_group_has_ranks_and_a_line_of_its_own():
    told = standing([(90, 90), (80, 80), (50, 50), (20, 20)], seats=(1, 1), groups=[0, 0, 1, 1])

    assert told.ranks.tolist() == [1, 2, 1, 2]
    assert told.cuts.tolist() == [85, 35]


def test_a_harsh_panel_is_marked_where_the_calibration_changes_the_side():
    """The third reviewer gives 30 less: who met them falls below the line by raw means alone."""
    told = standing(
        [(80, 81, None), (70, 69, None), (None, 78, 47), (76, None, 46), (60, 61, 30), (50, 52, 21)], seats=(2,)
    )

    assert told.comparable.tolist() == [True]
    assert told.crossing.tolist() == [False, True, True, False, False, False]
    assert told.near[told.crossing].all()


def test_groups_whose_reviewers_share_nothing_are_calibrated_each_by_itself_and_mixed_ones_not_at_all():
    halves = [(80, 70, None, None), (60, 52, None, None), (None, None, 80, 60), (None, None, 60, 41)]

    assert standing(halves, seats=(1, 1), groups=[0, 0, 1, 1]).comparable.tolist() == [True, True]
    mixed = standing(halves, seats=(1, 1), groups=[0, 1, 0, 1])
    assert mixed.comparable.tolist() == [False, False]
    assert np.isnan(mixed.worth).all()


def test_disagreement_is_more_than_the_gap_and_unfinished_is_fewer_than_wanted():
    told = standing([(80, 55), (80, 54), (80, None)])

    assert told.apart.tolist() == [False, True, False]
    assert told.unfinished.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("order", "found"),
    [("look", [2, 3, 1, 4]), ("spread", [2, 3, 1, 4]), ("mean", [1, 3, 2, 4]), ("reviews", [4, 2, 3, 1])],
)
def test_orders(order, found):
    told = standing([(90, 90), (80, 20), (70, 60), (None, None)], seats=(1,))

    assert [int(told.tallies.number[place]) for place in told.listed(order=order)] == found
