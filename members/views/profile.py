"""An expert's own profile: what the public sees of them, and what it never sees."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from ..forms.people import ProfileForm, WorkForm
from ..models import Person
from ..models.consent import TEXTS, VERSION, Purpose, Way


def own(request) -> Person | None:
    """The expert behind the account: somebody who has or had a term."""
    person = Person.known_to(request.user)
    return person if person and person.appointments.exists() else None


def own_or_404(request) -> Person:
    person = own(request)
    if person is None:
        raise Http404
    return person


@require_safe
def profile(request):
    """What the public sees, and the ways to change it; who is no expert reads for whom this page is."""
    person = own(request)
    if person is None:
        return render(request, "members/no_profile.html")
    today = clock.now().date()
    facts = {
        "person": person,
        "affiliation": person.affiliation_on(today),
        "terms": person.appointments.select_related("group").order_by("-starts_on"),
        "addresses": request.user.verified_addresses(),
        "consent": person.consents.in_force().filter(purpose=Purpose.PUBLICATION).first(),
        "text": TEXTS[Purpose.PUBLICATION],
        "version": VERSION,
    }
    return render(request, "members/profile.html", facts)


def edit(request):
    """Name, biography and where to read about them."""
    person = own_or_404(request)
    known = {name: getattr(person, name) for name in ProfileForm.base_fields} | {"published_name": person.name}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        try:
            person.correct(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("orcid", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("members:profile")
    return render(request, "members/profile_edit.html", {"form": form})


def work(request):
    """Where they work now: a change ends the present affiliation and begins a new one."""
    person = own_or_404(request)
    present = person.affiliation_on(clock.now().date())
    known = {name: getattr(present, name) for name in WorkForm.base_fields} if present else {}
    form = WorkForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        person.work_at(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("members:profile")
    return render(request, "members/profile_work.html", {"form": form, "present": present})


@require_POST
def publish(request):
    """Agree to be shown, in the words that stood beside the button."""
    return settle(request, own_or_404(request).consent, _("You are shown to the public from now on."))


@require_POST
def unpublish(request):
    """Agree no longer: gone from every public page at once."""
    return settle(
        request, own_or_404(request).withdraw_consent, _("You are no longer shown to the public: your page is gone.")
    )


def settle(request, verb, done):
    try:
        verb(Purpose.PUBLICATION, by=request.user, way=Way.PROFILE)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("members:profile")
