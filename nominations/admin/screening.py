"""Screening: the queue, the document and the checks side by side; one decision after the other, or many in one act."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .. import rules
from ..forms.screening import DecisionForm
from ..models import Doubts, Nomination, ScreeningBatch
from ..models.screening_batch import AT_ONCE
from .screen import Screen
from .verbs import STORY

NAME = "admin:nominations_nomination_"
ONWARD = {
    "ask": "return_for_correction",
    "question": "ask",
    "ineligible": "declare_ineligible",
}  # decisions that need words
KEPT = ("q", "tab", "call")  # of an address, from one nomination to the next


class ScreeningPages:
    """Trait of NominationAdmin."""

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "nominations_nomination"
        return [
            path("screening/", wrap(self.screening_view), name=f"{name}_screening"),
            path("screening/passing/", wrap(self.passing_view), name=f"{name}_passing"),
            path("screening/batch/<uuid:batch>/", wrap(self.batch_view), name=f"{name}_batch"),
            path("screening/<uuid:pk>/", wrap(self.screen_view), name=f"{name}_screen"),
            path("screening/<uuid:pk>/undo/", wrap(self.screen_undo_view), name=f"{name}_screen_undo"),
            *super().get_urls(),
        ]

    # --- one after the other

    def screening_view(self, request):
        """The first of the queue."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.screen_page(request, Screen(request.user, request.GET))

    def screen_view(self, request, pk):
        """One of them; a decision leads on to the next."""
        screen = Screen(request.user, request.GET, pk)
        if screen.one is None:
            raise Http404
        if request.method == "POST":
            return self.decide(request, screen)
        return self.screen_page(request, screen)

    def screen_page(self, request, screen, form=None):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Screening"),
            "screen": screen,
            "nomination": screen.one,
            "form": form or DecisionForm(),
            "kept": kept(request.GET),
            "may_screen": rules.may_screen(request.user),
            "done": self.done_just_now(request),
            "story": STORY,
            "model_opts": self.opts,
        }
        return TemplateResponse(request, "admin/nominations/screening.html", context)

    def done_just_now(self, request):
        """What the page before decided, while it can still be undone without anybody knowing."""
        try:
            pk = uuid.UUID(request.GET.get("done", ""))
        except ValueError:
            pk = None
        rows = Nomination.objects.visible_to(request.user).filter(pk=pk, screening_shown_at__gt=timezone.now())
        return rows.defer("answers").first()

    def decide(self, request, screen):
        """Eligible, at once; whatever needs words leads to the page that asks for them. A note is kept either way."""
        if not rules.may_screen(request.user):
            raise PermissionDenied
        form, one, query = DecisionForm(request.POST), screen.one, kept(request.GET)
        if not form.is_valid():
            return self.screen_page(request, screen, form)
        decision, following = form.cleaned_data["decision"], screen.following
        try:
            if form.cleaned_data["note"].strip():
                one.add_note(form.cleaned_data["note"], by=request.user)
                messages.success(request, _("%(nomination)s: the note is in the file.") % {"nomination": one})
            if decision == "note":
                return redirect(f"{address('screen', one.pk)}{query}")
            if decision in ONWARD:
                more = with_more(query, screening=1, seen=form.cleaned_data["version"])
                return redirect(f"{address('do', one.pk, ONWARD[decision])}{more}")
            one.declare_eligible(by=request.user, seen=form.cleaned_data["version"])
        except Refused as refusal:
            return self.overtaken(request, screen, str(refusal))
        more = with_more(query, done=one.pk)
        return redirect(f"{address('screen', following.pk) if following else address('screening')}{more}")

    def overtaken(self, request, screen, sentence):
        """Somebody was faster: say who, and go on; a new version is looked at again."""
        now = screen.read(screen.pk)
        if now is None or now.status == Nomination.Status.SUBMITTED:
            messages.error(request, sentence)
            return redirect(f"{address('screen', screen.pk)}{kept(request.GET)}")
        screen.one = now
        event, following = screen.decision(), screen.following
        who = _("you") if event and event.by_id == request.user.pk else (event and event.by) or _("the clock")
        words = _("%(nomination)s is “%(state)s” already, by %(who)s. Here is the next one.")
        messages.warning(request, words % {"nomination": now, "state": now.get_status_display(), "who": who})
        return redirect(f"{address('screen', following.pk) if following else address('screening')}{kept(request.GET)}")

    def screen_undo_view(self, request, pk):
        """Take back what was decided a moment ago, before anybody learns it; later a reason is asked for."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not rules.may_screen(request.user):
            raise PermissionDenied
        one = get_object_or_404(Nomination.objects.visible_to(request.user).exclude(submitted_version=None), pk=pk)
        if not one.screening_shown_at or one.screening_shown_at <= clock.now():
            return redirect(f"{address('do', pk, 'undo_screening')}{with_more(kept(request.GET), screening=1)}")
        try:
            one.undo_screening(reason=_("Taken back on the screening page before the letter left."), by=request.user)
            messages.success(request, _("%(nomination)s: undone, it is submitted again.") % {"nomination": one})
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{address('screen', pk)}{kept(request.GET)}")

    def after_words(self, request, verb, thing):
        """Whoever came from screening to a page of words goes back to it: to the next, or to the same."""
        screen, query = Screen(request.user, request.GET, thing.pk), kept(request.GET)
        if verb.name in ("add_note", "correct", "undo_screening") or screen.following is None:
            return f"{address('screen', thing.pk)}{query}"
        more = with_more(query, done=thing.pk) if verb.name == "declare_ineligible" else query
        return f"{address('screen', screen.following.pk)}{more}"

    def verb_context(self, request, verb, thing, form):
        """The way back is the page that one came from."""
        context = super().verb_context(request, verb, thing, form)
        if request.GET.get("screening") and thing.submitted_version_id:
            context["back"] = f"{address('screen', thing.pk)}{kept(request.GET)}"
        return context

    # --- many in one act

    def passing_view(self, request):
        """Who passes every check, how many letters that makes and when they leave; then the act, once."""
        if not rules.may_screen(request.user):
            raise PermissionDenied
        call = Screen(request.user, request.GET).call
        if call is None:
            raise Http404
        if request.method == "POST":
            return self.declare_passing(request, call)
        passing = list(Nomination.objects.passing(Doubts(call, request.user)).defer("answers", "names")[: AT_ONCE + 1])
        able = passing[:AT_ONCE]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Declare eligible who passes every check"),
            "call": call,
            "able": able,
            "more": len(passing) > AT_ONCE,
            "at_once": AT_ONCE,
            "key": uuid.uuid4(),
            "things": " ".join(str(one.pk) for one in able),
            "leave": clock.now() + timedelta(hours=call.screening_hold_hours) if call.screening_hold_hours else None,
            "back": f"{address('screening')}?call={call.year}",
            "model_opts": self.opts,
        }
        return TemplateResponse(request, "admin/nominations/passing.html", context)

    def declare_passing(self, request, call):
        try:
            key = uuid.UUID(request.POST.get("key", ""))
            chosen = [uuid.UUID(pk) for pk in request.POST.get("things", "").split()[:AT_ONCE]]
        except ValueError:
            raise Http404 from None
        batch, done, left = ScreeningBatch.declare(call, chosen, key=key, by=request.user)
        if left is None:
            messages.warning(request, _("This was done already, by the first click. Nothing was done twice."))
        elif done:
            text = ngettext("%(n)s was declared eligible.", "%(n)s were declared eligible.", len(done))
            messages.success(request, text % {"n": len(done)})
        for nomination, sentence in left or ():
            messages.error(request, f"{nomination}: {sentence}")
        return redirect(address("batch", batch.pk))

    def batch_view(self, request, batch):
        """What one act declared, and the undoing of all of it until the letters leave."""
        batch = get_object_or_404(ScreeningBatch.objects.select_related("call", "by"), pk=batch)
        if request.method == "POST":
            if not rules.may_screen(request.user):
                raise PermissionDenied
            done, left = batch.undo(
                by=request.user, reason=_("The whole batch was taken back before its letters left.")
            )
            text = ngettext("%(n)s was undone.", "%(n)s were undone.", len(done))
            messages.success(request, text % {"n": formats.number_format(len(done))})
            for nomination, sentence in left:
                messages.error(request, f"{nomination}: {sentence}")
            return redirect(address("batch", batch.pk))
        standing, now = list(batch.standing(request.user).defer("answers", "names")), clock.now()
        held = [one for one in standing if one.screening_shown_at > now]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Declared eligible in one act"),
            "batch": batch,
            "standing": standing,
            "held": held,
            "until": min((one.screening_shown_at for one in held), default=None),
            "may_screen": rules.may_screen(request.user),
            "back": f"{address('screening')}?call={batch.call.year}",
            "model_opts": self.opts,
        }
        return TemplateResponse(request, "admin/nominations/batch.html", context)


def address(page, *args) -> str:
    return reverse(f"{NAME}{page}", args=args)


def kept(query) -> str:
    """What goes on from page to page: the search, the tab and the call."""
    return with_more("", **{name: query[name] for name in KEPT if query.get(name)})


def with_more(query, **more) -> str:
    """An address's query with more in it; empty where there is nothing."""
    told = QueryDict(query.removeprefix("?"), mutable=True)
    for name, value in more.items():
        told[name] = value
    return f"?{told.urlencode()}" if told else ""
