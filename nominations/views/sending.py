"""What becomes of a nomination that a Member prepared: sent, withdrawn, dropped, ranked. Each asks first; a POST acts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused

from ..desk import position
from .at_desk import at_desk, own


@at_desk
def send(request, desk, pk):
    """Ask the person: it takes a place of the quota, and a letter goes out."""
    one = own(desk, pk)
    if request.method == "POST":
        said = _("Sent. %(name)s is asked now, and we tell you the answer.") % {"name": one.who}
        return act(request, one.invite, said, back=one)
    if one.status != one.Status.PREPARED:
        return redirect(one)
    desk = desk.of(one.call)
    quota = desk.quota_of(one.group) if one.group_id else None
    context = {
        "desk": desk,
        "call": one.call,
        "endorsement": one,
        "missing": one.missing(),
        "quota": quota,
        "now": desk.at,
    }
    return render(request, "nominations/desk/send.html", context)


@at_desk
def withdraw(request, desk, pk):
    """Take the Member's word back."""
    one = own(desk, pk)
    if request.method == "POST":
        said = _("Withdrawn. The person is told.")
        return act(request, one.withdraw, said, back=one)
    if one.status not in (one.Status.INVITED, one.Status.GIVEN) or not desk.of(one.call).open:
        return redirect(one)
    naming = one.kind == one.Kind.NOMINATE
    return ask(
        request,
        desk.of(one.call),
        one,
        question=pgettext("by a Member", "Withdraw this nomination?") if naming else _("Withdraw this endorsement?"),
        consequence=withdrawing(one),
        refused="" if desk.sends else deputy_only(desk.member),
        button=_("Withdraw it"),
    )


def deputy_only(member) -> str:
    return _("A deputy prepares; the focal point gives the word of %(member)s.") % {"member": member}


def withdrawing(one) -> str:
    if one.status == one.Status.INVITED:
        return _(
            "The person is told, and the link in our letter no longer works. Name, address, statement and letter are deleted. The place becomes free. You cannot undo this, but you can nominate the person again."
        )
    if one.kind == one.Kind.ENDORSE:
        return _("The person is told. Their nomination stays, without your Member's word. You cannot undo this.")
    return _(
        "The person is told. Their nomination stays, without your Member's word, and the place becomes free. You cannot undo this."
    )


@at_desk
def drop(request, desk, pk):
    """Delete what was prepared and never sent."""
    one = own(desk, pk)
    if request.method == "POST":
        return act(request, one.drop, _("Deleted. Nobody had been asked."), back=one)
    if one.status != one.Status.PREPARED:
        return redirect(one)
    return ask(
        request,
        desk.of(one.call),
        one,
        question=_("Delete this nomination?"),
        consequence=_(
            "All that you typed and the letter are deleted. The person was never asked and hears nothing of it."
        ),
        button=_("Delete it"),
    )


@require_POST
@at_desk
def rank(request, desk, pk):
    """Move it up or down among what is prepared for the same group."""
    one, step = own(desk, pk), {"up": -1, "down": 1}.get(request.POST.get("to"))
    if step is None or one.rank is None:
        raise Http404
    place, _all = position(one)
    try:
        one.put_at(max(1, place + step), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("nominations:desk")


def act(request, verb, said, *, back, **words):
    """Do it and go to the desk; a refusal leads back to the page of the thing."""
    try:
        verb(by=request.user, **words)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back if type(back).objects.filter(pk=back.pk).exists() else "nominations:desk")
    messages.success(request, said)
    return redirect("nominations:desk")


def ask(request, desk, one, **words):
    return render(request, "nominations/desk/ask.html", {"desk": desk, "call": one.call, "endorsement": one, **words})
