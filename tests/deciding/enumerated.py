"""Every selection of a tiny case, without a solver: what the optimiser must agree with."""

from itertools import product

from nominations.deciding.optimiser.solver import PRICES


def selections(case):
    """All of them, rules or not: each person in one of their groups, or in none."""
    choices = [[None, *(g for p, g in case.places if p == one)] for one in range(len(case.people))]
    for groups in product(*choices):
        yield [(p, g) for p, g in enumerate(groups) if g is not None]


def total(rule, chosen):
    return sum(rule.weights.get(place, 0) for place in chosen)


def keeps(case, chosen) -> bool:
    return all(rule.keeps(total(rule, chosen)) for rule in case.rules)


def best(case):
    """((seats filled, worth) of the best selection that keeps every rule, or None; the least price at which one can be had)."""
    fit, least = None, None
    rules = case.rules
    for chosen in selections(case):
        missed = [(PRICES[rule.key.rule], rule.missed(total(rule, chosen))) for rule in rules]
        price = sum(each * by for each, by in missed)
        least = price if least is None else min(least, price)
        if not price:
            worth = len(chosen), sum(case.worth(p, g) for p, g in chosen)
            fit = max(fit or worth, worth)
    return fit, least
