"""Checking an application, sending it in, and the page that says it arrived."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused

from ..forms.declaration import Declaration
from .accession import about, own


def check(request, pk):
    """All answers before they go; after that, as they went."""
    return checked(request, own(request, pk), Declaration())


def checked(request, accession, declaration):
    """The page with all answers, what is missing, and the declaration."""
    open_ = accession.status in accession.AT_WORK
    version = accession.versions.last()
    form = accession.form() if open_ or version is None else version.form()
    missing = accession.missing() if open_ else {}
    url = f"{reverse('members:accession_form', args=[accession.pk])}?next=check" if open_ else ""
    rows = [
        {
            "label": row.label,
            "value": row.answer,
            "missing": " ".join(missing.get(row.name, [])),
            "url": url and f"{url}#div_id_{row.name}",
        }
        for row in form.shown()
    ]
    context = about(accession) | {
        "rows": rows,
        "letter": accession.letter,
        "letter_missing": " ".join(missing.get("letter", [])),
        "letter_url": url and f"{url}#div_id_letter",
        "complete": not missing,
        "form": declaration,
    }
    return render(request, "members/accession/check.html", context)


@require_POST
def submit(request, pk):
    """Send it in, once however often the button was pressed."""
    accession = own(request, pk)
    declaration = Declaration(request.POST)
    if not declaration.is_valid():
        return checked(request, accession, declaration)
    try:
        accession.submit(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("members:accession_check", pk)
    return redirect("members:accession_done", pk)


def done(request, pk):
    """What was received, when, its proof, and what happens next."""
    accession = own(request, pk)
    version = accession.versions.select_related("letter").last()
    if version is None:
        return redirect(accession)
    return render(request, "members/accession/done.html", about(accession) | {"version": version})
