"""A focal point answers requests, one by one or many at once; and sends many nominations at once."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused

from ..forms.answering import AnswerForm
from ..models import Endorsement
from .at_desk import at_desk, own
from .desk import shown
from .naming import attach
from .sending import act, deputy_only

AT_MOST = 300


@require_POST
@at_desk
def endorse(request, desk, pk):
    """Give the Member's word, with a statement and a letter if they came."""
    one = own(desk, pk, kind=Endorsement.Kind.ENDORSE)
    form = AnswerForm(request.POST)
    answers = desk.sends and desk.of(one.call).may_answer  # else the verb says why not, and no letter is kept
    if form.is_valid() and answers and (wrong := attach(request, one)):
        form.add_error("letter", wrong)
    elif request.FILES and not form.is_valid():
        form.add_error("letter", _("The file was not kept: choose it again."))
    if not form.is_valid():
        return shown(request, desk, one, form)
    said = _("Endorsed: %(name)s. The person is told.") % {"name": one.who}
    return act(request, one.give, said, back=one, statement=form.cleaned_data["statement"])


@require_POST
@at_desk
def decline(request, desk, pk):
    """Say that the Member does not endorse; nothing of why is kept."""
    one = own(desk, pk, kind=Endorsement.Kind.ENDORSE)
    return act(request, one.decline, _("Not endorsed: %(name)s. The person is told.") % {"name": one.who}, back=one)


@require_POST
@at_desk
def many(request, desk):
    """A page that shows what is about to happen to how many; then each in a transaction of its own."""
    verb = VERBS.get(request.POST.get("do"))
    sure = "sure" in request.POST
    rows = chosen(request, desk, verb, sure) if verb else []
    if not rows:
        messages.error(request, _("Choose at least one first: tick the boxes before the names."))
        return redirect("nominations:desk")
    if not desk.sends:
        messages.error(request, deputy_only(desk.member))
        return redirect("nominations:desk")
    if not sure:
        context = {"desk": desk, "call": desk.call, "rows": rows, "do": request.POST["do"], "now": desk.at}
        return render(request, "nominations/desk/many.html", context)
    done, refused = 0, {}
    for one in rows:
        name = one.title  # before it is read anew: a name may be gone by then
        try:
            getattr(one, verb)(by=request.user)
            done += 1
        except Refused as refusal:
            refused.setdefault(str(refusal), []).append(name)
    tell(request, request.POST["do"], done, refused)
    return redirect("nominations:desk")


VERBS = {"endorse": "give", "decline": "decline", "send": "invite"}


def chosen(request, desk, verb, sure) -> list[Endorsement]:
    """Those ticked on this desk, in the order of their ranks, so that the first get the places.

    The preview shows those that wait still; when it is sure, what was answered meanwhile is refused in words.
    """
    keys = [key for typed in request.POST.getlist("one")[:AT_MOST] if (key := uuid(typed))]
    state, kind = Endorsement.Status, Endorsement.Kind
    waits = {"kind": kind.NOMINATE, "status": state.PREPARED}
    if verb != "invite":
        waits = {"kind": kind.ENDORSE, "status": state.REQUESTED}
    if sure:
        del waits["status"]
    rows = desk.rows().filter(pk__in=keys, **waits) if desk.call else Endorsement.objects.none()
    found = rows.select_related("call", "member", "group", "nomination", "letter_row")
    return list(found.order_by("group__order", "rank", "asked_at", "pk"))


def uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def tell(request, do, done, refused):
    """How many were done; each reason of a refusal once, with the names."""
    words = {
        "endorse": ngettext("%(n)s person endorsed.", "%(n)s people endorsed.", done),
        "decline": ngettext("%(n)s request declined.", "%(n)s requests declined.", done),
        "send": ngettext("%(n)s nomination sent.", "%(n)s nominations sent.", done),
    }
    if done:
        messages.success(request, words[do] % {"n": done})
    for sentence, names in refused.items():
        messages.error(request, _("%(names)s: %(sentence)s") % {"names": ", ".join(names), "sentence": sentence})
