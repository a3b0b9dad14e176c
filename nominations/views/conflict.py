"""Two windows, two versions of a section: nothing is overwritten, the person chooses."""

import secrets

from django.shortcuts import render

from ..questions import SECTIONS
from .own import about


def both_versions(request, nomination, section, answers, overtaken):
    """The page that shows each differing answer twice, with the choice beside."""
    answers, _cut = SECTIONS[section].kept(answers)
    mine, other = nomination.section_form(section, {**nomination.answers, **answers}), nomination.section_form(section)
    differing = [
        {
            "name": name,
            "label": mine.fields[name].label,
            "mine": mine.said(name),
            "other": other.said(name),
        }
        for name in overtaken.names
    ]
    context = about(nomination) | {
        "section": section,
        "title": SECTIONS[section].title,
        "differing": differing,
        "typed": [
            (name, item) for name, value in answers.items() for item in (value if isinstance(value, list) else [value])
        ],
        "sentence": str(overtaken),
        "window": secrets.token_hex(8),
    }
    return render(request, "nominations/conflict.html", context, status=409)


def settled(typed: dict, sent) -> dict:
    """Without the answers for which the other version was chosen: those stay as they are saved."""
    return {name: value for name, value in typed.items() if sent.get(f"keep-{name}") != "other"}
