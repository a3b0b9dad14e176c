"""The desk of a Member's focal point and deputy: what lies on it, and each thing by itself."""

import logging

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.lifecycle import clock
from portal.lifecycle.aoe import AOE, MINUTE
from portal.lifecycle.models import Refused
from portal.pdf.delivery import delivered

from ..desk import A_PAGE, position
from ..forms.answering import AnswerForm
from ..forms.own_date import OwnDateForm
from ..models import EndorsementLetter, OwnDate
from .at_desk import at_desk, own

log = logging.getLogger(__name__)


@require_safe
@at_desk
def desk(request, desk):
    """What waits first; then what was sent, what was given, and what has ended."""
    if desk.call is None:
        return render(request, "nominations/desk/desk.html", {"desk": desk, "delegate": desk.delegate})
    number = asked(request)
    rows = desk.page(number)
    context = {
        "desk": desk,
        "call": desk.call,
        "now": desk.at,
        "rows": rows[:A_PAGE],
        "chosen": request.GET.get("all", ""),
        "number": number,
        "ask_end": desk.call.ask_end(desk.member),
        "previous": f"?page={number - 1}" if number else "",
        "next": f"?page={number + 1}" if len(rows) > A_PAGE else "",
    }
    return render(request, "nominations/desk/desk.html", context)


def asked(request) -> int:
    """The page that was asked for, from 0; anything odd is the first."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0


@require_safe
@at_desk
def endorsement(request, desk, pk):
    """One nomination or request of this Member: all that the desk may know, and what it can do."""
    return shown(request, desk, own(desk, pk))


def shown(request, desk, one, form=None):
    """The page; `form`: words that came with an answer and could not be taken."""
    desk = desk.of(one.call)
    one = desk.told(one)
    context = {
        "desk": desk,
        "call": desk.call,
        "now": desk.at,
        "endorsement": one,
        "form": form or (AnswerForm() if one.status == one.Status.REQUESTED and desk.may_answer else None),
        "missing": one.missing() if one.status == one.Status.PREPARED else [],
        "place": position(one) if one.status == one.Status.PREPARED and one.group_id else None,
    }
    return render(request, "nominations/desk/endorsement.html", context)


@require_safe
def letter(request, pk):
    """The signed letter, to be saved; a reader from elsewhere than the Member's desk is noted."""
    at = clock.now()
    letter = get_object_or_404(EndorsementLetter.objects.visible_to(request.user, at), pk=pk)
    if request.user.may_read_files:
        log.info("letter %s opened by user %s", letter.pk, request.user.pk)
    return delivered(letter)


@at_desk
def own_date(request, desk):
    """Until when this Member may be asked, earlier than the call says."""
    if desk.call is None:
        return redirect("nominations:desk")
    end = desk.call.ask_end(desk.member)
    form = OwnDateForm(request.POST or None, initial={"until": (end - MINUTE).astimezone(AOE).date()})
    if request.method == "POST" and form.is_valid():
        try:
            OwnDate.set(call=desk.call, member=desk.member, until=form.cleaned_data["until"], by=request.user)
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("The day is set. People who may ask you read it beside your name."))
            return redirect("nominations:desk")
    context = {"desk": desk, "call": desk.call, "form": form, "ask_end": end, "now": desk.at}
    return render(request, "nominations/desk/own_date.html", context)
