"""LifecycleAdmin: a thing whose status nobody edits; one button per verb that is open to this person now."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from unfold.decorators import display

from ..models import Refused
from ..templatetags.lifecycle import status_badge
from .bulk import BulkVerbs
from .reading import ReadingAdmin
from .verb import Verb


class LifecycleAdmin(BulkVerbs, ReadingAdmin):
    """verbs: what can be done. story: the events' verbs in words. waiting: states in which somebody here has to act."""

    verbs: tuple[Verb, ...] = ()
    story: dict[str, str] = {}
    waiting: frozenset[str] = frozenset()
    actions = ()

    @display(description=_lazy("state"))
    def state(self, thing):
        return status_badge(thing, self.waiting)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        names = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("many/<slug:name>/", wrap(self.many_view), name=f"{names}_many"),
            path("<path:object_id>/do/<slug:name>/", wrap(self.verb_view), name=f"{names}_do"),
            *super().get_urls(),
        ]

    # --- one verb

    def verb_named(self, request, name) -> Verb:
        """The verb behind an address, if this person's role has it. Asked on GET and on POST."""
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        if verb is None:
            raise Http404
        if not verb.may(request.user):
            raise PermissionDenied
        return verb

    def verb_view(self, request, object_id, name):
        """Ask for the words a verb needs, then do it. A refusal is shown, and keeps what was typed."""
        verb, thing = self.verb_named(request, name), self.found(request, object_id)
        posted = request.method == "POST"
        form = verb.words_for(thing, request.POST if posted else None, request.GET, request.user)
        if not posted and (obstacle := verb.obstacle(thing)):
            messages.error(request, obstacle)
            return redirect(self.address(thing))
        if posted and form.is_valid():
            try:
                outcome = verb.do(thing, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                thing = self.found(request, object_id)  # as it is, without what the verb had begun
            else:
                done = verb.done or _("Done.")
                messages.success(request, done if verb.leaves else f"{thing}: {done}")
                return redirect(self.list_address() if verb.leaves else self.after(request, verb, thing, outcome))
        return self.words_page(request, verb, form, **self.verb_context(request, verb, thing, form))

    def verb_context(self, request, verb, thing, form) -> dict:
        explanation = verb.explanation(thing) if not verb.obstacle(thing) else ""
        return {"thing": thing, "back": self.address(thing), "explanation": explanation}

    def words_page(self, request, verb, form, **about):
        """The page that asks for the words of a verb."""
        frame = self.admin_site.each_context(request) | {"title": verb.label, "model_opts": self.opts}
        words = {"verb": verb, "form": form, "media": form.media}
        return TemplateResponse(request, "admin/lifecycle/verb.html", {**frame, **words, **about})

    def after(self, request, verb, thing, outcome) -> str:
        """Where to go once it is done."""
        return self.address(thing)

    # --- the page, with its buttons and its story

    def open_verbs(self, request, thing) -> list[Verb]:
        """What this person may do to this thing in its present state."""
        return [verb for verb in self.verbs if verb.may(request.user) and not verb.obstacle(thing)]

    def buttons(self, request, thing) -> list[tuple[Verb, str]]:
        """(verb, address) for each button of the page."""
        names = f"admin:{self.opts.app_label}_{self.opts.model_name}_do"
        return [(verb, reverse(names, args=[thing.pk, verb.name])) for verb in self.open_verbs(request, thing)]

    def page_context(self, request, thing) -> dict:
        extra = {"verbs": self.buttons(request, thing), "story": self.story, "waiting": self.waiting}
        return super().page_context(request, thing) | extra
