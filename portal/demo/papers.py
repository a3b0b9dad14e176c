"""Papers of invented people, as PDF: curricula vitae, and letters of their ministers."""

import json
from pathlib import Path

import typst

from .people import Invented


def curriculum(person: Invented, answers: dict) -> bytes:
    """A PDF of one or two pages made from the person's own answers."""
    cv = {
        "name": person.name,
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


def letter_of_intent(country: str) -> bytes:
    """One page in which an invented minister asks for membership and endorses the Recommendation."""
    lines = [
        f"{country} wishes to become a Member of the Global Partnership on Artificial Intelligence.",
        "It adheres to the OECD Recommendation on Artificial Intelligence, and endorses its values.",
        "We offer the experience of our public services, and want to learn from the working groups.",
    ]
    return signed_letter(f"Letter of intent: {country}", lines)


def letter_of_nomination(member: str, person: Invented) -> bytes:
    """One page in which an invented minister names an expert."""
    lines = [
        f"{member} nominates {person.name}, {person.position} at {person.organisation}, as an expert of the Partnership.",
        "We have asked the employer, who grants six to eight hours a month for three years.",
    ]
    return signed_letter(f"Nomination by {member}", lines)


def signed_letter(title: str, lines: list[str]) -> bytes:
    letter = {"title": title, "lines": lines, "signed": "The Minister of Digital Affairs, who is invented"}
    return typst.compile(Path(__file__).with_name("letter.typ"), sys_inputs={"letter": json.dumps(letter)})
