"""Where the reader is, and the same page in the other language."""

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext

from members.countries import member_name

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context, name, *args) -> str:
    """Marks a link of the masthead as this page (`page`) or as the part of the site it belongs to (`true`)."""
    path, target = context["request"].path, reverse(name, args=args)
    if path == target:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if path.startswith(target) else ""


@register.simple_tag(takes_context=True)
def acting_for(context) -> str:
    """The Member somebody acts for now, or how many, as the masthead's link says it; for everybody else nothing.

    Nor for whoever has a desk for that one Member: the desk has its link, and the masthead no room for both.
    """
    user = context["request"].user
    codes = set(getattr(user, "acts_for", ()))
    if len(codes) > 1:
        return ngettext("%(n)s Member", "%(n)s Members", len(codes)) % {"n": len(codes)}
    return member_name(codes.pop()) if codes and not user.has_desk else ""


def in_language(path: str, code: str) -> str:
    """The same address in the language `code`; a page without a language of its own leads to the home page."""
    translated = translate_url(path, code)
    if translated != path:
        return translated
    prefix = f"/{get_language()}/"
    return f"/{code}/{path.removeprefix(prefix)}" if path.startswith(prefix) else f"/{code}/"


@register.inclusion_tag("components/switch_language.html", takes_context=True)
def switch_language(context) -> dict:
    """EN and FR in the masthead; each leads to this page in that language."""
    request = context.get("request")
    query = request.META.get("QUERY_STRING", "") if request else ""
    urls, here = addresses(request), get_language()
    languages = [
        {"code": code, "name": name, "here": code == here, "url": f"{urls[code]}?{query}" if query else urls[code]}
        for code, name in settings.LANGUAGES
    ]
    return {"languages": languages}


def addresses(request) -> dict[str, str]:
    """Code to the address of this page in that language; worked out once for a request."""
    if not hasattr(request, "addresses"):
        path = request.path if request else "/"
        found = {code: in_language(path, code) for code, _name in settings.LANGUAGES}
        if request is None:
            return found
        request.addresses = found
    return request.addresses


@register.simple_tag(takes_context=True)
def alternates(context) -> str:
    """Tells search engines the one address of this page, without its query, and its address in each language."""
    request = context.get("request")
    if request is None or request.method not in ("GET", "HEAD") or getattr(request, "resolver_match", None) is None:
        return ""
    others = format_html_join(
        "\n    ",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((code, settings.SITE_URL, address) for code, address in addresses(request).items()),
    )
    return format_html('<link rel="canonical" href="{}{}">\n    {}', settings.SITE_URL, request.path, others)
