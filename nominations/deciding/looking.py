"""What somebody looks at before a list is released: counts, letters, links, what changed. Nothing barred moves any of it."""

import json
import re
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.barred import barred
from portal.notifications.models import Message

from ..models import Nomination
from .links import is_ours
from .models import Decision, Look
from .models.whole import touches_barred
from .seen_places import recounted

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OUTCOMES = tuple(Decision.Outcome.values)
LISTED = Decision.Outcome.SELECT.value, Decision.Outcome.RESERVE.value
COMPARED = {
    "outcome": _("outcome"),
    "group": _("group"),
    "rank": _("place on the reserve list"),
    "words": _("own words"),
    "reasons": _("reasons"),
    "note": _("note for the file"),
    "version_sha256": _("version"),
}


class Link(NamedTuple):
    """address: with … for the key of a nomination. letters: how many carry it. ours: whether it leads to this site."""

    address: str
    letters: int
    ours: bool


class Change(NamedTuple):
    """Of one nomination between two lists. what: added, removed, or changed; facts: (name, before, after)."""

    reference: str
    name: str
    what: str
    facts: list


class Looking:
    """A publication as one account sees it."""

    def __init__(self, publication, user):
        self.publication, self.user = publication, user
        bars = barred(user)
        self.hidden = {str(row["nomination"]) for row in bars.filter(nomination__call=publication.call_id)}

    @cached_property
    def entries(self) -> list[dict]:
        """Those of the frozen list that exist here."""
        return self.seen(self.publication.content)

    def seen(self, content) -> list[dict]:
        listed = json.loads(content)["decisions"] if content else []
        there = [one for one in listed if one["nomination"] not in self.hidden]
        return recounted(there) if self.hidden else there

    @cached_property
    def lacks(self) -> bool:
        """Whether a conflict keeps part of it from this account: then no number of the list or of its letters is told, for what
        the public reads, less that, would tell of the part.
        """
        return bool(self.hidden) and touches_barred(self.publication, self.user)

    # --- counts

    def by_group(self) -> list[tuple]:
        """(name, how many of each outcome) in the groups' order; those of no group last."""
        numbers = Counter((one["group"], one["outcome"]) for one in self.entries)
        groups = [(seats.group.slug, seats.group.name) for seats in self.publication.call.seats_by_group]
        known = dict(groups)
        groups += [(slug, slug) for slug in sorted({one["group"] for one in self.entries} - {None, *known})]
        groups.append((None, _("no group")))
        return [(name, [numbers[slug, outcome] for outcome in OUTCOMES]) for slug, name in groups]

    def by_track(self) -> list[tuple]:
        numbers = Counter((one["track"], one["outcome"]) for one in self.entries)
        return [(name, [numbers[track, outcome] for outcome in OUTCOMES]) for track, name in Nomination.Track.choices]

    def in_all(self) -> list[int]:
        numbers = Counter(one["outcome"] for one in self.entries)
        return [numbers[outcome] for outcome in OUTCOMES]

    def named(self) -> list[tuple]:
        """(group, names of the selected, names on its reserve list by place), of groups that have any; None for an erased name."""
        groups = {seats.group.slug: seats.group.name for seats in self.publication.call.seats_by_group}
        told = {slug: ([], []) for slug in groups}
        for one in sorted(self.entries, key=lambda one: (one["rank"] or 0, one["reference"] or "")):
            if one["outcome"] in LISTED:
                told.setdefault(one["group"], ([], []))[LISTED.index(one["outcome"])].append(one["name"])
        return [(groups.get(slug, slug), *names) for slug, names in told.items() if any(names)]

    # --- letters

    def letters(self):
        rows = self.publication.letters.visible_to(self.user)
        return rows.select_related("decision__nomination", "member").order_by("decision__nomination__number", "pk")

    def letters_in_all(self) -> int:
        return self.letters().count()

    def to_desks(self) -> int:
        return self.letters().filter(decision=None).count()

    def without_account(self) -> int:
        """People to whom no letter is written, because they have no account that is open."""
        return len(self.entries) - self.letters().exclude(decision=None).count()

    def not_posted(self) -> int:
        """Letters that were not put into the outbox, because their reader was gone by then."""
        rows = self.letters().exclude(decision__status=Decision.Status.TAKEN_BACK)
        return rows.exclude(Exists(Message.objects.filter(key=OuterRef("key")))).count()

    def links(self) -> list[Link]:
        """Each once, foreign ones first."""
        numbers = Counter()
        for links in self.letters().values_list("links", flat=True):
            numbers.update({KEY.sub("…", link) for link in links})
        told = [Link(address, number, is_ours(address)) for address, number in numbers.items()]
        return sorted(told, key=lambda link: (link.ours, link.address))

    # --- what changed

    def changed_since_fixed(self) -> list[str]:
        """References of nominations that are others by now: with these it cannot be published."""
        rows = self.publication.changed().exclude(nomination__in=self.hidden)
        return list(rows.order_by("nomination__number").values_list("nomination__reference", flat=True))

    def withdrawn(self) -> list[str]:
        """References of those who withdrew since it was fixed: they are left out, or were."""
        rows = self.publication.withdrawn().exclude(nomination__in=self.hidden)
        return list(rows.order_by("nomination__number").values_list("nomination__reference", flat=True))

    def changes(self) -> list[Change] | None:
        """Since this account last looked at another list of the call; None where it looked at none. Keeps that it looked."""
        look = Look.take(self.publication, self.user, at=clock.now())
        if not look.before:
            return None
        groups = {seats.group.slug: seats.group.name for seats in self.publication.call.seats_by_group}
        words = groups | {value: str(label) for value, label in Decision.Outcome.choices}
        return differences(self.seen(look.before), self.entries, words)


def differences(before, after, words) -> list[Change]:
    """By reference: what was added, removed, or is another one. words: codes to what people read."""
    old, new = ({one["nomination"]: one for one in entries} for entries in (before, after))
    told = [added(new[pk]) for pk in new.keys() - old.keys()]
    told += [added(old[pk], "removed") for pk in old.keys() - new.keys()]
    told += [changed(old[pk], new[pk], words) for pk in new.keys() & old.keys()]
    return sorted((one for one in told if one.facts or one.what != "changed"), key=lambda one: one.reference)


def added(entry, what="added") -> Change:
    return Change(entry["reference"], entry["name"], what, [])


def changed(was, now, words) -> Change:
    facts = [
        (name, said(was[key], words), said(now[key], words)) for key, name in COMPARED.items() if was[key] != now[key]
    ]
    return Change(now["reference"], now["name"], "changed", facts)


def said(value, words) -> str:
    """A frozen value as people read it; a hash by its first letters."""
    if isinstance(value, list):
        return " ".join(value) or "–"
    text = words.get(value, str(value)) if value not in (None, "") else "–"
    return text[:8] if re.fullmatch("[0-9a-f]{64}", text) else text
