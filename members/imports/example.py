"""An example to begin with: the columns, and two invented rows."""

import csv
import io

from .columns import COLUMNS

ROWS = (
    {
        "given_name": "Ama",
        "family_name": "Example",
        "email": "ama@example.org",
        "organisation": "Example Institute",
        "position": "Researcher",
        "stakeholder_group": "science",
        "country": "CA",
        "group": "responsible-ai",
        "role": "expert",
        "route": "member",
        "member": "CA",
        "starts_on": "2024-03-01",
        "planned_end": "2027-02-28",
        "consent_publication": "yes",
        "consent_given_on": "2024-02-12",
        "consent_way": "letter",
    },
    {
        "given_name": "René",
        "family_name": "Exemple",
        "orcid": "0000-0002-1825-0097",
        "group": "data-governance",
        "role": "co_chair",
        "route": "self",
        "starts_on": "2021-09-01",
        "planned_end": "2024-08-31",
        "ended_on": "2023-06-30",
        "reason": "Moved to another post.",
        "consent_publication": "no",
    },
)


def example() -> bytes:
    """As a CSV that spreadsheets take for UTF-8."""
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, list(COLUMNS), restval="")
    writer.writeheader()
    writer.writerows(ROWS)
    return page.getvalue().encode("utf-8-sig")
