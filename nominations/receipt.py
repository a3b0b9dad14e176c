"""The receipt as a PDF: what was received and when, by whom, and the hash that anybody can check."""

import json
from datetime import UTC

from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.pdf.apart import MB, Limits, apart

from .models import Document

LIMITS = Limits(seconds=10, memory=1200 * MB, answer=8 * MB)  # typst maps its typefaces: much space, little memory


def receipt_of(version) -> bytes:
    """The PDF of a version, in its person's language and zone; the same bytes each time. Raises apart.Failed."""
    owner = version.nomination.owner
    with translation.override(version.nomination.language), timezone.override(owner.zone if owner else UTC):
        return apart("typeset", json.dumps(content(version)).encode(), LIMITS)


def content(version) -> dict:
    """Everything that stands on the receipt, as plain words: receipt.typ only lays it out."""
    nomination = version.nomination
    return {
        "template": "nominations/receipt.typ",
        "language": translation.get_language(),
        "moment": int(version.received_at.timestamp()),
        "site": str(settings.SITE_NAME),
        "title": _("Receipt of nomination %(reference)s") % {"reference": nomination.reference},
        "facts": facts(version),
        "proof": proof(version),
        "next": next_steps(nomination.call),
        "answers": _("Your answers"),
        "sections": [section(form) for form in version.section_forms().values()],
        "files": files(version),
        "foot": _("%(reference)s, version %(number)d") % {"reference": nomination.reference, "number": version.number},
        "page": _("page {page} of {pages}"),
        "none": _("(no answer)"),
    }


def facts(version) -> list[list[str]]:
    """Pairs of a label and its words."""
    answers, at = version.answers, version.received_at
    name = f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip()
    rows = [
        [_("Reference"), version.nomination.reference],
        [_("Name"), name],
        [_("Call"), version.nomination.call.title],
        [_("Received"), f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"],
        [capfirst(_("Anywhere on Earth")), worded(at, "aoe_words")],
        [_("Your time"), worded(at, "moment")],
        [_("Version"), str(version.number)],
    ]
    if named_by := ", ".join(member.name for member in version.named_by):
        rows.insert(2, [_("Nominated by"), named_by])
    if version.in_grace:
        rows.append([_("Note"), _("Received after the end, within the grace period: it counts.")])
    return rows


def worded(moment, how: str) -> str:
    """A moment in the words of our letters."""
    return engines["letters"].from_string("{% load letters times %}{{ moment|" + how + " }}").render({"moment": moment})


def proof(version) -> dict:
    """What the hash is made of, and how anybody can check it."""
    name = f"{version.nomination.reference}-v{version.number}.json"
    return {
        "heading": _("What this receipt proves"),
        "sha256": version.sha256,
        "label": _("SHA-256 of what was received"),
        "how": _(
            "The file %(name)s on the page of your nomination holds exactly what was received, and the hashes of your "
            "documents. Its SHA-256 is the number above. Anybody can check it with this command:"
        )
        % {"name": name},
        "command": f"sha256sum {name}",
    }


def next_steps(call) -> dict:
    """The same words as in the letter."""
    heading, *lines = render_to_string("nominations/next.txt", {"call": call}, using="letters").strip().splitlines()
    return {"heading": heading, "lines": [line.removeprefix("- ") for line in lines if line.strip()]}


def section(form) -> dict:
    return {"title": str(form.title), "rows": [[str(row.label), str(row.answer)] for row in form.shown()]}


def files(version) -> dict:
    """The documents as a table; no rows where none were sent."""
    kinds = dict(Document.Kind.choices)
    sent = version.data["documents"]
    return {
        "heading": _("Documents received"),
        "columns": [_("Document"), _("Name"), _("Pages"), "SHA-256"],
        "rows": [[str(kinds.get(d["kind"], d["kind"])), d["name"], str(d["pages"]), d["sha256"]] for d in sent],
    }
