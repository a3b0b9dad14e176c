"""A question of the secretariat, and the place to answer it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members.drafts import unsaved
from portal.lifecycle.models import Refused

from ..forms.answer import Answer
from .own import about, own


@login_not_required  # whoever is signed out keeps what they typed and is asked to sign in
def clarification(request, pk, question):
    """Read the question; answer it once."""
    name = f"{pk}/question/{question}"
    if not request.user.is_authenticated:
        if request.method == "POST":
            unsaved.keep(request, name, {"answer": request.POST.get("answer", "")[:9000]})
        return unsaved.sign_in(request)
    nomination = own(request, pk)
    asked = get_object_or_404(nomination.clarifications, pk=question)
    kept = unsaved.take(request, name)
    form = Answer(request.POST if request.method == "POST" else None, initial=kept["typed"] if kept else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked.give_answer(form.cleaned_data["answer"], by=request.user)
            messages.success(request, _("Your answer is with the secretariat."))
            return redirect(request.path)
        except Refused as refusal:
            form.add_error("answer", str(refusal))
    return render(request, "nominations/clarification.html", about(nomination) | {"asked": asked, "form": form})
