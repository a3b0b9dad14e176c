"""Builders: nominations by Members and requests of applicants, each by walking the verbs."""

from nominations.models import Endorsement
from tests import make
from tests.accessions import pdf_file

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
        one.attach_letter(pdf_file(), by=by, at=at)
    return one


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
