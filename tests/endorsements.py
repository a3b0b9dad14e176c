"""Builders: nominations by Members and requests of applicants, each by walking the verbs."""

import hashlib

from nominations.models import Endorsement
from nominations.models.endorsement_letter import EndorsementLetter
from nominations.models.endorsement_queries import WRITERS
from portal.pdf.checking import Checked
from portal.pdf.shelf import store
from portal.pdf.stored import random_path
from tests import make, pdfs

TYPED = {
    "name": "Nia Okafor",
    "email": "nia@example.org",
    "statement": "She led our evaluation of public algorithms.",
    "time_granted": True,
}


def desk(member, email="") -> tuple:
    """(focal point, deputy) of a Member, as accounts."""
    code = member.code.lower()
    focal = make.user(email or f"focal.{code}@example.org", f"Focal of {member.code}")
    deputy = make.user(f"deputy.{code}@example.org", f"Deputy of {member.code}")
    make.delegate(focal, member, "focal_point")
    make.delegate(deputy, member, "deputy")
    return focal, deputy


def prepared(call, member, by, *, letter=True, at=None, **typed) -> Endorsement:
    """A nomination that could be sent: with the letter, and for the first group unless another is named."""
    words = {**TYPED, "group": make.groups()[0]} | typed
    one = Endorsement.prepare(call=call, member=member, by=by, at=at, **words)
    if letter:
        put_letter(one, by, at)
    return one


def put_letter(one, by, at=None):
    """What `attach_letter` leaves behind, without its child process, which has its own tests."""
    content = pdfs.good(3)
    checked = Checked(content, hashlib.sha256(content).hexdigest(), 3)
    with one.at_desk(by, *WRITERS, at=at) as (at, delegate):
        letter = EndorsementLetter(endorsement=one)
        letter.describe(checked, path=store(content, random_path()), name="letter.pdf", at=at)
        letter.save(force_insert=True)
        facts = {"document": str(letter.pk), "sha256": letter.sha256}
        one.record("attached", by=by, at=at, capacity=delegate.as_what, facts=facts)


def invited(call, member, by, **typed) -> Endorsement:
    one = prepared(call, member, by, **typed)
    one.invite(by=by)
    return one


def agreed(call, member, by, *, nominee=None, **typed) -> Endorsement:
    """A nomination to which the person agreed; who has an account with that address."""
    nominee = nominee or make.user(typed.get("email", TYPED["email"]), typed.get("name", TYPED["name"]))
    one = invited(call, member, by, **{"email": nominee.email, "name": nominee.name} | typed)
    one.agree(by=nominee)
    return one


def requested(nomination, member, at=None) -> Endorsement:
    """A request of the applicant, who lives there."""
    author = nomination.person.user
    nomination.save_section("you", {"residence": member.code}, by=author)
    return Endorsement.request(nomination, member, by=author, at=at)
