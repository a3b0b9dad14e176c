"""The section on documents: files go in one by one, and a refused one leaves everything else as it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.drafts import unsaved
from portal.lifecycle.models import Refused
from portal.pdf.arrival import is_lost
from portal.pdf.refusals import refusal

from ..models import Document
from ..questions import SECTIONS
from .own import own
from .sections import onward, page, read


@login_not_required  # a file cannot be kept for somebody who is signed out: the page says to choose it again
def documents(request, pk):
    """Take the files that came; go on when the CV is there."""
    if not request.user.is_authenticated:
        if request.FILES:
            messages.warning(request, _("You were signed out before the file arrived. Sign in, then choose it again."))
        return unsaved.sign_in(request)
    nomination = own(request, pk)
    if request.method != "POST":
        forms = nomination.section_forms()
        return page(
            request, nomination, "documents", read(request, nomination, "documents", forms["documents"]), forms=forms
        )
    refused = attach(nomination, request)
    form = SECTIONS["documents"]({}, nomination=nomination, documents=nomination.current_documents, refused=refused)
    if "later" in request.POST and not refused:
        return redirect(nomination)
    if request.POST.get("go") in SECTIONS and not refused:
        return redirect("nominations:section", nomination.pk, request.POST["go"])
    if not form.is_valid():
        return page(request, nomination, "documents", form)
    return onward(request, nomination, "documents")


def attach(nomination, request) -> dict[str, str]:
    """Attach each file that came; kind to sentence for those that were refused."""
    refused = {}
    for kind in Document.Kind.values:
        if file := request.FILES.get(kind):
            try:
                nomination.attach(kind, file, by=request.user)
            except Refused as error:
                refused[kind] = str(error)
        elif is_lost(request, kind):
            refused[kind] = str(refusal("lost"))
    return refused


@require_POST
def remove(request, pk, kind):
    """Take a document away again."""
    if kind not in Document.Kind.values:
        raise Http404
    nomination = own(request, pk)
    try:
        nomination.remove_document(kind, by=request.user)
        messages.success(request, _("The file is removed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("nominations:documents", pk)
