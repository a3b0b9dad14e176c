"""What screening is tested with: nominations that came in, read and looked at by the worker."""

from nominations.models import Nomination, VersionCheck
from tests import make
from tests.answers import complete

SCREENING = "/admin/nominations/nomination/screening/"
PROSE = {
    "motivation": "Registers and audits work only when governments share their methods with each other, and I want to "
    "bring ours into one guide that every ministry can use."
}


def handed_in(call, number=1, *, read=True, checked=True, family="Author", **answers) -> Nomination:
    """Somebody's nomination, submitted; its CV `read`, and looked at for the automatic checks unless not `checked`."""
    author = make.user(f"author.{number}@example.org", f"Ann {family} {number}")
    own = {"given_name": "Ann", "family_name": f"{family} {number}", "published_name": "", "orcid": ""}
    nomination = complete(make.nomination(author=author, call=call), answers=PROSE | own | answers)
    nomination.submit(by=author)
    if read:
        nomination.documents.update(reading="read", text="Ten years of audits.")
        if checked:
            VersionCheck.make(nomination.submitted_version)
    return Nomination.objects.get(pk=nomination.pk)


def one(nomination) -> str:
    """The address of a nomination on the screening page."""
    return f"{SCREENING}{nomination.pk}/"


def decision(nomination, what="eligible", **more) -> dict:
    """What the page sends when a button is pressed."""
    return {"decision": what, "version": nomination.submitted_version_id, "note": "", **more}
