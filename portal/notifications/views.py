"""The way out of reminders, without signing in: the token in the address is the right to use it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .models import Silence
from .models.silence import whose


@csrf_exempt  # mail programs POST here for the reader (RFC 8058); whoever has the token has the mail
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request, token):
    """GET only asks, for mail scanners open every link; POST stops reminders, or with `resume` sends them again."""
    try:
        user = get_object_or_404(get_user_model(), pk=whose(token))
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST" and "resume" in request.POST:
        Silence.objects.filter(user=user).delete()
    elif request.method == "POST":
        Silence.objects.get_or_create(user=user)
    silent = Silence.objects.filter(user=user).exists()
    with translation.override(user.language):
        return render(request, "notifications/reminders.html", {"silent": silent, "done": request.method == "POST"})
