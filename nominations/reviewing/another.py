"""Another reviewer for a dossier on which the others differ: who may take it, the least loaded first, and why."""

import json
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..models import Nomination
from ..models.version_check import written_in
from .models import Assignment, Conflict, Reviewer
from .models.away import days_left, days_there, spans
from .models.reviewer import LANGUAGES

AGAIN = (Assignment.Status.RELEASED,)  # whoever had it taken back may have it again


class Candidate(NamedTuple):
    """reasons: in words, as the chair reads them; codes: the same as they are kept with the assignment."""

    reviewer: Reviewer
    reasons: list[str]
    codes: list[str]


def who_may_take(nominations, shares, at) -> dict:
    """Of each nomination (primary key) the candidates. shares: the committee as this chair sees it, see chairing.py.

    Not barred, of the dossier's group, reading its language, with load left, there before reviews close, and of another country
    than whoever has it.
    """
    pks = [nomination.pk for nomination in nominations]
    bars = set(Conflict.objects.in_force().filter(nomination__in=pks).values_list("nomination", "user"))
    had = Assignment.objects.filter(nomination__in=pks).exclude(status__in=AGAIN)
    had = set(had.values_list("nomination", "reviewer"))
    languages = languages_of(pks)
    seats = {share.reviewer.pk: share.reviewer for share in shares}
    free = [one for one in shares if one.left and one.reviewer.serves]
    days = days_left(free[0].reviewer.call, at) if free else []
    free = [one for one in free if days_there(days, spans(one.reviewer.away_spans))]
    free.sort(key=lambda one: (one.given / one.reviewer.most, one.reviewer.order))
    found = {}
    for nomination in nominations:
        holders = {reviewer for pk, reviewer in had if pk == nomination.pk}
        countries = frozenset().union(*(seats[pk].countries for pk in holders if pk in seats))
        language = languages.get(nomination.pk, "")
        found[nomination.pk] = [
            candidate(share, nomination, language, countries)
            for share in free
            if share.reviewer.pk not in holders
            and (nomination.pk, share.reviewer.user_id) not in bars
            and nomination.group_id in share.reviewer.group_pks
            and (not language or language in share.reviewer.languages)
            and not countries & share.reviewer.countries
        ]
    return found


def languages_of(pks) -> dict:
    """The language of each dossier, by its key; empty where nobody can say."""
    contents = Nomination.objects.filter(pk__in=pks).values_list("pk", "submitted_version__content")
    return {pk: written_in(json.loads(content)["answers"]) for pk, content in contents}


def candidate(share, nomination, language, countries) -> Candidate:
    """With why: what is not known is not said."""
    reviewer = share.reviewer
    words = {"group": _("reviews %(group)s") % {"group": nomination.group.name}}
    if language:
        words[f"language:{language}"] = _("reads %(language)s") % {"language": dict(LANGUAGES)[language]}
    words["load"] = _("%(given)s of %(most)s given") % {"given": share.given, "most": reviewer.most}
    if countries and reviewer.countries:
        words["country"] = _("of another country than the others")
    return Candidate(reviewer, list(words.values()), [*words, "another"])
