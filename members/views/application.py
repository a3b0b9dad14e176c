"""The form of an application: every POST saves what came before it judges it."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.lifecycle.models import Refused
from portal.pdf.arrival import is_lost
from portal.pdf.refusals import refusal as refused

from ..application import Application
from ..drafts import unsaved
from ..drafts.choosing import both_versions, settled
from ..drafts.layout import laid_out
from ..drafts.pages import revision_of, too_long_to_keep, window_of
from ..drafts.saving import Overtaken
from .accession import about, own


@login_not_required  # whoever is signed out keeps what they typed and is asked to sign in
def form(request, pk):
    """Save whatever came, then say what is missing."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            words, cut = Application.kept(typed(request))
            unsaved.keep(request, kept_name(pk), words, revision_of(request), cut)
            if request.FILES:
                messages.warning(request, _("The file cannot be kept. Sign in, then choose it again."))
        return unsaved.sign_in(request)
    accession = own(request, pk)
    if request.method == "POST":
        return save(request, accession)
    if kept := unsaved.take(request, kept_name(pk)):
        return restore(request, accession, kept)
    return page(request, accession, opened(request, accession))


def kept_name(pk) -> str:
    return f"accession/{pk}"


def typed(request) -> dict:
    """The answers in a POST, after a choice between two versions if there was one."""
    return settled(Application.typed(request.POST), request.POST)


def save(request, accession):
    """Keep the answers, take the letter, then go on, or show what is wrong."""
    answers = typed(request)
    try:
        cut = accession.save_answers(answers, by=request.user, revision=revision_of(request), window=window_of(request))
    except Overtaken as overtaken:
        return choose(request, accession, answers, overtaken)
    except Refused as refusal:
        return page(request, accession, Application(answers), refusal=str(refusal))
    warn_of_cuts(request, cut)
    wrong = attach(request, accession)
    if "later" in request.POST and not wrong:
        messages.success(request, _("Your answers are saved."))
        return redirect(accession)
    if wrong or accession.missing():
        return page(request, accession, accession.form(), saved=True, wrong=wrong, judged=True)
    return redirect("members:accession_check", accession.pk)


def attach(request, accession) -> str:
    """Take the letter if one came; why not, in a sentence, where it could not be taken."""
    if file := request.FILES.get("letter"):
        try:
            accession.attach_letter(file, by=request.user)
        except Refused as error:
            return str(error)
    elif is_lost(request, "letter"):
        return str(refused("lost"))
    return ""


def choose(request, accession, answers, overtaken):
    """The page to choose between what came and what another window saved."""
    answers, _cut = Application.kept(answers)
    return both_versions(
        request,
        Application(answers),
        accession.form(),
        overtaken,
        title=accession.country_name,
        action=reverse("members:accession_form", args=[accession.pk]),
        revision=accession.revision,
        back=(accession.get_absolute_url(), _("Back to the application")),
    )


def warn_of_cuts(request, cut):
    for name in cut:
        messages.warning(request, too_long_to_keep(Application.base_fields[name]))


def restore(request, accession, kept):
    """Save what was typed before the session ended, and show it."""
    try:
        accession.save_answers(kept["typed"], by=request.user, revision=kept["revision"])
    except Overtaken as overtaken:
        return choose(request, accession, kept["typed"], overtaken)
    except Refused as refusal:
        return page(request, accession, Application(kept["typed"]), refusal=str(refusal))
    messages.success(request, _("You had been signed out. What you typed then is here, and saved."))
    warn_of_cuts(request, kept["cut"])
    return redirect(request.path)


def opened(request, accession):
    """The form as it is opened: what is wrong is said when somebody comes to mend it, not while they still fill it in."""
    return accession.form() if request.GET.get("next") == "check" else Application(initial=accession.answers)


def page(request, accession, form, *, refusal="", saved=False, wrong="", judged=False):
    """The form's page; a refusal stands above what was typed, so that it can be copied."""
    judged = judged or request.GET.get("next") == "check"
    letter = accession.letter
    missing = _("Attach the letter of intent as a PDF") if judged and not letter else ""
    context = about(accession) | {
        "form": laid_out(form),
        "letter": letter,
        "letter_error": wrong or missing,
        "errors": [
            *([{"text": refusal, "target": ""}] if refusal else []),
            *([{"text": wrong or missing, "target": "id_letter", "last": True}] if wrong or missing else []),
        ],
        "saved": saved,
        "window": secrets.token_hex(8),
    }
    return render(request, "members/accession/form.html", context, status=409 if refusal else 200)


@login_not_required
@require_POST
def autosave(request, pk):
    """Save while typing: 200 with the new revision, 401 signed out, 409 when another window saved or it is closed."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    accession = own(request, pk)
    try:
        accession.save_answers(
            typed(request), by=request.user, revision=revision_of(request), window=window_of(request)
        )
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    clock = date_words(timezone.localtime(accession.saved_at), "H:i")
    return JsonResponse({"revision": accession.revision, "saved_at": accession.saved_at.isoformat(), "clock": clock})
