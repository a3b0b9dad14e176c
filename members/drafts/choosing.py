"""Two windows, two versions of a form: nothing is overwritten, the person chooses."""

import secrets

from django.shortcuts import render


def both_versions(request, mine, other, overtaken, **about):
    """The page that shows each differing answer twice, with the choice beside.

    mine, other: the form bound to what came and to what is saved. about: `title`, `action` (where the choice is sent),
    `revision` (of what is saved), `back` (address and words of the page above).
    """
    differing = [
        {"name": name, "label": mine.fields[name].label, "mine": mine.said(name), "other": other.said(name)}
        for name in overtaken.names
    ]
    typed = [
        (name, item)
        for name, value in mine.data.items()
        if name in mine.fields
        for item in (value if isinstance(value, list) else [value])
    ]
    context = about | {
        "differing": differing,
        "typed": typed,
        "sentence": str(overtaken),
        "window": secrets.token_hex(8),
    }
    return render(request, "drafts/conflict.html", context, status=409)


def settled(typed: dict, sent) -> dict:
    """Without the answers for which the other version was chosen: those stay as they are saved."""
    return {name: value for name, value in typed.items() if sent.get(f"keep-{name}") != "other"}
