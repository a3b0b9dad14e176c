"""Finding a nomination by its reference, the person's name or an e-mail address; by nothing else."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q

from ..models.listing import plain

FEW = 500
REFERENCE = re.compile(r"^n?\d{2}-\d{1,7}$", re.IGNORECASE)


def search(rows, typed: str):
    """Rows that fit what was typed. Each way has its index: reference, address of the account, words of the name."""
    typed = typed.strip()
    if REFERENCE.match(typed):
        return rows.filter(reference__startswith="N" + typed.upper().removeprefix("N"))
    if "@" in typed:
        return rows.filter(by_address(typed.lower()))
    words = re.findall(r"\w+", plain(typed))
    if not words:
        return rows.none() if typed else rows
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    return few(rows.annotate(names=SearchVector("search_name", config="simple")).filter(names=query), rows)


def few(found, rows):
    """Few finds are looked up first: sorted in the same statement, the planner would read the whole table for them."""
    pks = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(pks) > FEW else rows.filter(pk__in=pks)


def by_address(address: str) -> Q:
    """The address a person signs in with, from its beginning; or another verified one, in full."""
    other = Q(person__user__emailaddress__email=address, person__user__emailaddress__verified=True)
    return Q(person__user__email__startswith=address) | other
