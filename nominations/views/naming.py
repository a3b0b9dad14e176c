"""A Member's desk writes a nomination down: every POST keeps what came before it judges it."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.drafts import unsaved
from members.drafts.layout import laid_out
from portal.lifecycle.models import Refused
from portal.pdf.arrival import is_lost
from portal.pdf.refusals import refusal as refused

from ..models import Endorsement
from ..naming import Naming, stamp, typed_before
from .at_desk import at_desk, own

NEW = "desk/nominate"  # what is typed by somebody who is signed out, and belongs to no nomination yet


def keeping(view):
    """Whoever is signed out keeps what they typed, and is asked to sign in; a file cannot be kept, which is said."""

    @login_not_required
    def kept(request, **parts):
        if request.user.is_authenticated:
            return at_desk(view)(request, **parts)
        if request.method == "POST":
            words, cut = Naming.kept(Naming.typed(request.POST))
            unsaved.keep(request, name_of(parts.get("pk"), request.POST.get("desk", "")), words, None, cut)
            if request.FILES:
                messages.warning(request, _("The file cannot be kept. Sign in, then choose it again."))
        return unsaved.sign_in(request)

    return kept


def name_of(pk, code) -> str:
    """What is new is kept for one Member's desk: another one, in the same browser, does not read it."""
    return f"desk/{pk}" if pk else f"{NEW}/{code[:2]}"


@keeping
def nominate(request, desk):
    """Begin a nomination; sent twice, the form begins one."""
    if not desk.may_name:
        messages.error(request, why_not(desk))
        return redirect("nominations:desk")
    if request.method == "POST":
        return save(request, desk, None)
    kept = unsaved.take(request, name_of(None, desk.member.code))
    form = Naming(kept["typed"] if kept else None, call=desk.call, initial={"language": get_language()})
    return page(request, desk, None, form, judged=False)


@keeping
def change(request, desk, pk):
    """Type on what was not sent."""
    one = own(desk, pk)
    desk = desk.of(one.call)
    if one.status != one.Status.PREPARED or not desk.may_name:
        return redirect(one)
    if request.method == "POST":
        return save(request, desk, one)
    kept = unsaved.take(request, name_of(pk, desk.member.code))
    form = one.form(kept["typed"] if kept else None)
    return page(request, desk, one, form, judged="check" in request.GET)


def save(request, desk, one):
    """Keep what came, take the letter, then go on, or show what is wrong."""
    one = one or begun(request, desk)
    typed = {name: request.POST.get(name, "") for name in typed_before(Endorsement())}
    form = Naming(typed, call=desk.call, letter=one and one.letter)
    try:
        one = keep(request, desk, one, form.columns())
    except Refused as refusal:
        one = one and own_rows(desk).filter(pk=one.pk).first()  # as it stands now, if it still does
        return page(request, desk, one, form, trouble=str(refusal))
    wrong = attach(request, one)
    form = one.form(typed, refused=wrong)
    if too_long := form.too_long_to_keep():
        return page(request, desk, one, form, unkept=too_long)
    if "later" in request.POST and not wrong:
        messages.success(request, _("Saved. Nobody has been asked yet."))
        return redirect("nominations:desk")
    if form.is_valid():
        if desk.sends:
            return redirect("nominations:desk_send", one.pk)
        messages.success(request, _("Saved, and complete. Nobody has been asked yet: your focal point sends it."))
        return redirect(one)
    return page(request, desk, one, form, saved=True)


def keep(request, desk, one, columns) -> Endorsement:
    if one is None:
        key = key_of(request.POST.get("key", ""))
        return Endorsement.prepare(call=desk.call, member=desk.member, by=request.user, key=key, **columns)
    one.change(by=request.user, seen=request.POST.get("seen"), **columns)
    return one


def begun(request, desk) -> Endorsement | None:
    """What the same page began when it was sent before."""
    return own_rows(desk).filter(pk=key_of(request.POST.get("key", ""))).first()


def own_rows(desk):
    return Endorsement.objects.naming().filter(member=desk.member).select_related("call", "member", "group")


def key_of(typed: str) -> UUID | None:
    """The key of the page, if it is one; anything odd makes a nomination of its own."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def attach(request, one) -> str:
    """Take the letter if one came; why not, in a sentence, where it could not be taken."""
    if file := request.FILES.get("letter"):
        try:
            one.attach_letter(file, by=request.user)
        except Refused as error:
            return str(error)
    elif is_lost(request, "letter"):
        return str(refused("lost"))
    return ""


def page(request, desk, one, form, *, judged=True, saved=False, trouble="", unkept=()):
    """The form with what was typed. judged: whether what is missing is said; trouble: why nothing could be kept."""
    if not judged:
        form.errors.clear() if form.is_bound else None
    context = {
        "desk": desk,
        "call": desk.call,
        "now": desk.at,
        "endorsement": one,
        "form": laid_out(form),
        "letter": form.there,
        "trouble": [{"text": trouble, "target": ""}] if trouble else [],
        "saved": saved,
        "unkept": unkept,
        "file_lost": bool(trouble and request.FILES),
        "seen": stamp(one) if one else "",
        "key": request.POST.get("key") or secrets.token_hex(16),
        "action": reverse("nominations:desk_change", args=[one.pk]) if one else reverse("nominations:desk_nominate"),
    }
    return render(request, "nominations/desk/nominate.html", context)


def why_not(desk) -> str:
    if desk.open and desk.at >= desk.call.agree_end:
        return _("The time in which Members nominate in this call has ended.")
    return _("The call is not open, so nobody can be nominated.")
