"""The sections of a nomination: every POST saves what came before it judges it."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.drafts import unsaved
from members.drafts.choosing import both_versions, settled
from members.drafts.layout import laid_out
from members.drafts.pages import revision_of, too_long_to_keep, window_of
from members.drafts.saving import Overtaken
from portal.lifecycle.models import Refused

from ..questions import SECTIONS
from .own import about, after, own, own_to_change
from .task_list import tasks


@login_not_required  # whoever is signed out keeps what they typed and is asked to sign in
def section(request, pk, section):
    """One section: save whatever came, then say what is missing."""
    if section not in SECTIONS:
        raise Http404
    if not request.user.is_authenticated:
        if request.method == "POST":
            words, cut = SECTIONS[section].kept(typed(request, section))
            unsaved.keep(request, f"{pk}/{section}", words, revision_of(request), cut)
        return unsaved.sign_in(request)
    if request.method == "POST":
        return save(request, own_to_change(request, pk), section, typed(request, section), revision_of(request))
    nomination = own(request, pk)
    if kept := unsaved.take(request, f"{pk}/{section}"):
        return restore(request, nomination, section, kept)
    forms = nomination.section_forms()
    return page(request, nomination, section, read(request, nomination, section, forms[section]), forms=forms)


def typed(request, section) -> dict:
    """The answers in a POST, after a choice between two versions if there was one."""
    return settled(SECTIONS[section].typed(request.POST), request.POST)


def save(request, nomination, section, answers, revision):
    """Keep the answers, then go on, or show what is wrong with them."""
    window = window_of(request)
    try:
        cut = nomination.save_section(section, answers, by=request.user, revision=revision, window=window)
    except Overtaken as overtaken:
        return choose(request, nomination, section, answers, overtaken)
    except Refused as refusal:
        return page(request, nomination, section, nomination.section_form(section, answers), refusal=str(refusal))
    form = nomination.section_form(section)
    warn_of_cuts(request, cut, form)
    if "later" in request.POST:
        messages.success(request, _("Your answers are saved."))
        return redirect(nomination)
    if request.POST.get("go") in SECTIONS:
        messages.success(request, _("Your answers are saved."))
        return redirect("nominations:section", nomination.pk, request.POST["go"])
    if not form.is_valid():
        return page(request, nomination, section, form, saved=True)
    return onward(request, nomination, section)


def choose(request, nomination, section, answers, overtaken):
    """The page to choose between what came and what another window saved."""
    answers, _cut = SECTIONS[section].kept(answers)
    return both_versions(
        request,
        SECTIONS[section](answers, nomination=nomination),
        nomination.section_form(section),
        overtaken,
        title=SECTIONS[section].title,
        action=reverse("nominations:section", args=[nomination.pk, section]),
        revision=nomination.revision,
        back=(nomination.get_absolute_url(), _("Back to your nomination")),
    )


def warn_of_cuts(request, cut, form):
    for name in cut:
        messages.warning(request, too_long_to_keep(form.fields[name]))


def restore(request, nomination, section, kept):
    """Save what was typed before the session ended, and show it."""
    answers = kept["typed"]
    try:
        nomination.save_section(section, answers, by=request.user, revision=kept["revision"])
    except Overtaken as overtaken:
        return choose(request, nomination, section, answers, overtaken)
    except Refused as refusal:
        return page(request, nomination, section, nomination.section_form(section, answers), refusal=str(refusal))
    messages.success(request, _("You had been signed out. What you typed then is here, and saved."))
    warn_of_cuts(request, kept["cut"], nomination.section_form(section))
    return redirect(request.path)


def onward(request, nomination, section):
    """To the check page, if it sent us here or all is done; else to the next section."""
    following = after(section, nomination.open_sections(nomination.now))
    if request.GET.get("next") == "check" or following is None:
        return redirect("nominations:check", nomination.pk)
    return redirect("nominations:section", nomination.pk, following)


def read(request, nomination, section, form):
    """The form as it is opened: what is wrong is said when somebody comes to mend it, not while they still fill it in."""
    if request.GET.get("next") == "check" or nomination.section_state(section, form) == "problem":
        return form
    return SECTIONS[section](nomination=nomination, documents=form.documents, initial=suggested(nomination, section))


def suggested(nomination, section) -> dict:
    """The saved answers, and for the language of letters that of the account."""
    return (
        ({"letters_language": nomination.owner.language} | nomination.answers)
        if section == "declarations"
        else nomination.answers
    )


def page(request, nomination, section, form, refusal="", saved=False, forms=None):
    """The section's page; a refusal stands above what was typed, so that it can be copied."""
    context = about(nomination)
    listed = tasks(nomination, forms or nomination.section_forms())
    context |= {
        "form": laid_out(form),
        "section": section,
        "number": list(SECTIONS).index(section) + 1,
        "tasks": listed,
        "here": reverse("nominations:section", args=[nomination.pk, section]),
        "locked": section not in context["open_sections"],
        "errors": [{"text": refusal, "target": ""}] if refusal else [],
        "saved": saved,
        "window": secrets.token_hex(8),
    }
    if section == "documents":
        context["attached"] = [
            {
                "kind": name,
                "field": form[name],
                "label": field.label,
                "document": form.document(name),
                "said": form.said(name),
            }
            for name, field in form.fields.items()
        ]
    template = "nominations/documents.html" if section == "documents" else "nominations/section.html"
    return render(request, template, context, status=409 if refusal else 200)


@login_not_required
@require_POST
def autosave(request, pk, section):
    """Save while typing: 200 with the new revision, 401 signed out, 409 when another window saved or it is closed."""
    if section not in SECTIONS:
        raise Http404
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    nomination = own_to_change(request, pk)
    window = window_of(request)
    try:
        nomination.save_section(
            section, typed(request, section), by=request.user, revision=revision_of(request), window=window
        )
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    clock = date_words(timezone.localtime(nomination.saved_at), "H:i")
    return JsonResponse({"revision": nomination.revision, "saved_at": nomination.saved_at.isoformat(), "clock": clock})
