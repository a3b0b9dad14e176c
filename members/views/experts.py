"""The experts who agreed to be shown: the directory, and a page for each."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render

from portal.lifecycle import clock

from ..forms.directory import DirectoryForm
from ..models import Affiliation, Appointment, Person, WorkingGroup
from .leaf import leaf

SHOWN_WITH = ("group", "member")


@login_not_required
def experts(request):
    """Experts with a term today, or ever, by name; a search and filters narrow them."""
    today = clock.now().date()
    form = DirectoryForm(request.GET, groups=WorkingGroup.objects.all())
    people = form.narrow(Person.objects.public(), today).prefetch_related(
        Prefetch("affiliations", Affiliation.objects.on(today), to_attr="places"),
        Prefetch(
            "appointments", Appointment.objects.begun(today).newest_first().select_related("group"), to_attr="terms"
        ),
    )
    page = leaf(people, request.GET, **form.kept)
    for person in page.people:
        now = [term for term in person.terms if term.over_on > today]
        person.terms, person.former = one_a_group(now) or person.terms[:1], not now
    return render(request, "members/experts.html", {"form": form, "page": page})


@login_not_required
def expert(request, public_id):
    """One expert; who may not be shown has no page. The address of a double leads to the one who was kept."""
    person = the_one(public_id)
    if person.public_id != public_id:
        return redirect(person)
    today = clock.now().date()
    context = {
        "person": person,
        "places": Affiliation.objects.on(today).filter(person=person),
        "terms": Appointment.objects.begun(today).newest_first().filter(person=person).select_related(*SHOWN_WITH),
        "projects": person.projects.select_related("group"),
        "today": today,
    }
    return render(request, "members/expert.html", context)


def the_one(public_id) -> Person:
    """Whom an address means, if they may be shown."""
    named = Person.objects.select_related("merged_into").filter(public_id=public_id).first()
    if found := Person.objects.public().filter(pk=named and named.kept.pk).first():
        return found
    raise Http404


def one_a_group(terms) -> list[Appointment]:
    """Who co-chairs a group is named so, and not once more as its expert."""
    return list({term.group_id: term for term in sorted(terms, key=lambda term: term.role, reverse=True)}.values())[
        ::-1
    ]
