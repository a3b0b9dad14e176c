"""Curricula vitae for invented people, as PDF."""

import json
from pathlib import Path

import typst

from .people import Invented


def curriculum(person: Invented, answers: dict) -> bytes:
    """A PDF of one or two pages made from the person's own answers."""
    cv = {
        "name": person.published or f"{person.given} {person.family}",
        "position": person.position,
        "organisation": person.organisation,
        "parts": [
            {"title": "Work", "lines": [f"{person.position}, {person.organisation}", answers["evidence_expertise"]]},
            {
                "title": "Record",
                "lines": [answers["evidence_record"], f"{answers['output_1_title']}, {answers['output_1_year']}"],
            },
            {"title": "International work", "lines": [answers["evidence_international"]]},
        ],
    }
    return typst.compile(Path(__file__).with_name("cv.typ"), sys_inputs={"cv": json.dumps(cv)})
