"""Finding people by parts of a name in any script, the beginning of an address, or an ORCID."""

import re

from allauth.account.models import EmailAddress
from anyascii import anyascii

from portal.accounts.models import User
from portal.lifecycle.text import plain

from ..models import PersonAddress

ORCID = re.compile(r"^\d{4}(-?[\dX]{4}){1,3}$", re.IGNORECASE)


def people_found(rows, typed: str, person=""):
    """Those rows whose person fits, all where nothing was typed. Each way has its index.

    person: where in a row the person stands, such as `person__`. A name is asked of it there and not by keys, because a list
    asks twice: what few fit, and these in order.
    """
    typed = typed.strip()
    if not typed:
        return rows
    if "@" in typed:
        return rows.filter(**{f"{person}pk__in": reached_by(typed.lower())})
    if ORCID.match(typed):
        bare = typed.replace("-", "").upper()
        return rows.filter(**{f"{person}orcid__startswith": "-".join(re.findall("....", bare))})
    words = re.findall(r"\w+", plain(anyascii(typed)))[:6]
    for word in words:
        rows = rows.filter(**{f"{person}latin_name__contains": word})
    return rows if words else rows.none()


def reached_by(address: str):
    """Persons by an address of theirs or of their account, from its beginning; by another verified one, in full.

    A union, so that each part goes through its index.
    """
    verified = EmailAddress.objects.filter(email=address, verified=True).values("user__person")
    accounts = User.objects.filter(email__startswith=address).values("person")
    return PersonAddress.objects.filter(email__startswith=address).values("person").union(verified, accounts)
