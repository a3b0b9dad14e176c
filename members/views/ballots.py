"""Ballots of the Council, as its delegates read them and vote."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Value, When
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.pdf.delivery import delivered

from ..forms.vote import VoteForm
from ..models import Ballot
from ..models.seats import own_votes

A_PAGE = 50
OPEN_FIRST = Case(When(status=Ballot.Status.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())

CLOSES_NEXT = Case(When(status=Ballot.Status.OPEN, then=F("closes_at")))


def own(request):
    """The ballots in which the reader has a seat, or voted when they had one."""
    return Ballot.objects.before(request.user).select_related("accession")


@require_safe
def ballots(request):
    """Open ones first, by when they close, then the latest; each with what one's own Member has done."""
    at = clock.now()
    page = Paginator(own(request).order_by(OPEN_FIRST, CLOSES_NEXT, F("closes_at").desc(), "pk"), A_PAGE)
    page = page.get_page(request.GET.get("page"))
    votes = own_votes(request.user, page.object_list, at)
    told = [(ballot, ballot.takes_votes(at), votes.get(ballot.pk, ())) for ballot in page.object_list]
    pager = {
        "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "members/ballots.html", {"told": told, "now": at, **pager})


@require_safe
def ballot(request, pk):
    """What the Council needs to decide, one's own Member's vote, and the count after the close."""
    return shown(request, get_object_or_404(own(request), pk=pk))


@require_POST
def vote(request, pk):
    """Cast or change the vote of one's Member."""
    ballot = get_object_or_404(own(request), pk=pk)
    form = VoteForm(ballot, request.POST)
    if not form.is_valid():
        return shown(request, ballot, form)
    try:
        ballot.vote(form.cleaned_data["choice"], by=request.user, member=request.POST.get("member") or None)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return shown(request, get_object_or_404(own(request), pk=pk), form)
    messages.success(request, _("Your Member’s vote is recorded. You can change it until the ballot closes."))
    return redirect("members:ballot", pk)


@require_safe
def letter(request, pk):
    """The letter of intent, for those who decide on it."""
    ballot = get_object_or_404(own(request), pk=pk)
    return delivered(get_object_or_404(ballot.accession.letters, replaced_at=None))


def shown(request, ballot, form=None):
    """The page; `form`: one that was sent and could not be taken."""
    at = clock.now()
    seats = ballot.seats(request.user, at)
    accession = ballot.accession
    return render(
        request,
        "members/ballot.html",
        {
            "ballot": ballot,
            "accession": accession,
            "letter": accession.letters.filter(replaced_at=None).first(),
            "findings": accession.findings.all(),
            "seats": [(seat, form_of(ballot, seat, seats, form, request.POST, at)) for seat in seats],
            "past": ballot.votes_of(request.user).exclude(entry__member__in=[seat.member for seat in seats]),
            "taking": ballot.takes_votes(at),
            "form": form,
            "now": at,
        },
    )


def form_of(ballot, seat, seats, sent, posted, at):
    """The form of a seat: as it was sent, or with the present vote chosen; None where nothing can be voted."""
    if not seat.acting or not ballot.takes_votes(at):
        return None
    if sent is not None and posted.get("member", seat.member.code) == seat.member.code:
        return sent
    vote = seat.entry.vote
    return VoteForm(ballot, member=seat.member if len(seats) > 1 else None, chosen=vote and vote.choice)
