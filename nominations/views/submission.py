"""Checking, submitting, and the page that says it arrived."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused

from ..forms.declaration import Declaration
from ..outlook import Outlook
from .own import about, own, own_to_change


def check(request, pk):
    """All answers before they go."""
    return checked(request, own(request, pk), Declaration())


def checked(request, nomination, declaration, status=200):
    """The page with all answers, what is missing, and the declaration."""
    context = about(nomination)
    forms = nomination.section_forms()
    counts = nomination.submitted_version is not None
    context |= {
        "sections": [section_rows(nomination, name, form, context) for name, form in forms.items()],
        "complete": all(form.is_valid() for form in forms.values()),
        "form": declaration,
        "changed": counts and nomination.changed_since_submitted(),
        "may_submit": not context["over"] and bool(context["open_sections"]),
    }
    return render(request, "nominations/check.html", context, status=status)


def section_rows(nomination, name, form, context) -> dict:
    """A section for the summary list: title, rows, and the links that lead to what is missing."""
    url = f"{reverse('nominations:section', args=[nomination.pk, name])}?next=check"
    change = url if name in context["open_sections"] else ""
    rows = []
    for row in form.shown():
        problems = form.problems_of(row)
        field = next((n for n in form.together.get(row.name, ("", (row.name,)))[1] if n in form.errors), row.name)
        rows.append(
            {
                "label": row.label,
                "value": row.answer,
                "missing": " ".join(problems),
                "url": change and f"{change}#div_id_{field}",
            }
        )
    return {"title": form.title, "rows": rows, "problems": [row for row in rows if row["missing"]]}


@require_POST
def submit(request, pk):
    """Hand it in, once however often the button was pressed."""
    declaration = Declaration(request.POST)
    if not declaration.is_valid():
        return checked(request, own(request, pk), declaration)
    try:
        own_to_change(request, pk).submit(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("nominations:check", pk)
    return redirect("nominations:done", pk)


def done(request, pk):
    """What was received, when, its proof, and what happens next."""
    nomination = own(request, pk)
    if nomination.submitted_version is None:
        return redirect(nomination)
    context = about(nomination)
    outlook = Outlook(nomination, context["now"])
    return render(
        request, "nominations/done.html", context | {"version": nomination.submitted_version, "outlook": outlook}
    )
