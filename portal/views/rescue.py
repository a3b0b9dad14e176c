"""What was typed, shown again where it could not be taken: the form lost its sign, or the database is away.

It repeats only what the request itself brought, reads no database, and asks for one more press of the button.
Whether the words may be saved is judged then, as always. A form sent from another site is never repeated, so
nobody can have somebody else's words saved by one press.
"""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from members.application import Application
from members.drafts.form import shaped
from members.typed import Typed
from nominations.forms.answer import Answer
from nominations.questions import SECTIONS
from portal.lifecycle.text import tidy

FORMS = {  # addresses with one form each
    "nominations:clarification": Answer.base_fields,
    "members:accession_form": Application.base_fields,
}
PASSED_ON = ("revision", "window", "later", "go")


def typed_again(request, status: int) -> HttpResponse | None:
    """A page with the words and a button that sends them again; None where there are none to repeat."""
    fields = fields_at(request) if request.method == "POST" and came_from_us(request) else {}
    if not fields or not readable(request):
        return None
    facts = {
        "again": [repeated(request, name, field) for name, field in fields.items() if name in request.POST],
        "passed_on": [(name, request.POST[name][:32]) for name in PASSED_ON if name in request.POST],
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "away": status == 503,
        "request_id": getattr(request, "id", ""),
    }
    return HttpResponse(render_to_string("drafts/again.html", facts), status=status)


def fields_at(request) -> dict:
    """The questions that this address takes words for: name to field."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return {}
    if match.view_name == "nominations:section":
        section = SECTIONS.get(match.kwargs["section"])
        return section.base_fields if section else {}
    return FORMS.get(match.view_name, {})


def came_from_us(request) -> bool:
    """Whether the browser says that one of our own pages sent the form."""
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def readable(request) -> bool:
    """Whether the form arrived whole."""
    try:
        return bool(request.POST)
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return False


def repeated(request, name: str, field) -> dict:
    """A question with what was typed: a text to read and mend, or choices that are only passed on."""
    sent = shaped(field, tidy(request.POST.getlist(name)))
    if isinstance(field, Typed):
        return {"name": name, "label": field.label, "text": sent[: 3 * field.max_length]}
    return {"name": name, "values": sent if isinstance(sent, list) else [sent]}
