"""Every address of the project, read from the resolver, by a name that tells it from all others."""

from django.urls import URLPattern, get_resolver


def routes() -> dict[str, str]:
    """Route to name; an address without a name goes by its pattern. Of the two languages, English stands for both."""
    return dict(walk(get_resolver().url_patterns))


def walk(patterns, space="", route=""):
    for entry in patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield here, space + (entry.name or here)
        else:
            yield from walk(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space, here)
