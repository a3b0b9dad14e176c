"""A whole nomination by a new visitor, from the call's page to the page that says it arrived."""

import re
import secrets
from functools import cache

from nominations.questions import SECTIONS
from portal.demo.answers import answers_of
from portal.demo.papers import curriculum
from portal.demo.people import OTHERS
from portal.notifications import seal
from portal.notifications.models import Message

from .visitor import Unexpected, Visitor

PERSON = OTHERS[0]
REFERENCE = re.compile(r"N\d\d-\d{5,}")


@cache
def answers() -> dict:
    return answers_of(PERSON, 1)


@cache
def cv() -> bytes:
    return curriculum(PERSON, answers())


def code_for(email) -> str:
    """The code in the newest letter to an address, from where it is sealed until it is sent."""
    return seal.open_(Message.objects.filter(to=email).order_by("-written_at").first().secret)


def nominate(door, read_code=code_for) -> str:
    """Sign up by code, fill in six sections with a CV, submit. Returns the reference that the visitor was told."""
    visitor, email = Visitor(door), f"visitor-{secrets.token_hex(8)}@example.net"
    visitor.get("/en/call/")
    visitor.get("/en/nominations/start/")
    visitor.post({"email": email, "name": "Aïssatou Ndiaye", "time_zone": "Africa/Dakar"})
    visitor.post({"code": read_code(email)})
    visitor.post({})
    for name in SECTIONS:
        fill(visitor, name)
    if not visitor.path.endswith("/check/"):
        raise Unexpected(f"{visitor.path} instead of the page to check")
    visitor.post({"declared": "on"}, visitor.path.replace("/check/", "/submit/"))
    if not visitor.path.endswith("/done/"):
        raise Unexpected(f"{visitor.path} instead of the page that says it arrived")
    return REFERENCE.search(visitor.page)[0]


def fill(visitor, section):
    """One section, as the page before led to it."""
    if f"/{section}/" not in visitor.path:
        raise Unexpected(f"{visitor.path} instead of the section {section}")
    if section == "documents":
        visitor.post({"cv": file_of(cv())}, files=True)
    else:
        visitor.post({name: answers()[name] for name in SECTIONS[section].base_fields if name in answers()})


def file_of(content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("cv.pdf", content, content_type="application/pdf")
