"""An applicant asks Members for their endorsement, and sees what became of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused

from ..models import Endorsement, Nomination
from ..outlook import Outlook
from .own import about, own


def endorsement(request, pk):
    """What Members say of the nomination; and a button for each that can be asked."""
    nomination = own(request, pk)
    context = about(nomination)
    members = Endorsement.to_ask(nomination, context["now"]) if context["shown"] in nomination.AT_WORK else []
    if request.method == "POST":
        return ask(request, nomination, {member.code: member for member, _until in members})
    context |= {
        "members": members,
        "may_ask": context["shown"] in nomination.AT_WORK and context["now"] < nomination.call.endorsement_end,
        "outlook": Outlook(nomination, context["now"]),
    }
    return render(request, "nominations/endorsement.html", context)


def ask(request, nomination, members):
    """Send one request. members: code to Member, of those on the page."""
    member = members.get(request.POST.get("member"))
    try:
        if member is None:
            raise Refused(_("This Member cannot be asked, or was asked already."))
        Endorsement.request(nomination, member, by=request.user)
        messages.success(request, _("%(member)s is asked to endorse you.") % {"member": member})
    except Refused as refusal:
        messages.error(request, str(refusal))
    except Nomination.DoesNotExist:  # deleted in another window, just now
        raise Http404 from None
    return redirect("nominations:endorsement", nomination.pk)


@require_POST
def take_back(request, pk, word):
    """Ask no longer."""
    asked = get_object_or_404(own(request, pk).endorsements.asking(), pk=word)
    try:
        asked.take_back(by=request.user)
        messages.success(request, _("You no longer ask %(member)s.") % {"member": asked.member})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("nominations:endorsement", pk)
