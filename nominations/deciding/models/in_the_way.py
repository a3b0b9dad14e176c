"""What stands in the way of fixing a list, all of it at once: for the refusal, and for the workbench."""

from typing import NamedTuple

from django.db.models import F, Value
from django.utils.translation import gettext as _

from ..phase import decidable, undecided, why_closed
from .whole import beyond, seated

NAMED = 5  # how many references a sentence names
WORKBENCH, ADMIN, LISTS = "workbench", "admin", "lists"  # where it is put right


class Named(NamedTuple):
    pk: object
    reference: str


class Obstacle(NamedTuple):
    """sentence: with %(named)s where nominations are named. at: where whoever may goes on. hidden: all of it is barred."""

    sentence: str
    named: tuple = ()
    at: str = ""
    hidden: bool = False

    def __str__(self):
        before, names, after = self.sentence.partition("%(named)s")
        return f"{before}{', '.join(one.reference for one in self.shown)}{self.more}{after}" if names else before

    @property
    def shown(self) -> tuple:
        return self.named[:NAMED]

    @property
    def more(self) -> str:
        return " " + _("and others") if len(self.named) > NAMED else ""


def obstacles(call, *, at, bars=None, asks=False, beyond_seats=False) -> list[Obstacle]:
    """bars: keys of nominations that are kept from the reader, as a queryset. asks: they fix the list now, and learn whether
    something hidden is missing; whoever only looks reads nothing of it.
    """
    from .publication import Publication

    if why := why_closed(call, at):
        return [Obstacle(why)]
    if Publication.objects.filter(call=call).open().exists():
        return [Obstacle(_("A list of this call is fixed already. Publish it, or take it back."), at=LISTS)]
    found = []
    if call.review_until and at < call.review_until:
        found.append(Obstacle(_("Reviews of this call are still open. Publish when they have closed.")))
    proposed = decidable(call).filter(decisions__status="proposed")
    kinds = kinds_of(call, proposed)
    asked = [rows for rows, _where, _sentence in kinds]
    seen = first_of([*asked, proposed], bars)
    there = first_of([*asked, proposed], None) if asks and bars is not None else seen
    for kind, (_rows, where, sentence) in enumerate(kinds):
        if there[kind]:
            found.append(Obstacle(sentence, tuple(seen[kind]), where, hidden=not seen[kind]))
    if not there[len(kinds)]:
        found.append(Obstacle(_("Nothing is proposed. Decide first, then publish.")))
    if not beyond_seats and (full := beyond(call, None if asks else bars)):
        groups = beyond(call, bars) if asks else full
        sentence = _(
            "More people are selected than there are seats: %(groups)s. Say below that this is meant, if it is."
        )
        found.append(Obstacle(sentence % {"groups": ", ".join(groups)}, hidden=not groups))
    return found


def kinds_of(call, proposed) -> tuple:
    """(nominations that stand in the way, where that is put right, sentence) of each kind."""
    return (
        (
            call.nominations.filter(status__in=["submitted", "returned"], united_with=None),
            ADMIN,
            _("Not screened yet: %(named)s. All nominations of the call get their answer at the same moment."),
        ),
        (
            undecided(call),
            WORKBENCH,
            _("Not decided yet: %(named)s. All eligible nominations get their answer at the same moment."),
        ),
        (
            proposed.exclude(decisions__status="proposed", decisions__version=F("submitted_version")),
            WORKBENCH,
            _("Changed since the decision: %(named)s. Look at them and decide them again."),
        ),
        (
            proposed.filter(decisions__in=call.decisions.model.objects.proposed().without_consent()),
            WORKBENCH,
            _("No longer agrees to be on a reserve list: %(named)s. Decide about them again."),
        ),
        (
            seated(proposed),
            WORKBENCH,
            _("Holds a seat, or is offered one: %(named)s. Take these decisions back."),
        ),
    )


def first_of(kinds, bars) -> list[list[Named]]:
    """Of each of these querysets of nominations the first few that are not barred, by number; in one statement."""
    rows = [
        (one if bars is None else one.exclude(pk__in=bars))
        .annotate(kind=Value(place))
        .order_by("number")
        .values_list("kind", "number", "pk", "reference")[: NAMED + 1]
        for place, one in enumerate(kinds)
    ]
    found = [[] for _kind in kinds]
    for kind, _number, pk, reference in sorted(rows[0].union(*rows[1:], all=True)):
        found[kind].append(Named(pk, reference))
    return found
