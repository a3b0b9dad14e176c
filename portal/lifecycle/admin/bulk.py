"""Verbs for many at once: a form, a list of what will happen to how many, then each in its own transaction."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .verb import each

AT_ONCE = 300  # each is a lock, a letter and an event: some seconds in all


class BulkVerbs:
    """Trait of LifecycleAdmin."""

    def get_actions(self, request):
        """The verbs for many in the list's menu; Django's own deletion is not among them."""
        if request.GET.get("_popup"):
            return {}
        return {v.name: (type(self).choose, v.name, v.label) for v in self.verbs if v.bulk and v.may(request.user)}

    def response_action(self, request, queryset):
        """A choice that names no row of ours is a missing page, where Django fails on it."""
        try:
            return super().response_action(request, queryset)
        except ValidationError:
            raise Http404 from None

    def choose(self, request, queryset):
        """From the list's menu to the page that shows what would happen. Changes nothing yet."""
        verb = self.verb_named(request, request.POST.get("action", ""))
        things = list(queryset[: AT_ONCE + 1])
        if len(things) > AT_ONCE:
            messages.error(request, _("Choose at most %(many)s at once.") % {"many": AT_ONCE})
            return None
        return self.preview(request, verb, things, verb.words_for(None))

    def many_view(self, request, name):
        """Do a verb to all that were shown; those refused meanwhile are named with the reason."""
        verb = self.verb_named(request, name)
        if not verb.bulk:
            raise Http404
        home = redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        things = self.chosen(request)
        if request.method != "POST" or not things:
            return home
        form = verb.words_for(None, request.POST)
        if not form.is_valid():
            return self.preview(request, verb, things, form)
        done, refused = each(verb, things, by=request.user, **form.cleaned_data)
        self.say(request, verb, done, refused)
        return home

    def chosen(self, request) -> list:
        """The rows named by the form, as far as this person may see them."""
        try:
            ids = [self.model._meta.pk.to_python(pk) for pk in request.POST.get("things", "").split()]
        except ValidationError:
            raise Http404 from None
        return list(self.get_queryset(request).filter(pk__in=ids[:AT_ONCE]).order_by("pk"))

    def preview(self, request, verb, things, form):
        """The page between: which can, which cannot and why, and the words that all will get."""
        judged = [(thing, verb.obstacle(thing)) for thing in things]
        able = [thing for thing, obstacle in judged if not obstacle]
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "verb": verb,
            "form": form,
            "media": self.media + form.media,
            "able": able,
            "unable": [(thing, obstacle) for thing, obstacle in judged if obstacle],
            "things": " ".join(str(thing.pk) for thing in able),
            "explanation": verb.explanation(*able) if able else "",
            "address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_many", args=[verb.name]),
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "model_opts": self.opts,
        }
        return TemplateResponse(request, "admin/lifecycle/many.html", context)

    def say(self, request, verb, done, refused):
        """How many were done, and each that was not."""
        if done:
            text = ngettext("%(verb)s: done for %(n)s.", "%(verb)s: done for %(n)s.", len(done))
            messages.success(request, text % {"verb": verb.label, "n": len(done)})
        for thing, sentence in refused:
            messages.error(request, f"{thing}: {sentence}")
