"""The public pages that belong to no noun."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from nominations.models import Call
from portal.lifecycle import clock


@login_not_required
def home(request):
    return render(request, "portal/home.html", {"call": Call.objects.current(), "now": clock.now()})
