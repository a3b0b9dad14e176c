"""Harsh and lenient reviewers told from good and weak candidates: two-way least squares, or a refusal in words.

A total is taken as the candidate's worth, plus how lenient the reviewer is, plus chance; nothing is shrunk. Reviewers can
be compared only where dossiers link them: those who share none, not even through others, are panels of their own, and
each panel is reckoned by itself. In it the reviewers' leniency adds up to nothing, so that a calibrated mean is what the
panel's average reviewer would have given.
"""

from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext_lazy as _

NORMAL = 1.959964  # of a standard deviation, to either side: 95 %
STUDENT = (
    12.7062,
    4.3027,
    3.1824,
    2.7764,
    2.5706,
    2.4469,
    2.3646,
    2.3060,
    2.2622,
    2.2281,
)  # the same, of 1 to 10 degrees

ALONE = _("Not comparable: no dossier of this reviewer was scored by anybody else.")
BY_CHANCE = _("Not comparable: too few dossiers were scored by several reviewers to tell leniency from chance.")


class Panel(NamedTuple):
    """Reviewers whom dossiers link. common: dossiers that more than one of them scored. refusal: why it is not calibrated."""

    reviewers: int
    candidates: int
    reviews: int
    common: int
    refusal: object  # words, or None


class Calibration(NamedTuple):
    """By candidate and by reviewer, in the order of their numbers; nan where nothing can be said.

    worth and worth_margin: a candidate's calibrated mean, and half of its 95 % interval; leniency likewise of a reviewer:
    more than nothing is lenient. of_candidate, of_reviewer: the number of the panel, -1 for whoever has no review.
    """

    panels: list[Panel]
    worth: np.ndarray
    worth_margin: np.ndarray
    leniency: np.ndarray
    leniency_margin: np.ndarray
    of_candidate: np.ndarray
    of_reviewer: np.ndarray

    def comparable(self, candidates) -> bool:
        """Whether these candidates (numbers) stand in one panel that could be calibrated; those without a review aside."""
        there = np.unique(self.of_candidate[candidates])
        there = there[there >= 0]
        return len(there) == 1 and self.panels[there[0]].refusal is None


def calibrate(candidates, reviewers, totals, *, of=(0, 0)) -> Calibration:
    """The fit of n reviews: numbers from 0 of candidates and reviewers, and totals. of: how many there are of both.

    Candidates are eliminated: what is left to solve is as large as the committee. Memory and time go by the pairs of
    reviews of a dossier.
    """
    who, by, y = np.asarray(candidates, int), np.asarray(reviewers, int), np.asarray(totals, float)
    people = max(of[0], who.max(initial=-1) + 1)
    judges = max(of[1], by.max(initial=-1) + 1)
    order = np.argsort(who, kind="stable")
    who, by, y = who[order], by[order], y[order]
    reviews = np.bincount(who, minlength=people)  # of each candidate
    left, right = pairs(who)
    of_reviewer = linked(by[left], by[right], by, judges)
    of_candidate = np.full(people, -1)
    of_candidate[who] = of_reviewer[by]

    share = 1 / np.maximum(reviews, 1)
    mean = np.bincount(who, y, people) * share
    laplace = np.diag(np.bincount(by, 1 - share[who], judges))
    np.add.at(laplace, (by[left], by[right]), -share[who[left]])
    np.add.at(laplace, (by[right], by[left]), -share[who[left]])
    inverse = within(laplace, of_reviewer)
    leniency = inverse @ np.bincount(by, y - mean[who], judges)
    worth = mean - np.bincount(who, leniency[by], people) * share

    panels, noise = judged(of_reviewer, of_candidate, reviews, by, y - worth[who] - leniency[by])
    spread = np.bincount(who, np.diag(inverse)[by], people)
    spread += 2 * np.bincount(who[left], inverse[by[left], by[right]], people)
    worth_margin = noise[of_candidate] * np.sqrt(np.maximum(share + spread * share**2, 0))
    leniency_margin = noise[of_reviewer] * np.sqrt(np.maximum(np.diag(inverse), 0))
    unknown, unheard = np.isnan(worth_margin), np.isnan(leniency_margin)
    worth[unknown], leniency[unheard] = np.nan, np.nan
    return Calibration(panels, worth, worth_margin, leniency, leniency_margin, of_candidate, of_reviewer)


def pairs(who) -> tuple[np.ndarray, np.ndarray]:
    """Every two reviews of one candidate, as places in the sorted list of candidates."""
    first, found = np.arange(len(who)), [np.empty((2, 0), int)]
    for step in range(1, len(who)):
        first = first[first + step < len(who)]
        first = first[who[first] == who[first + step]]
        if not len(first):
            break
        found.append(np.stack([first, first + step]))
    left, right = np.concatenate(found, axis=1)
    return left, right


def linked(left, right, by, judges) -> np.ndarray:
    """The number of each reviewer's panel, from 0; -1 for whoever has no review."""
    label = np.arange(judges)
    while True:
        before = label.copy()
        np.minimum.at(label, left, label[right])
        np.minimum.at(label, right, label[left])
        if (label == before).all():
            break
    panel, there = np.full(judges, -1), np.unique(by)
    panel[there] = np.unique(label[there], return_inverse=True)[1]
    return panel


def within(laplace, panel) -> np.ndarray:
    """The inverse in which the leniencies of each panel add up to nothing (Moore and Penrose's)."""
    same = (panel[:, None] == panel[None, :]) & (panel >= 0) | np.eye(len(panel), dtype=bool)
    average = same / np.maximum(same.sum(axis=1, keepdims=True), 1)
    return np.linalg.inv(laplace + average) - average


def judged(of_reviewer, of_candidate, reviews, by, rest) -> tuple[list[Panel], np.ndarray]:
    """What is told of each panel, and how far chance reaches in it (a standard deviation times the quantile); the last
    place, nan, is that of nobody's panel."""
    number = of_reviewer.max(initial=-1) + 1
    judges = np.bincount(of_reviewer[of_reviewer >= 0], minlength=number)
    people = np.bincount(of_candidate[of_candidate >= 0], minlength=number)
    common = np.bincount(of_candidate[reviews > 1], minlength=number)
    given = np.bincount(of_reviewer[by], minlength=number)
    squares = np.bincount(of_reviewer[by], rest**2, number)
    free = given - people - judges + 1  # degrees of freedom
    panels, noise = [], np.full(number + 1, np.nan)
    for each in range(number):
        refusal = ALONE if judges[each] == 1 else BY_CHANCE if free[each] < 1 else None
        panels.append(Panel(*(int(n[each]) for n in (judges, people, given, common)), refusal))
        if refusal is None:
            noise[each] = student(int(free[each])) * np.sqrt(squares[each] / free[each])
    return panels, noise


def student(degrees: int) -> float:
    """Between minus this and this lie 95 % of Student's t; beyond ten degrees by its expansion, to four digits."""
    if degrees <= len(STUDENT):
        return STUDENT[degrees - 1]
    z = NORMAL
    terms = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + sum(term / degrees**power for power, term in enumerate(terms, 1))
