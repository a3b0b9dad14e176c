"""Leniency that was planted is found again; candidates are not ranked worse for it; where nothing can be said, it says so."""

import numpy as np
import pytest

from nominations.reviewing.calibration import ALONE, BY_CHANCE, calibrate


class Panel:
    """Invented candidates of known worth and reviewers of known leniency, and who scores whom."""

    def __init__(self, seed, *, people, judges, reviews=3, anchors=0, panels=1, steered=False):
        self.chance = np.random.default_rng(seed)
        self.worth = self.chance.normal(60, 12, people)
        self.leniency = self.chance.normal(0, 10, judges)
        load, pairs = np.zeros(judges), []
        for one in range(people):
            panel = np.flatnonzero(np.arange(judges) % panels == one % panels)
            if one < anchors:
                chosen = np.arange(judges)
            elif steered:  # the better candidates went to the same reviewers
                place = np.searchsorted(np.sort(self.worth), self.worth[one]) / people * judges
                chosen = np.argsort(np.abs(np.arange(judges) - place) + load / load.sum().clip(1))[:reviews]
            else:
                chosen = panel[np.argsort((load + self.chance.random(judges))[panel])[:reviews]]
            load[chosen] += 1
            pairs += [(one, each) for each in chosen]
        self.who, self.by = np.array(pairs).T
        self.totals = self.worth[self.who] + self.leniency[self.by] + self.chance.normal(0, 8, len(pairs))
        self.fit = calibrate(self.who, self.by, self.totals)

    @property
    def raw(self):
        return np.bincount(self.who, self.totals) / np.bincount(self.who)

    def likeness(self, means) -> float:
        """Rank correlation with the true worth."""
        return float(np.corrcoef(ranks(means), ranks(self.worth))[0, 1])


def ranks(values):
    return np.argsort(np.argsort(values))


def by_force(who, by, totals):
    """The same fit by the whole design and its pseudo-inverse, and the variances of both."""
    people, judges = who.max() + 1, by.max() + 1
    design = np.zeros((len(who), people + judges))
    design[np.arange(len(who)), who] = design[np.arange(len(who)), people + by] = 1
    centred = np.eye(people + judges)  # leniency is told against the mean of the reviewers, worth with it
    centred[people:, people:] -= 1 / judges
    centred[:people, people:] = 1 / judges
    inverse = centred @ np.linalg.pinv(design.T @ design) @ centred.T
    found = inverse @ design.T @ totals
    free = len(who) - people - judges + 1
    rest = totals - design @ found
    return found, np.sqrt(np.diag(inverse) * (rest @ rest) / free), people


@pytest.mark.parametrize("seed", range(8))
def test_it_equals_the_normal_equations_of_a_tiny_case(seed):
    panel = Panel(seed, people=5 + seed % 3, judges=3 + seed % 2, reviews=2 + seed % 2)
    found, errors, people = by_force(panel.who, panel.by, panel.totals)

    fit = panel.fit
    assert np.allclose(fit.worth, found[:people])
    assert np.allclose(fit.leniency, found[people:])
    assert np.allclose(fit.worth_margin / errors[:people], fit.worth_margin[0] / errors[0])
    assert np.allclose(fit.leniency_margin / errors[people:], fit.worth_margin[0] / errors[0])


def test_the_order_of_the_reviews_changes_nothing():
    panel = Panel(1, people=30, judges=6)
    mixed = panel.chance.permutation(len(panel.who))

    again = calibrate(panel.who[mixed], panel.by[mixed], panel.totals[mixed])

    assert np.allclose(again.worth, panel.fit.worth)
    assert np.allclose(again.leniency_margin, panel.fit.leniency_margin)


@pytest.mark.parametrize(
    "design", [{"people": 60, "judges": 12}, {"people": 80, "judges": 16, "reviews": 2, "anchors": 3}]
)
def test_planted_leniency_and_worth_lie_within_their_intervals_19_times_out_of_20(design):
    lenient, worthy = [], []
    for seed in range(60):
        panel = Panel(seed, **design)
        average, fit = panel.leniency.mean(), panel.fit
        lenient.extend(np.abs(fit.leniency - panel.leniency + average) <= fit.leniency_margin)
        worthy.extend(np.abs(fit.worth - panel.worth - average) <= fit.worth_margin)

    assert 0.93 <= np.mean(lenient) <= 0.97
    assert 0.93 <= np.mean(worthy) <= 0.97


CONNECTED = {
    "9 reviews each": {"people": 60, "judges": 20},
    "100 reviews each": {"people": 660, "judges": 20},
    "two panels, 2 anchors": {"people": 60, "judges": 20, "panels": 2, "anchors": 2},
    "four panels, 5 anchors": {"people": 120, "judges": 24, "panels": 4, "anchors": 5},
    "steered, 5 anchors": {"people": 90, "judges": 30, "steered": True, "anchors": 5},
}


@pytest.mark.parametrize("design", CONNECTED.values(), ids=CONNECTED)
def test_candidates_are_never_ranked_worse_than_by_raw_means_where_reviewers_are_connected(design):
    worlds = [Panel(seed, **design) for seed in range(12)]

    assert all(len(panel.fit.panels) == 1 for panel in worlds)
    raw, fair = (np.mean([panel.likeness(means(panel)) for panel in worlds]) for means in (by_raw, by_worth))
    assert fair > raw


def by_raw(panel):
    return panel.raw


def by_worth(panel):
    return panel.fit.worth


def test_panels_that_share_nothing_are_not_compared():
    panel = Panel(3, people=40, judges=8, panels=2)
    fit = panel.fit
    halves = [np.flatnonzero(np.arange(40) % 2 == side) for side in range(2)]

    assert [told.refusal for told in fit.panels] == [None, None]
    assert [fit.comparable(half) for half in halves] == [True, True]
    assert not fit.comparable(np.arange(40))
    alone = calibrate(
        panel.who[panel.who % 2 == 0] // 2, panel.by[panel.who % 2 == 0], panel.totals[panel.who % 2 == 0]
    )
    assert np.allclose(fit.worth[halves[0]], alone.worth)  # what the other panel did changes nothing


def test_a_panel_tells_how_many_dossiers_its_reviewers_share():
    fit = calibrate([0, 0, 1, 1, 2, 3], [0, 1, 0, 1, 0, 1], [50, 60, 55, 65, 70, 80])

    assert [tuple(panel) for panel in fit.panels] == [(2, 4, 6, 2, None)]
    assert np.allclose(fit.leniency, [-5, 5])
    assert np.allclose(fit.worth[2:], 75)


REFUSED = {
    "one reviewer": ([0, 1, 2], [0, 0, 0], [50, 60, 70], [ALONE]),
    "nothing was scored twice": ([0, 1, 2, 3], [0, 0, 1, 1], [50, 60, 70, 80], [ALONE, ALONE]),
    "one dossier in common": ([0, 0, 1, 2], [0, 1, 0, 1], [50, 60, 70, 80], [BY_CHANCE]),
    "no review": ([], [], [], []),
}


@pytest.mark.parametrize(("who", "by", "totals", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_known_is_refused_in_words(who, by, totals, words):
    fit = calibrate(who, by, totals, of=(4, 2))

    assert [panel.refusal for panel in fit.panels] == words
    for told in (fit.worth, fit.worth_margin, fit.leniency, fit.leniency_margin):
        assert np.isnan(told).all()
    assert not fit.comparable(np.arange(4))


def test_somebody_without_a_review_is_of_no_panel():
    fit = calibrate([0, 0, 1, 1], [0, 1, 0, 1], [50, 60, 55, 65], of=(3, 3))

    assert (fit.of_candidate[2], fit.of_reviewer[2]) == (-1, -1)
    assert np.isnan(fit.worth[2])
    assert np.isnan(fit.leniency[2])
    assert fit.comparable(np.arange(3))
