"""Finding a nomination by its reference, the person's name or an e-mail address; a Member's word by the first two."""

import re

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from members.models import Person
from portal.accounts.models import User
from portal.lifecycle.text import plain

from ..models import Nomination

REFERENCE = re.compile(r"^n?\d{2}-\d{1,7}$", re.IGNORECASE)


def search(rows, typed: str):
    """Rows that fit what was typed. Each way has its index: reference, address of the account, words of the name."""
    typed = typed.strip()
    if REFERENCE.match(typed):
        return rows.filter(reference__startswith="N" + typed.upper().removeprefix("N"))
    if "@" in typed:
        return rows.filter(person__in=Person.objects.filter(user__in=signing_in_with(typed.lower())))
    words = words_of(typed)
    if not words:
        return rows.none() if typed else rows
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    return rows.filter(names=query)


def words_of(typed: str) -> list[str]:
    return re.findall(r"\w+", plain(typed))


def search_endorsements(rows, typed: str):
    """Those whose dossier fits what was typed, and those in which a Member typed such a name."""
    typed = typed.strip()
    words = words_of(typed)
    if not words:
        return rows.none() if typed else rows
    found = Q(nomination__in=search(Nomination.objects.filter(endorsements__isnull=False), typed).values("pk"))
    if not REFERENCE.match(typed) and "@" not in typed:
        found |= Q(*(Q(search_name__contains=word) for word in words))
    return rows.filter(found)


def signing_in_with(address: str):
    """Accounts that sign in with the address, from its beginning; or have verified it as another one, in full.

    A union, so that each half goes through its index: of an OR the database reads every account.
    """
    other = EmailAddress.objects.filter(email=address, verified=True).values("user")
    return User.objects.filter(email__startswith=address).values("pk").union(other)
