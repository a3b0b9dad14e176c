"""The report on how was judged: method, recusals, criteria, and where the list departs from the ranks; all from the record."""

import json
from collections import Counter, defaultdict
from datetime import datetime

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...reviewing.models import Conflict, Review
from ..facts import reading
from ..models import Decision, DecisionRecord, Target
from .shape import HIDDEN, NOTHING, Row, Table, day

FEW = 5
SETS = {"scored": ("select", "reserve", "not_select"), "shortlist": ("select", "reserve"), "selected": ("select",)}


class Judged:
    """What the list of a call rested on, by the rows of its record."""

    def __init__(self, sight, publication):
        self.sight, self.call, self.publication = sight, sight.call, publication

    @cached_property
    def rows(self) -> list:
        """(key of the nomination, facts, words or None), in the order of the record; without whoever withdrew before."""
        rows = DecisionRecord.objects.filter(publication=self.publication).order_by("number")
        told = rows.values_list("decision__nomination", "facts", "personal")
        found = [(pk, json.loads(facts), personal and json.loads(personal)) for pk, facts, personal in told]
        return [row for row in found if "became" not in row[1]]

    @cached_property
    def content(self) -> dict:
        """The frozen list's own part: rules and runs."""
        kept = type(self.publication).objects.values_list("content", flat=True).get(pk=self.publication.pk)
        return {name: value for name, value in json.loads(kept).items() if name != "decisions"}

    @cached_property
    def named(self) -> dict:
        """The record has a criterion's English name; here each with its name in the reader's language."""
        now = {one.name_en: one.name for one in self.call.criteria.all()}
        return {name: now.get(name, name) for name in (one["name"] for one in self.content["rules"]["criteria"])}

    # --- committee and method

    def recusals(self) -> Table:
        found = Counter(one["kind"] for _pk, facts, _words in self.rows for one in facts["recusals"])
        rows = [
            Row(f"recusals.{kind}", str(capfirst(label)), [str(found[kind])]) for kind, label in Conflict.Kind.choices
        ]
        rows.insert(0, Row("recusals.all", _("All"), [str(found.total())]))
        title = _("Who was kept from what by a conflict, when the list was fixed")
        return Table("recusals", title, [_("Kind"), _("Pairs of a person and a nomination")], rows)

    def method(self) -> list[Table]:
        rules = self.content["rules"]
        return [self.rubric(rules), self.reviews(rules), self.rules(rules), self.proposals()]

    def rules_of_method(self) -> list[Table]:
        """The method as far as nothing is counted in it."""
        rules = self.content["rules"]
        return [self.rubric(rules), self.rules(rules)]

    def rubric(self, rules) -> Table:
        rubric = [
            Row(f"rubric.{place}", self.named[one["name"]], [f"{one['weight']} %"])
            for place, one in enumerate(rules["criteria"], start=1)
        ]
        head = [_("Criterion"), _("Weight")]
        return Table("rubric", _("Rubric, each criterion scored from 0 to 5"), head, rubric)

    def reviews(self, rules) -> Table:
        scored = [facts for _pk, facts, _words in self.rows if facts["raw"]]
        given = sum(len(facts["reviews"]) for facts in scored)
        few = sum(len(facts["reviews"]) < rules["reviews_per_nomination"] for facts in scored)
        void = Review.objects.filter(assignment__nomination__call=self.call, status="void").count()
        calibrated = sum(bool(facts["calibrated"]) for facts in scored)
        rows = [
            Row("reviews.wanted", _("Reviews wanted for each nomination"), [str(rules["reviews_per_nomination"])]),
            Row(
                "reviews.gap", _("Totals that differ by more ask for another review"), [str(rules["third_review_gap"])]
            ),
            Row("reviews.counted", _("Reviews that count"), [str(given)]),
            Row("reviews.set_aside", _("Reviews set aside"), [str(void)]),
            Row("reviews.scored", _("Nominations with a review"), [str(len(scored))]),
            Row("reviews.few", _("Of these: fewer reviews than wanted"), [str(few)]),
            Row("reviews.calibrated", _("Of these: calibrated means used beside raw ones"), [str(calibrated)]),
            Row("reviews.raw", _("Of these: not comparable, raw means alone"), [str(len(scored) - calibrated)]),
        ]
        return Table("reviews", _("Reviews"), [_("Reviews"), pgettext("how many", "Number")], rows)

    def rules(self, rules) -> Table:
        names = {seats.group.slug: seats.group.name for seats in self.call.seats_by_group}
        rows = [Row(f"rules.seats.{slug}", names.get(slug, slug), [str(n)]) for slug, n in rules["seats"].items()]
        cap = rules["nationals_cap"]
        rows.append(Row("rules.cap", _("Most nationals of one country"), [NOTHING if cap is None else str(cap)]))
        facts = dict(Target.Fact.choices)
        for place, one in enumerate(rules["targets"], start=1):
            where = names.get(one["group"], one["group"]) or _("all groups")
            words = {"fact": capfirst(facts[one["fact"]]), "value": reading(one["fact"], one["value"]), "where": where}
            label = _("%(fact)s: %(value)s (%(where)s)") % words
            rows.append(Row(f"rules.target.{place}", label, [bounds(one)]))
        return Table("rules", _("Seats, caps and targets"), [_("Rule"), _("Value")], rows)

    def proposals(self) -> Table:
        """The optimiser's runs that decisions were taken from: how many from each, and how many from none; all of the list."""
        taken = Counter(facts["run"] for _pk, facts, _words in self.rows)
        rows = [
            Row(f"proposals.{place}", day(datetime.fromisoformat(run["asked_at"])), [str(taken[run["run"]])])
            for place, run in enumerate(self.content["runs"], start=1)
        ]
        rows.append(Row("proposals.none", _("Without a proposal"), [str(taken[None])]))
        return Table("proposals", _("Proposals of the optimiser"), [_("Made on"), _("Decisions taken from it")], rows)

    # --- criteria

    def criteria(self) -> Table:
        """Means by criterion, of nominations with a review; hidden where they would tell of fewer than five."""
        groups = {
            name: [
                facts["reviews"] for _pk, facts, _words in self.rows if facts["raw"] and facts["outcome"] in outcomes
            ]
            for name, outcomes in SETS.items()
        }
        sizes = [len(each) for each in groups.values()]
        shown = [size >= FEW for size in sizes]
        for wide, narrow in ((1, 2), (0, 1), (0, 2)):
            if 0 < sizes[wide] - sizes[narrow] < FEW:  # two means would tell a third one
                shown[narrow] = False
        rows = [Row("criteria.nominations", _("Nominations with a review"), [str(size) for size in sizes])]
        for place, one in enumerate(self.content["rules"]["criteria"], start=1):
            means = [
                mean_of(each, one["name"]) if ok else HIDDEN for each, ok in zip(groups.values(), shown, strict=True)
            ]
            rows.append(Row(f"criteria.{place}", self.named[one["name"]], means))
        head = [_("Criterion"), _("Scored"), _("Shortlist"), _("Selected")]
        note = _("Means of 5. Each nomination counts once, by the mean of its reviews.")
        return Table("criteria", _("Mean by criterion"), head, rows, note)

    # --- departures

    def deviations(self) -> Table:
        """Of those that this reader may see: who has a seat though others stand before, and who has none though few do."""
        rows = [
            Row(f"deviations.{told['reference']}", told["reference"], [slug, str(rank), outcome_words(outcome), note])
            for told, slug, rank, outcome, note in self.departed()
        ]
        head = [_("Nomination"), _("Group"), _("Rank by raw mean"), _("Outcome"), _("Note of the file")]
        note = _(
            "Within a group, among those with a review: a seat beyond as many ranks as it had seats, or none within them."
        )
        return Table("deviations", _("Deviations and their reasons"), head, rows, note, words=True)

    def departed(self):
        seen, by_group = set(self.sight.nominations().values_list("pk", flat=True)), defaultdict(list)
        names = {seats.group.slug: seats.group.name for seats in self.call.seats_by_group}
        first = dict(self.call.nominations.values_list("pk", "group__slug"))
        for pk, facts, words in self.rows:
            if pk in seen and facts["raw"]:
                by_group[facts["group"] or first[pk]].append((facts["raw"]["mean"], facts["outcome"], words))
        for slug, there in sorted(by_group.items(), key=lambda item: str(item[0])):
            seats = sum(outcome == "select" for _mean, outcome, _words in there)
            for mean, outcome, words in sorted(there, key=lambda one: -one[0]):
                rank = 1 + sum(other > mean for other, *_more in there)
                if (outcome == "select") != (rank <= seats):
                    told = words or {"reference": _("erased"), "note": ""}
                    yield told, names.get(slug, slug or NOTHING), rank, outcome, told["note"] or NOTHING


def outcome_words(outcome) -> str:
    return str(dict(Decision.Outcome.choices)[outcome])


def bounds(target) -> str:
    unit = " %" if target["unit"] == "share" else ""
    words = []
    if target["least"] is not None:
        words.append(_("at least %(number)s") % {"number": f"{target['least']}{unit}"})
    if target["most"] is not None:
        words.append(_("at most %(number)s") % {"number": f"{target['most']}{unit}"})
    return ", ".join(words)


def mean_of(dossiers, criterion) -> str:
    """The mean of the means of dossiers, each with its reviews."""
    each = [
        [review["scores"][criterion] for review in reviews if criterion in review["scores"]] for reviews in dossiers
    ]
    means = [sum(scores) / len(scores) for scores in each if scores]
    return number_format(sum(means) / len(means), 2) if means else NOTHING
