"""The public pages of the call."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from portal.lifecycle import clock

from ..models import Call


@login_not_required
def current(request):
    """The call as everybody may read it."""
    return render(request, "nominations/call.html", {"call": Call.objects.current(), "now": clock.now()})
