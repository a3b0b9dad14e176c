"""What machines read: where to report a hole, what to index, and what not."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from members.models import Member, WorkingGroup
from nominations.deciding.models import Statistics
from portal.lifecycle import clock

PUBLIC = (
    "portal:home",
    "portal:about",
    "members:members",
    "members:groups",
    "members:across",
    "members:experts",
    "nominations:call",
    "nominations:questions",
    "portal:open_data",
    "portal:contact",
    "portal:privacy",
    "portal:accessibility",
)
TOLD_AGAIN_WITHIN = timedelta(days=180)  # RFC 9116 wants less than a year


def plain(lines) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
def security(request):
    """RFC 9116: whom to tell about a hole, in which languages."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + TOLD_AGAIN_WITHIN
    lines = [
        f"Contact: mailto:{settings.SECRETARIAT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, fr",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return plain(lines)


@login_not_required
def robots(request):
    """The public pages may be indexed; a demo, whose people are invented, may not."""
    if settings.DEMO:
        return plain(["User-agent: *", "Disallow: /"])
    closed = [
        "/admin/",
        *(
            f"/{code}/{part}/"
            for code, _name in settings.LANGUAGES
            for part in ("accounts", "nominations", "desk", "consent")
        ),
    ]
    return plain(
        ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    )


@login_not_required
def sitemap(request):
    """Every public page in both languages, each naming the other."""
    pages = [{code: address(page, code) for code, _name in settings.LANGUAGES} for page in public()]
    return render(request, "portal/sitemap.xml", {"pages": pages}, content_type="application/xml; charset=utf-8")


def public():
    """The public pages: the name of each and what its address ends with."""
    yield from ((name, ()) for name in PUBLIC)
    for code in Member.objects.filter(admitted_on__lte=clock.now().date()).order_by("code").values_list("code"):
        yield "members:member", code
    for slug in WorkingGroup.objects.values_list("slug"):
        yield "members:group", slug
    for year in Statistics.objects.public().values_list("call__year"):
        yield "deciding:statistics", year


def address(page, code: str) -> str:
    name, parts = page
    with override(code):
        return settings.SITE_URL + reverse(name, args=parts)
