"""Letters that only the tests know, and a world to walk about in."""

from copy import deepcopy
from pathlib import Path

import pytest


@pytest.fixture
def shelf(settings):
    """Puts tests/portal/letters/ before the real shelf."""
    engines = deepcopy(settings.TEMPLATES)
    [letters] = [engine for engine in engines if engine.get("NAME") == "letters"]
    letters["DIRS"].insert(0, Path(__file__).parent / "letters")
    settings.TEMPLATES = engines


@pytest.fixture
def wide_world(settings, groups, caplog, lean):
    """People, things and half-open doors for who walks along all addresses, forms and links."""
    from .wide_world import WideWorld

    caplog.set_level("CRITICAL", "django.request")  # thousands of refusals are meant
    settings.REQUIRE_STAFF_MFA = False  # how staff come in is tested with the second factor
    return WideWorld()
