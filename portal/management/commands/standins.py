"""`manage.py standins`: the pages that the proxy shows where the portal itself cannot answer."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation

STATUSES = (400, 413, 429, 503)


class Command(BaseCommand):
    help = "Write error pages in both languages into STATIC_ROOT/standins; run it after collectstatic, whose names they use."

    def handle(self, **options):
        folder = Path(settings.STATIC_ROOT, "standins")
        folder.mkdir(mode=0o755, exist_ok=True)
        facts = {"SECRETARIAT_EMAIL": settings.SECRETARIAT_EMAIL}
        for language, _name in settings.LANGUAGES:
            for status in STATUSES:
                with translation.override(language):
                    page = render_to_string(f"{status}.html", facts)
                put(folder / f"{status}.{language}.html", page)


def put(file: Path, page: str):
    """In one step, for the proxy may be reading; it runs under another name."""
    half = file.with_suffix(".new")
    half.write_text(page)
    half.chmod(0o644)
    half.replace(file)
