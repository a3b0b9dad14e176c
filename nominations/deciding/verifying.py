"""Whether the record is as it was written: which row was edited, is missing, was moved, or was put in by somebody.

Nothing of a row is trusted alone. Its hash is reckoned again, it names the hash of the row before, and the head of the chain
stands with each publication and in its Event; every published decision has its row.
"""

import hashlib
import json
from typing import NamedTuple

from django.db.models import Q

from members.drafts.frozen import canonical
from portal.lifecycle.models import Event

from ..models import Call
from .freezing import rules_hash
from .models import Decision, DecisionRecord, Publication
from .models.record import START, hashed, impersonal

EDITED, MISSING, MOVED, EXTRA, HEAD, LIST = "edited", "missing", "moved", "put in", "head", "list"


class Finding(NamedTuple):
    """What is wrong with a row, by its number in the call; words say more."""

    what: str
    number: int
    words: str

    def __str__(self):
        return f"row {self.number}: {self.words}"


def broken() -> dict:
    """Every call whose record is not as it was written, with what is wrong."""
    there = DecisionRecord.objects.order_by().values("call"), Publication.objects.order_by().values("call")
    calls = Call.objects.filter(Q(pk__in=there[0]) | Q(pk__in=there[1])).order_by("year")
    return {call: found for call in calls if (found := findings(call))}


def findings(call) -> list[Finding]:
    """All that is wrong with the record of a call; nothing where it is as it was written. Some statements."""
    rows = list(DecisionRecord.objects.filter(call=call).order_by("number"))
    lists = list(Publication.objects.filter(call=call, status="published").order_by("head_number"))
    erased = erasures(call)
    found = [*of_rows(rows, erased), *in_order(rows), *by_heads(rows, lists), *by_decisions(call, rows)]
    found += [one for publication in lists for one in by_list(publication, rows, erased)]
    return sorted(found, key=lambda one: one.number)


def erasures(call) -> set[str]:
    """Keys of the decisions whose words left by the proper way."""
    keys = [str(pk) for pk in Decision.objects.filter(call=call).values_list("pk", flat=True)]
    told = Event.objects.filter(kind__app_label="deciding", kind__model="decision", verb="record_erased")
    return set(told.filter(thing_id__in=keys).values_list("thing_id", flat=True))


def of_rows(rows, erased):
    """By each row alone."""
    after = {row.sha256: row.number + 1 for row in rows}
    for row in rows:
        if row.sha256 != row.reckoned():
            might = after.get(row.previous), 1, row.number - 1, row.number + 1
            true = next((number for number in might if number and row.sha256 == row.reckoned(number)), None)
            what = (MOVED, f"moved: it was row {true}") if true else (EDITED, "edited: its hash is another")
            yield Finding(what[0], row.number, what[1])
        if row.personal is not None:
            if row.personal_sha256 != hashed(row.salt, row.personal):
                yield Finding(EDITED, row.number, "edited: its words, or their salt")
        elif str(row.pk) not in erased:
            yield Finding(EDITED, row.number, "its words are gone, and nobody erased them by the proper way")


def in_order(rows):
    """By each row's neighbours."""
    number, seal = 0, START
    for row in rows:
        gone = range(number + 1, row.number)
        yield from (Finding(MISSING, n, "missing") for n in gone)
        if not gone and row.previous != seal:
            yield Finding(MOVED, row.number, "does not follow the row before: one of them was edited, moved or put in")
        number, seal = row.number, row.sha256


def by_heads(rows, lists):
    """By what each publication and its Event say of the last row."""
    seals, events = {row.number: row.sha256 for row in rows}, published_events(lists)
    for one in lists:
        facts, head = events.get(str(one.pk), {}), one.head_number or 0
        if any(facts.get(name) != getattr(one, name) for name in ("head_number", "head_sha256", "sha256")):
            yield Finding(HEAD, head, "the publication and its Event do not say the same of it")
        if head not in seals:
            yield Finding(MISSING, head, "missing: it was the last row of a publication")
        elif seals[head] != one.head_sha256:
            yield Finding(HEAD, head, "is not the last row that was published")
    last = max((one.head_number or 0 for one in lists), default=0)
    yield from (Finding(EXTRA, row.number, "put in after the last publication") for row in rows if row.number > last)


def published_events(lists) -> dict:
    """Key of a publication to the facts of its Event."""
    told = Event.objects.filter(kind__app_label="deciding", kind__model="publication", verb="published")
    return dict(told.filter(thing_id__in=[str(one.pk) for one in lists]).values_list("thing_id", "facts"))


def by_list(publication, rows, erased):
    """By the frozen list from which the rows were made, and the rules that stand in it."""
    content, own = read(publication.content), {str(row.pk): row for row in rows if row.publication_id == publication.pk}
    whole = hashlib.sha256(publication.content.encode()).hexdigest() == publication.sha256
    if not whole and not erased & own.keys():
        yield Finding(LIST, publication.head_number or 0, "the frozen list of its publication was edited")
    rules = rules_hash(content.get("rules"))
    listed = {entry.get("id"): entry for entry in content.get("decisions", [])}
    for key, row in own.items():
        facts = read(row.facts)
        became = {name: facts[name] for name in ("became",) if name in facts}
        if facts.get("rules_sha256") != rules:
            yield Finding(LIST, row.number, "its publication keeps other rules than it was decided by")
        if canonical(impersonal(listed.get(key, {})) | became) != row.facts:
            yield Finding(LIST, row.number, "says otherwise than the frozen list of its publication")


def by_decisions(call, rows):
    """By the decisions themselves: each that was published has its row, and says what that says."""
    there = {row.pk: row for row in rows}
    told = Decision.objects.filter(call=call, status__in=["published", "superseded"]).order_by("pk")
    for one in told.select_related("group").prefetch_related("reasons"):
        row = there.get(one.pk)
        if row is None:
            yield Finding(MISSING, len(rows) + 1, f"the decision {one.pk} has no row in the record of its call")
            continue
        said = [one.publication_id, one.outcome, one.rank, one.group and one.group.slug]
        if said != [row.publication_id, *(read(row.facts).get(name) for name in ("outcome", "rank", "group"))]:
            yield Finding(EDITED, row.number, f"the decision {one.pk} says otherwise than its record")
        if not same_words(one, read(row.personal or "{}")):
            yield Finding(EDITED, row.number, f"the words, the note or the reasons of the decision {one.pk} are others")


def same_words(decision, kept) -> bool:
    """Whether a decision has the words of its record, in either language; none where they were erased."""
    if (decision.words, decision.note) != (kept.get("words") or "", kept.get("note") or ""):
        return False
    return (kept.get("reasons") or []) in [decision.reasons_in(language) for language in ("en", "fr")]


def read(text) -> dict:
    """JSON that somebody may have spoilt."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
