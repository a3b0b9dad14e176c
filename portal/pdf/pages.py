"""Pages as pictures and text, made in a child."""

import base64
import json
from typing import NamedTuple

from .apart import MB, Failed, Limits, Unborn, apart

LIMITS = Limits(seconds=20, memory=290 * MB, answer=16 * MB)


class Page(NamedTuple):
    text: str
    width: int  # pixels
    height: int
    picture: bytes  # webp


def make_pages(content: bytes) -> list[Page]:
    """The pages of a PDF, in order; none if it cannot be read within the limits. Raises Unborn if it could not be tried."""
    try:
        made = json.loads(apart("picture", content, LIMITS))["pages"]
    except Unborn:
        raise
    except (Failed, ValueError):
        return []
    return [Page(**page | {"picture": base64.b64decode(page["picture"])}) for page in made]
