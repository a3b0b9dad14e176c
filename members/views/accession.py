"""An application as its contact follows it: where it stands, who acts next and by when; and withdrawing it."""

import logging

from django.contrib import messages
from django.db.models.functions import Now
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.lifecycle.models import Refused
from portal.pdf.delivery import delivered

from ..models import Accession, LetterOfIntent
from ..standing import standing, steps, story

log = logging.getLogger(__name__)


def own(request, pk) -> Accession:
    """The application at this address if it is this contact's; else the 404 of a missing page."""
    return get_object_or_404(Accession.objects.owned_by(request.user).annotate(now=Now()), pk=pk)


def about(accession) -> dict:
    """What every page of an application knows."""
    return {
        "accession": accession,
        "now": accession.now,
        "standing": standing(accession),
        "open": accession.status in accession.AT_WORK,
        "may_withdraw": not accession.withdrawal_obstacle(accession.now),
    }


def detail(request, pk):
    """Where it stands."""
    accession = own(request, pk)
    missing = accession.missing() if accession.status in accession.AT_WORK else {}
    context = about(accession) | {
        "steps": steps(accession),
        "story": story(accession),
        "complete": not missing,
        "versions": accession.versions.select_related("letter").order_by("-number"),
    }
    return render(request, "members/accession/detail.html", context)


def withdraw(request, pk):
    """Take it back: a page that asks, and a POST that acts."""
    accession = own(request, pk)
    if request.method != "POST":
        if accession.withdrawal_obstacle(accession.now):
            raise Http404
        return render(request, "members/accession/withdraw.html", about(accession))
    try:
        accession.withdraw(by=request.user)
        messages.success(request, _("The application is withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(accession)


@require_safe
def letter(request, pk):
    """The letter of intent as a file, for its contact and for staff once it was sent in."""
    letter = get_object_or_404(LetterOfIntent.objects.visible_to(request.user).select_related("accession"), pk=pk)
    if letter.accession.contact_id != request.user.pk:
        log.info("letter %s opened by user %s", letter.pk, request.user.pk)
    return delivered(letter)
