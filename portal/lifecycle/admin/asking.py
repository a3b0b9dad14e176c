"""Asking: something new, by the words that its verb needs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.text import capfirst

from ..models import Refused
from .verb import Verb


class Asking:
    """Trait of LifecycleAdmin. asking: a verb of the model itself, which makes a thing; its `done` may name it as `who`."""

    asking: Verb

    def has_add_permission(self, request, *args):
        return self.asking.may(request.user)

    def called(self, made) -> str:
        """How `done` calls it."""
        return str(made)

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the words, then lead to what was made. A refusal is shown, and keeps what was typed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        verb, typed = self.asking, request.POST if request.method == "POST" else None
        form = verb.words_for(None, typed, request.GET, request.user)
        if form.is_bound and form.is_valid():
            try:
                made = (verb.act or getattr(self.model, verb.name))(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                if verb.done:
                    messages.success(request, verb.done % {"who": self.called(made)})
                return redirect(self.list_address() if verb.leaves else self.address(made))
        things = capfirst(self.opts.verbose_name_plural)
        return self.words_page(
            request, verb, form, thing=things, back=self.list_address(), explanation=verb.explanation(None)
        )
