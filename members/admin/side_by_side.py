"""Two persons side by side, line by line: what each has, and what becomes of it when they are made one."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.lifecycle.barred import unbarred

from ..models import Affiliation, ConsentRecord, Person, PersonAddress

SHOWN = 5  # rows of a kind; of more it says how many
FACTS = ("given_name", "family_name", "published_name", "orcid", "profile_url", "biography")


def side_by_side(kept, stub, reader) -> list[dict]:
    """What this reader may know of both: lines of {"label", "kept", "stub", "then"}: two lists of words, and what follows in a sentence."""
    lines = [fact(kept, stub, name) for name in FACTS]
    lines.append(account(kept, stub))
    lines += [rows(kept, stub, model, field, reader) for model, field in Person.pointers()]
    return [line for line in lines if line["kept"] or line["stub"]]


def fact(kept, stub, name) -> dict:
    own, other = getattr(kept, name), getattr(stub, name)
    if not other or own == other:
        then = ""
    elif name in ("profile_url", "biography"):
        then = _("stays as it is") if own else _("is copied")
    elif name == "orcid":
        then = _("stays as it is") if own else _("goes over")
    else:
        then = _("stays as it is")
    label = capfirst(Person._meta.get_field(name).verbose_name)
    return {"label": label, "kept": [own] if own else [], "stub": [other] if other else [], "then": then}


def account(kept, stub) -> dict:
    words = [[account_words(person.user)] if person.user else [] for person in (kept, stub)]
    then = _("goes over") if stub.user and not (kept.user and kept.user.is_active) else ""
    return {"label": capfirst(_("account")), "kept": words[0], "stub": words[1], "then": then}


def account_words(user) -> str:
    return user.email if user.is_active else _("%(address)s (closed)") % {"address": user.email}


def rows(kept, stub, model, field, reader) -> dict:
    """Rows of a table that point to the two."""
    own, other = (some(model, field, person, reader) for person in (kept, stub))
    return {"label": label_of(model), "kept": own, "stub": other, "then": _("goes over") if other else ""}


def label_of(model) -> str:
    """The name of what is pointed from; of a table between two others, that of the other end."""
    if model._meta.auto_created:
        model = model._meta.auto_created
    if model is Person:
        return _("Merged into this one")
    return capfirst(model._meta.verbose_name_plural)


def some(model, field, person, reader) -> list[str]:
    found = model._base_manager.filter(**{field: person.pk})
    if hasattr(model, "BARRED_BY"):
        found = unbarred(found, reader)
    elif hasattr(model._default_manager, "told_to"):
        found = model._default_manager.told_to(reader).filter(**{field: person.pk})
    if model._meta.auto_created:
        end = next(f for f in model._meta.concrete_fields if f.is_relation and f.name != field)
        found = end.related_model._base_manager.filter(pk__in=found.values(end.attname))
    some = list(found.order_by("pk")[: SHOWN + 1])
    words = [in_words(row) for row in some[:SHOWN]]
    return [*words, _("and more: %(number)s") % {"number": found.count() - SHOWN}] if len(some) > SHOWN else words


def in_words(row) -> str:
    """A row as it is read beside another."""
    if isinstance(row, ConsentRecord):
        return _("%(purpose)s, withdrawn") % {"purpose": row} if row.withdrawn_at else str(row)
    if isinstance(row, Affiliation):
        return f"{row.organisation} ({row.country})"
    return str(row) if not isinstance(row, PersonAddress) else row.email
