"""How a country becomes a Member, and the way into the form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused

from ..forms.country import CountryForm
from ..models import Accession
from ..standing import standing


@login_not_required
def join(request):
    """Criteria, steps, who signs, what follows; and, for a contact, the applications that are theirs."""
    own = Accession.objects.owned_by(request.user).with_voted().order_by("-started_at")[:50]
    context = {"own": [(accession, standing(accession)) for accession in own]}
    return render(request, "members/join.html", context)


@login_not_required
def start(request):
    """Choose the country; a visitor makes an account first and comes back here."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, reverse("account_signup"))
    form = CountryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accession = Accession.start(form.cleaned_data["country"], by=request.user)
        except Refused as refusal:
            form.add_error("country", str(refusal))
        else:
            if accession.revision or accession.status != Accession.Status.DRAFT:
                messages.info(request, _("You began this application earlier. Here is where it stands."))
                return redirect(accession)
            return redirect("members:accession_form", accession.pk)
    return render(request, "members/accession/start.html", {"form": form})
