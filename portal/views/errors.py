"""Pages for what went wrong; each shows the request's id and leaks nothing."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """A form that came without its token: from another site, or after cookies were cleared."""
    return render(request, "403.html", {"csrf": True}, status=403)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
