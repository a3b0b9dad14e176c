"""From what a conflict follows, in words: the codes and ids of its source, looked up when somebody reads it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.countries import country_names, member_name
from members.models import Project

from .models import Conflict, Employer

Kind = Conflict.Kind


def in_words(conflict) -> list[str]:
    """Each source of a conflict as people read it."""
    codes = [code for code in conflict.source.split(", ") if code]
    return [told(conflict.kind, code) for code in codes]


def told(kind, code) -> str:
    if kind in (Kind.NATIONALITY, Kind.RESIDENCE):
        return country_names(get_language() or "en").get(code, code)
    if kind == Kind.MEMBER:
        return member_name(code)
    what, _colon, key = code.partition(":")
    if what == "employer":
        return named(Employer, key)
    if what == "project":
        return named(Project, key)
    return {"name": _("both wrote the same name of an organisation"), "own": _("they are the person nominated")}.get(
        what, code
    )


def named(model, key) -> str:
    found = model.objects.filter(pk=key).first()
    return str(found) if found else _("deleted since")
