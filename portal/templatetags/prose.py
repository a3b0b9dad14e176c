"""Texts that people wrote in Markdown, and sources as links."""

from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

register = template.Library()

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "code", "hr"}


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as HTML: no raw HTML, no pictures, no addresses but http, https and mailto."""
    return render(text or "")


@lru_cache(maxsize=64)
def render(text: str) -> SafeString:
    html = MarkdownIt("js-default", {"html": False, "linkify": False}).render(text)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return mark_safe(clean)  # noqa: S308  nh3 has just cleaned it


@register.filter
def site_of(url: str) -> str:
    """The name of the site behind an address: www.gpai.ai gives gpai.ai; what was decided here is told by us."""
    if url.startswith(f"{settings.SITE_URL}/"):
        return _("this portal")
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.simple_tag
def cite(url: str, words: str = "") -> SafeString:
    """A source as a link, in words of ours or by the name of its site; nearly all of them are in English."""
    if words:
        return format_html('<a href="{}" rel="noopener">{}</a>', url, words)
    return format_html('<a href="{}" rel="noopener">{}</a>', url, site_of(url))
