"""LifecycleAdmin: a thing whose status nobody edits; one button per verb that is open to this person now."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from ..models import Refused
from .bulk import BulkVerbs
from .verb import Verb


class ReadingAdmin(ModelAdmin):
    """What staff may read and nobody changes here; strangers' rows do not exist; filters are a closed list."""

    lookups: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50
    actions_on_top = True

    def get_queryset(self, request):
        """Starts from `visible_to`, as every lookup does."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request=None):
        """Django allows every field of the table; here a column that no filter names can be guessed by nobody."""
        return lookup in self.lookups

    def found(self, request, object_id):
        """The row behind an address, or the 404 of a missing page."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        return thing

    def address(self, thing) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])


class LifecycleAdmin(BulkVerbs, ReadingAdmin):
    """`verbs` is the list of what can be done; `story` names the verbs of the events in the timeline."""

    verbs: tuple[Verb, ...] = ()
    story: dict[str, str] = {}
    change_form_outer_before_template = "admin/lifecycle/buttons.html"
    change_form_outer_after_template = "admin/lifecycle/story.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        names = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("many/<slug:name>/", wrap(self.many_view), name=f"{names}_many"),
            path("<path:object_id>/do/<slug:name>/", wrap(self.verb_view), name=f"{names}_do"),
            *super().get_urls(),
        ]

    def open_verbs(self, request, thing) -> list[Verb]:
        """What this person may do to this thing in its present state."""
        return [verb for verb in self.verbs if verb.may(request.user) and not verb.obstacle(thing)]

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
        form = verb.words_for(thing, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                outcome = verb.do(thing, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, verb.done or _("Done."))
                return redirect(self.after(request, verb, thing, outcome))
        elif request.method != "POST" and (obstacle := verb.obstacle(thing)):
            messages.error(request, obstacle)
            return redirect(self.address(thing))
        return TemplateResponse(request, "admin/lifecycle/verb.html", self.verb_context(request, verb, thing, form))

    def verb_context(self, request, verb, thing, form) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "subtitle": str(thing),
            "verb": verb,
            "explanation": verb.explanation(thing),
            "thing": thing,
            "form": form,
            "media": self.media + form.media,
            "back": self.address(thing),
            "list_address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "model_opts": self.opts,
        }

    def after(self, request, verb, thing, outcome) -> str:
        """Where to go once it is done."""
        return self.address(thing)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        thing = self.found(request, object_id) if object_id else None
        extra = {"verbs": self.buttons(request, thing), "thing": thing, "story": self.story} if thing else {}
        return super().changeform_view(request, object_id, form_url, extra | (extra_context or {}))

    def buttons(self, request, thing) -> list[tuple[Verb, str]]:
        """(verb, address) for each button of the page."""
        names = f"admin:{self.opts.app_label}_{self.opts.model_name}_do"
        return [(verb, reverse(names, args=[thing.pk, verb.name])) for verb in self.open_verbs(request, thing)]
