"""The public pages that belong to no noun."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Member, WorkingGroup
from members.world_map import world_map
from nominations.deciding.models import Statistics
from nominations.models import Call
from portal.lifecycle import clock


@login_not_required
def home(request):
    """The call of the day, the Members in the order in which they came, the groups."""
    call = Call.objects.current()
    now = call.now if call else clock.now()
    members = sorted(Member.objects.on(now.date()).noting(now.date()), key=lambda member: member.sort_key)
    context = {"call": call, "now": now, "phase": call.phase(now) if call else "none"}
    context |= {"members": members, "map": world_map(members)}
    context |= {"groups": with_seats(WorkingGroup.objects.at_work(), call)}
    return render(request, "portal/home.html", context)


def with_seats(groups, call) -> list[tuple[WorkingGroup, int]]:
    """Each group with its seats in this call; 0 where it has none."""
    seats = {row.group.pk: row.number for row in call.seats_by_group} if call else {}
    return [(group, seats.get(group.pk, 0)) for group in groups]


@login_not_required
def about(request):
    """What the Partnership is, who decides, how to take part; every fact with its source."""
    return render(request, "portal/about.html")


@login_not_required
def privacy(request):
    """What is held about people, why, who sees it, and for how long."""
    return render(request, "portal/privacy.html", {"call": Call.objects.current()})


@login_not_required
def accessibility(request):
    """What was tested, how, and what was not."""
    return render(request, "portal/accessibility.html")


@login_not_required
def contact(request):
    """Whom to write to about what."""
    return render(request, "portal/contact.html")


@login_not_required
def open_data(request):
    """Where the data are, for people."""
    lists = {
        "members": _("Members"),
        "groups": _("Working groups"),
        "projects": _("Projects, outputs and reports"),
        "experts": _("Experts"),
        "appointments": _("Terms of experts and co-chairs"),
    }
    resources = [
        {"words": words, "json": reverse(f"api:{name}"), "csv": reverse(f"api:{name}_csv")}
        for name, words in lists.items()
    ]
    context = {"resources": resources, "example": f"{reverse('api:members')}?on=2021-06-01"}
    context |= {"statistics": Statistics.objects.public()}
    return render(request, "portal/open_data.html", context)
