"""The working groups."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from ..models import WorkingGroup


@login_not_required
def groups(request):
    """The groups at work, then those that concluded."""
    found = list(WorkingGroup.objects.all())
    at_work, concluded = [g for g in found if not g.concluded], [g for g in found if g.concluded]
    return render(request, "members/groups.html", {"at_work": at_work, "concluded": concluded})
