"""The report's composition: the statistics that are kept of the call, and nothing that is counted anew.

Two counts of nearly the same people would tell of those by whom they differ.
"""

from django.utils.translation import gettext as _

from ..models import Statistics
from ..statistics.telling import in_order, name
from .shape import HIDDEN, Part, Row, Table, figure


def composition(call, *, public_alone=False) -> Part:
    kept = Statistics.objects.filter(call=call, of_the_list=True).first()
    tables = [table(one, kept.content["totals"]) for one in told(kept, public_alone)] if kept else []
    return Part("composition", _("Composition"), tables, note(kept, tables))


def told(kept, public_alone) -> list[dict]:
    """By which way they came stands with the stages."""
    public = [one for one in kept.content["tables"] if one["fact"] != "route"]
    return public if public_alone else [*public, *kept.inside.get("tables", ())]


def table(one, totals) -> Table:
    key, title, sets = f"composition.{one['fact']}", name(one), [each["set"] for each in totals]
    if one["fact"] == "discipline":
        title = _("Discipline (one or two each)")
    rows = [Row(f"{key}.all", _("All"), [str(each["number"]) for each in totals])]
    rows += [
        Row(f"{key}.{row['value']}", name(row), [figure(number) for _set, number in in_order(row, sets)])
        for row in one["rows"]
    ]
    return Table(key, title, [title, *map(name, totals)], rows)


def note(kept, tables) -> str:
    if kept is None:
        return _(
            "It is reckoned with the statistics of the call, a minute or two after publication, and stands from then on."
        )
    if not tables:
        return _("Of fewer than five people no composition is told.")
    words = _(
        "Counted are those who had submitted when the tracks were frozen, by what they had stated then, as in the public "
        "statistics of the call. These numbers do not change any more, whatever is corrected later. “%(mark)s” hides a number "
        "under five, and others from which it would follow."
    )
    return words % {"mark": HIDDEN}
