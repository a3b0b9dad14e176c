"""Letters that only the tests know."""

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
