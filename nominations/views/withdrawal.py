"""Withdrawing, thinking again, deleting a draft, and the mail to come back: each a page that asks, and a POST that acts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused

from .. import rules
from ..models import Nomination
from .own import about, own


def withdraw(request, pk):
    """Take a nomination back."""
    nomination = own(request, pk)
    if request.method != "POST":
        return confirm(
            request,
            nomination,
            rules.may_withdraw(request.user, nomination, nomination.now),
            question=_("Withdraw this nomination?"),
            consequence=_("The secretariat stops working on it, and nobody reviews it.") + " " + way_back(nomination),
            button=_("Withdraw it"),
        )
    return act(
        request,
        nomination,
        nomination.withdraw,
        _("Your nomination is withdrawn.") + " " + way_back(nomination),
    )


def way_back(nomination) -> str:
    """Whether a withdrawal can be undone, which ends with the time to submit."""
    if nomination.now < nomination.deadline():
        return _("You can undo this until your time to submit ends.")
    return _("Your time to submit has ended: this cannot be undone.")


def reinstate(request, pk):
    """Undo a withdrawal."""
    nomination = own(request, pk)
    if request.method != "POST":
        return confirm(
            request,
            nomination,
            rules.may_reinstate(request.user, nomination, nomination.now),
            question=_("Undo the withdrawal?"),
            consequence=_("Your nomination goes back to the state it was in. Nothing of it was lost."),
            button=_("Undo the withdrawal"),
        )
    return act(request, nomination, nomination.reinstate, _("Your nomination is back where it was."))


def delete(request, pk):
    """Delete a draft for good."""
    nomination = own(request, pk)
    if request.method != "POST":
        return confirm(
            request,
            nomination,
            rules.may_delete(request.user, nomination),
            question=_("Delete this draft?"),
            consequence=_(
                "Its answers and files are deleted for good. This cannot be undone. You can start again while the call is open."
            ),
            button=_("Delete it for good"),
        )
    try:
        nomination.delete_draft(by=request.user)
        messages.success(request, _("The draft and its files are deleted."))
    except Nomination.DoesNotExist:  # a second click
        messages.success(request, _("The draft and its files are deleted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("nominations:mine")


def confirm(request, nomination, allowed, **words):
    """The page that asks, with what will happen and one button; where the verb is not open, the page does not exist."""
    if not allowed:
        raise Http404
    return render(request, "nominations/confirm.html", about(nomination) | words)


def act(request, nomination, verb, sentence):
    """Do one verb and say what happened."""
    try:
        verb(by=request.user)
        messages.success(request, sentence)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(nomination)


@require_POST
def send_link(request, pk):
    """Mail the person a link that leads back here."""
    nomination = own(request, pk)
    nomination.send_link(by=request.user)
    messages.success(
        request,
        _("A mail with a link to this page is on its way to %(address)s. It may take a minute.")
        % {"address": request.user.email},
    )
    return redirect(nomination)
