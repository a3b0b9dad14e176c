"""The working groups: all, one with its co-chairs, experts and projects, and what cuts across them."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from portal.lifecycle import clock

from ..models import Affiliation, Appointment, Person, Project, WorkingGroup
from .leaf import leaf
from .members import DayForm

KINDS = Project.Kind.values  # in the order in which they are told


@login_not_required
def groups(request):
    """The groups at work, then those that concluded."""
    found = list(WorkingGroup.objects.all())
    at_work, concluded = [g for g in found if not g.concluded], [g for g in found if g.concluded]
    return render(request, "members/groups.html", {"at_work": at_work, "concluded": concluded})


@login_not_required
def group(request, slug):
    """One group today, or on the day asked for (`?on=2025-06-01`)."""
    group = get_object_or_404(WorkingGroup, slug=slug)
    today = clock.now().date()
    form = DayForm(request.GET if "on" in request.GET else None, today=today)
    day = (form.is_valid() and form.cleaned_data["on"]) or today
    chairs = seated(group, day, role=Appointment.Role.CO_CHAIR)
    context = {
        "group": group,
        "form": form,
        "day": day,
        "today": day == today,
        "chairs": chairs.in_order(),
        "former": former_chairs(group, day),
        "past_chairs": by_name(group.past_co_chairs.all()),
        "page": leaf(seated(group, day), request.GET, on="" if day == today else day.isoformat()),
        "years": by_year(group.projects.all()),
    }
    return render(request, "members/group.html", context)


@login_not_required
def across(request):
    """Projects, outputs and reports of no single group."""
    return render(request, "members/across.html", {"years": by_year(Project.objects.filter(group=None))})


def seated(group, day, **role):
    """The people who sat in it that day and may be shown now, with their terms there and where they worked."""
    terms = Appointment.objects.on(day).filter(group=group).order_by("role", "starts_on")
    return (
        Person.objects.public()
        .sitting(day, group=group, **role)
        .prefetch_related(
            Prefetch("affiliations", Affiliation.objects.on(day), to_attr="places"),
            Prefetch("appointments", terms, to_attr="terms"),
        )
    )


def former_chairs(group, day) -> list[tuple]:
    """(person, their terms as a co-chair) of those who may be shown and had been one by that day, the latest first."""
    terms = Appointment.objects.begun(day).filter(group=group, role=Appointment.Role.CO_CHAIR)
    present = terms.filter(over__gt=day).values("person")
    past = terms.filter(person__in=Person.objects.public()).exclude(person__in=present).select_related("person")
    found = {}
    for term in past.order_by("-over", "person__sort_name", "pk"):
        found.setdefault(term.person, []).append(term)
    return list(found.items())


def by_year(projects) -> list[tuple]:
    """(year, its projects with the people responsible who may be shown), newest first; those of no known year last."""
    people = Prefetch("responsible", Person.objects.public().in_order(), to_attr="people")
    rows = sorted(projects.prefetch_related(people), key=lambda p: (-(p.year or 0), KINDS.index(p.kind), p.title))
    return [(year, list(each)) for year, each in groupby(rows, key=lambda project: project.year)]


def by_name(seen) -> list[tuple]:
    """(name, what each page says of them), in the order in which they were first seen."""
    found = {}
    for one in seen:
        found.setdefault(one.name, []).append(one)
    return list(found.items())
