"""What was handed in, frozen: one spelling, one hash."""

import json


def canonical(data) -> str:
    """JSON with one spelling only: keys sorted, no spaces, UTF-8 as it is."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
