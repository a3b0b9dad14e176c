"""What static/js/autosave.js sends while a reviewer types: kept as a draft, never handed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.template.defaultfilters import date as date_words
from django.utils import timezone
from django.views.decorators.http import require_POST

from members.drafts.pages import revision_of, window_of
from portal.lifecycle.models import Refused

from .in_committee import in_committee, own
from .review import filled


@login_not_required
@require_POST
def autosave(request, pk):
    """200 with the new revision, 401 signed out, 409 when another window saved or reviews are closed."""
    return keep(request, pk=pk) if request.user.is_authenticated else JsonResponse({}, status=401)


@in_committee
def keep(request, seat, pk):
    assignment = own(request, pk)
    form = filled(assignment, request.POST)
    about = {"by": request.user, "revision": revision_of(request), "window": window_of(request)}
    try:
        review = assignment.keep_draft(**form.words(), **about)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    clock = date_words(timezone.localtime(review.saved_at), "H:i")
    return JsonResponse({"revision": review.revision, "saved_at": review.saved_at.isoformat(), "clock": clock})
