"""One Member: since when, how it was admitted, and the experts it nominated."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render

from portal.lifecycle import clock

from ..models import Accession, Appointment, Ballot, Delegate, Member, Person
from ..models.delegate import Capacity
from ..world_map import mark_of

PER_PAGE = 50


@login_not_required
def member(request, code):
    """The page of a Member, also of one that has left; before its day of admission there is none."""
    if code != code.upper():
        return redirect("members:member", code.upper())
    now = clock.now()
    today = now.date()
    found = get_object_or_404(Member.objects.noting(today), code=code, admitted_on__lte=today)
    page = experts_of(found, today).get_page(request.GET.get("page"))
    previous = f"?page={page.previous_page_number()}#experts" if page.has_previous() else ""
    following = f"?page={page.next_page_number()}#experts" if page.has_next() else ""
    context = {"member": found, "page": page, "previous": previous, "next": following}
    context |= {"gone": found.standing(now) == "left", "mark": mark_of(found)}
    context |= {"suspensions": found.suspensions.filter(since__lte=today).exclude(until=F("since"))}
    context |= {"institution": institution_of(found, now), "ballot": ballot_of(found)}
    return render(request, "members/member.html", context)


def experts_of(member, today) -> Paginator:
    """The people it nominated who may be shown, those with a term today first, each with the terms that began."""
    terms = Appointment.objects.begun(today).filter(member=member)
    theirs = terms.filter(person=OuterRef("pk"))
    people = Person.objects.public().filter(Exists(theirs)).annotate(at_work=Exists(theirs.on(today)))
    shown = Prefetch("appointments", terms.newest_first().select_related("group"), to_attr="terms")
    return Paginator(people.order_by("-at_work", "sort_name", "pk").prefetch_related(shown), PER_PAGE)


def institution_of(member, now) -> str:
    """Where its focal point works; never who that is."""
    focal = Delegate.objects.current(now).filter(member=member, capacity=Capacity.FOCAL_POINT)
    return focal.values_list("institution", flat=True).first() or ""


def ballot_of(member) -> Ballot | None:
    """The vote of the Council by which it was admitted, where that was here."""
    mine = Ballot.objects.filter(accession__member=member, accession__status=Accession.Status.ADMITTED, adopted=True)
    return mine.select_related("accession").first()
