"""One nomination at the workbench: what is known of it, what is proposed, and proposing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.lifecycle.models import Refused

from ...reviewing.models import Review
from ..board import Board
from ..departing import demand_notes
from ..forms.decision import DecisionForm
from ..models import Decision, ReasonText
from ..models.proposing import stamp_of
from ..seen_places import SeenPlaces
from ..settled import settled
from .at_workbench import at_workbench, taken_back


def found(sight, pk):
    """The nomination, if it exists at this workbench; else the 404 of a missing page."""
    rows = sight.nominations().select_related("group", "submitted_version").defer("answers")
    nomination = get_object_or_404(rows, pk=pk)
    nomination.call = sight.call
    return nomination


@require_http_methods(["GET", "HEAD", "POST"])
@at_workbench(proposes=True, keeps="decision")
def decision(request, sight, pk):
    """The form keeps what was typed: where it is refused, and over signing in again. Where nothing can be proposed, there is none."""
    nomination = found(sight, pk)
    there = nomination.decisions.proposed().select_related("group").first()
    words = {"seats": sight.seats, "texts": list(sight.call.reason_texts.all())}
    if request.method == "POST":
        form = DecisionForm(request.POST, **words)
        if form.is_valid() and proposed(request, sight, nomination, form):
            return redirect(f"{reverse('deciding:workbench', args=[sight.call.year])}#n{nomination.number}")
        return shown(request, sight, nomination, there, form, status=400)
    kept = taken_back(request, "decision", sight.call.year, pk)
    first = {"group": str(nomination.group_id or ""), "seen": stamp_of(there)}
    sent = kept or (DecisionForm.sent(there) | told_by_place(sight, there) if there else {})
    over = None if kept else settled(sight, nomination, there)
    return shown(request, sight, nomination, there, DecisionForm(initial=first | sent, **words), over=over)


def told_by_place(sight, decision) -> dict:
    places = SeenPlaces(sight)
    return {"rank": places.told(decision.group_id, decision.rank), "note": places.told_note(decision.note)}


def proposed(request, sight, nomination, form) -> bool:
    """Whether it was done; what was refused stands in the form."""
    try:
        proposal = SeenPlaces(sight).meant(nomination, form.proposal)
        demand_notes(sight, {nomination.pk: proposal})
        more = proposal._asdict()
        outcome = more.pop("outcome")
        seen, capacity = form.cleaned_data["seen"], sight.as_what
        Decision.propose(nomination, outcome, seen=seen, by=request.user, capacity=capacity, **more)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(who)s: proposed.") % {"who": nomination.display_name})
    return True


def shown(request, sight, nomination, there, form, *, over=None, status=200):
    board = Board(sight)
    places = (board.number == nomination.number).nonzero()[0]
    published = nomination.decisions.published().select_related("group").first()
    context = {
        "sight": sight,
        "call": sight.call,
        "nomination": nomination,
        "there": there,
        "published": published,
        "said": said(sight, there or published, form) if over else [],
        "form": form,
        "over": over,
        "row": board.lines(places)[0],
        "criteria": by_criterion(sight, nomination),
        "advice": advice(nomination),
        "without_texts": not sight.call.reason_texts.exists(),
    }
    return render(request, "deciding/decision.html", context, status=status)


def said(sight, decision, form) -> list:
    """The words of a decision that nobody can change here any more, each with its name."""
    words = decision and {"words": decision.words, "note": SeenPlaces(sight).told_note(decision.note)}
    return [(form.fields[name].label, text) for name, text in (words or {}).items() if text]


def reviews_of(nomination):
    return Review.objects.counted().filter(assignment__nomination=nomination)


def by_criterion(sight, nomination) -> list:
    """Each criterion with its weight and the mean of its scores."""
    scores = list(reviews_of(nomination).values_list("scores", flat=True))
    told = []
    for one in sight.call.rubric:
        given = [row[str(one.pk)] for row in scores if str(one.pk) in row]
        told.append((one, sum(given) / len(given) if given else None))
    return told


def advice(nomination) -> list:
    """What reviewers recommend, in words, with how often."""
    given = list(reviews_of(nomination).values_list("recommendation", flat=True))
    return [(label, given.count(code)) for code, label in Review.Recommendation.choices if code in given]


@require_POST
@at_workbench(proposes=True)
def texts(request, sight):
    """Texts of reasons that follow from the rubric, where the call has none; the secretariat edits them in its admin."""
    ReasonText.from_rubric(sight.call)
    messages.success(request, _("Texts of reasons are there for every outcome."))
    return redirect("deciding:workbench", sight.call.year)


@require_POST
@at_workbench(proposes=True)
def take_back(request, sight, pk):
    """Propose nothing for it any more."""
    nomination = found(sight, pk)
    there = nomination.decisions.proposed().first()
    try:
        if there:  # else a second click
            there.take_back(by=request.user, capacity=sight.as_what)
        messages.success(request, _("%(who)s: nothing is proposed.") % {"who": nomination.display_name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("deciding:decision", sight.call.year, nomination.pk)
