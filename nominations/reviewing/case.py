"""The call as the solver sees it: who is to be judged, who judges, what is given already; and back from numbers to rows."""

from random import Random

from nominations.models.version_check import written_in

from .models import Assignment, Conflict
from .models.away import days_left, days_there
from .phase import to_review
from .solver import Case, Dossier, Seat, ceiling


class Ground:
    """nominations and reviewers, in the order in which the solver counts them; `case` is what it is asked."""

    def __init__(self, call, rules, seed, at):
        self.call, self.rules, self.days = call, rules, days_left(call, at)
        rows = to_review(call).order_by("number", "pk").select_related("submitted_version").defer("answers")
        self.nominations = list(rows)
        self.reviewers = list(
            call.reviewers.order_by("order").select_related("user").prefetch_related("groups", "away")
        )
        self.at_nomination = {one.pk: i for i, one in enumerate(self.nominations)}
        self.at_reviewer = {one.pk: j for j, one in enumerate(self.reviewers)}
        self.read_pairs()
        self.case = self.laid_out(seed)

    def read_pairs(self):
        """What is given (kept, or loose where it may move), what is barred, and what was done on nominations that are out.

        What waits with somebody who left will not be done, and is none of it.
        """
        self.bars, self.kept, self.loose, self.spent = set(), set(), set(), [[] for _ in self.reviewers]
        users = {}
        for j, one in enumerate(self.reviewers):
            users[one.user_id] = j
        for nomination, user in Conflict.objects.in_force().filter(user__in=users).values_list("nomination", "user"):
            if nomination in self.at_nomination:
                self.bars.add((self.at_nomination[nomination], users[user]))
        status, columns = Assignment.Status, ("nomination", "reviewer", "status", "review")
        given = Assignment.objects.filter(reviewer__in=self.at_reviewer).exclude(status=status.RELEASED)
        for nomination, reviewer, state, review in given.values_list(*columns):
            j, i = self.at_reviewer[reviewer], self.at_nomination.get(nomination)
            if i is None:
                self.spent[j] += [nomination] if state == status.DONE else []
            elif state == status.DECLINED:
                self.bars.add((i, j))
            elif (i, j) not in self.bars and (state == status.DONE or self.reviewers[j].serves):
                begun = state == status.DONE or review is not None
                (self.kept if begun or not self.rules["move"] else self.loose).add((i, j))

    def laid_out(self, seed) -> Case:
        seats = tuple(self.seat(j) for j in range(len(self.reviewers)))
        anchors = self.anchors(seed, seats)
        dossiers = tuple(
            Dossier(
                one.group_id,
                one.second_group_id,
                written_in(one.submitted_version.answers),
                self.rules["reviews"],
                i in anchors,
            )
            for i, one in enumerate(self.nominations)
        )
        loose = {(i, j) for i, j in self.loose if seats[j].open}
        sets = map(frozenset, (self.bars, self.kept, loose))
        rules = {name: self.rules[name] for name in ("groups", "languages", "countries")}
        return Case(dossiers, seats, *sets, **rules, seed=seed)

    def seat(self, j) -> Seat:
        """Days away make the loads smaller in proportion; who is away all the time, or has ended, gets nothing."""
        one = self.reviewers[j]
        days, present = len(self.days), days_there(self.days, one.away.all())
        spent = len(self.spent[j])
        most = one.most * present // days - spent
        return Seat(
            groups=frozenset(group.pk for group in one.groups.all()),
            languages=frozenset(one.languages),
            countries=one.countries,
            least=max(0, min(one.least * present // days - spent, most)),
            most=max(0, most),
            open=one.serves and most > 0,
        )

    def anchors(self, seed, seats) -> set[int]:
        """Those that were chosen, and as many as were asked for by the seed's choice, first those from which nobody is barred."""
        chosen = {self.at_nomination[one.pk] for one in self.nominations if str(one.pk) in self.rules["chosen"]}
        random = Random(seed)  # noqa: S311  anybody may know it afterwards
        barred = [
            sum((i, j) in self.bars for j, seat in enumerate(seats) if seat.open) for i in self.at_nomination.values()
        ]
        order = sorted((barred[i], random.random(), i) for i in self.at_nomination.values() if i not in chosen)
        return chosen | {i for _, _, i in order[: max(0, self.rules["anchors"] - len(chosen))]}

    # --- back to rows

    def pair(self, i, j) -> dict:
        """A pair of the proposal, as it is stored."""
        return {
            "nomination": str(self.nominations[i].pk),
            "reviewer": str(self.reviewers[j].pk),
            "reasons": self.reasons(i, j),
            "anchor": self.case.dossiers[i].anchor,
            "kept": (i, j) in self.case.kept or (i, j) in self.case.loose,
        }

    def reasons(self, i, j) -> list[str]:
        """Why this pair, in codes that words.py puts into words."""
        dossier, seat = self.case.dossiers[i], self.case.seats[j]
        first, second = dossier.group in seat.groups, dossier.second in seat.groups
        told = ["kept"] if (i, j) in self.case.kept else ["stays"] if (i, j) in self.case.loose else []
        told += ["anchor"] if dossier.anchor else []
        told += ["group"] if first else ["second"] if second else ["outside"]
        return told + ([f"language:{dossier.language}"] if dossier.language in seat.languages else [])

    def gives(self, outcome) -> list[dict]:
        """What must give, as it is stored: the rule, of which nomination or reviewer, by how much."""
        told = []
        for rule, at, by in outcome.gives:
            of_seat = rule in ("over", "under")
            row = (self.reviewers if of_seat else self.nominations)[at]
            entry = {"rule": rule, "reviewer" if of_seat else "nomination": str(row.pk), "by": by}
            if rule == "short":
                able = [j for j in range(len(self.reviewers)) if self.case.may(at, j)]
                entry |= {"able": len(able), "wanted": self.rules["reviews"]}
            elif of_seat:
                entry |= self.load(rule, at, outcome)
            told.append(entry)
        return told

    def load(self, rule, j, outcome) -> dict:
        """What a seat would have, one by one, and the bound that it misses: whoever reads it counts what they may see."""
        would = [self.nominations[i].pk for i, seat in outcome.pairs if seat == j] + self.spent[j]
        most = ceiling(self.case, j)
        bound = most if rule == "over" else min(self.case.seats[j].least, most)
        return {"load": sorted(map(str, would)), "bound": bound + len(self.spent[j])}
