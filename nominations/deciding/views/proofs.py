"""Letters on their way out, and the public page on which anybody asks whether a file is ours."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts import limits
from portal.pdf.apart import Failed
from portal.pdf.arrival import is_lost

from ...views.documents import busy, download
from ..forms.proof import ProofForm
from ..models import Offer
from ..proofs import verdict

log = logging.getLogger(__name__)


@require_safe
def letter(request, pk):
    """The letter of appointment, for its person and for staff."""
    rows = Offer.objects.visible_to(request.user).defer("letter")
    rows = rows.select_related("decision__nomination__person__user", "decision__call", "appointment__group")
    offer = get_object_or_404(rows, pk=pk)
    if offer.status != Offer.Status.ACCEPTED:
        raise Http404
    try:
        content = offer.pdf()
    except Failed:
        log.exception("a letter of appointment could not be made")
        return busy(_("The letter could not be made just now. Try again in a minute."))
    if not content:
        raise Http404  # erased with its person
    return download(content, f"{offer.decision.nomination.reference}-appointment.pdf", "application/pdf")


@login_not_required
@never_cache
def verify(request):
    """By a hash or by a file; it tells no name and no content, and keeps nothing."""
    if request.method != "POST":
        return render(request, "deciding/verify.html", {"form": ProofForm()})
    form = ProofForm(request.POST, request.FILES)
    if is_lost(request, "file"):
        form.add_error("file", _("The file did not arrive whole. Send it again."))
    if not form.is_valid():
        return render(request, "deciding/verify.html", {"form": form})
    if not limits.spend(request, "proof", ""):
        form.add_error(None, _("Too much was asked from your network. Try again in an hour."))
        return render(request, "deciding/verify.html", {"form": form}, status=429)
    known, sentence = verdict(form.asked)
    context = {"form": ProofForm(), "asked": form.asked, "known": known, "sentence": sentence}
    return render(request, "deciding/verify.html", context)
