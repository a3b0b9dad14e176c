"""The pages on what Members say: the desk of a focal point, the person who is asked, the applicant, and the secretariat."""

from django.urls import reverse

from members.models import Delegate
from nominations.models import Endorsement, Nomination

LIST = "/admin/nominations/endorsement/"
DESK, GAPS = ("desk, first page", "desk, second page"), "admin, gaps of the call"
SECRETARIAT = {
    "endorsements": "",
    "endorsements, a family name": "?q=haddad",
    "endorsements, whole name": "?q=nia+haddad",
    "endorsements, by state": "?state=given",
    "endorsements, a Member to answer": "?waits=member",
    "endorsements, by Member": "?member=SN",
    "endorsements, by group": "?group={group}",
}
OTHERS = (
    "desk, one nomination",
    "desk, one request",
    "focal point, one dossier",
    "consent, by the link alone",
    "consent, the person",
    "applicant, one nomination",
    "applicant, the endorsements",
    "admin, one endorsement",
    "admin, first page",
)


def addresses(world) -> dict:
    """Name of a page to its address and its reader."""
    focal = Delegate.objects.get(member=world.asked.member, capacity="focal_point").user
    words = Endorsement.objects.filter(call=world.call).exclude(pk__in=[world.asked.pk, world.named.pk])
    asked = words.filter(member=world.asked.member, status="requested", nomination__status="submitted").first()
    sent, given = words.filter(status="invited").first(), words.naming().given().filter(nomination__status="submitted")
    person = Nomination.objects.get(person__user__email=sent.email).owner
    own = given.filter(nomination__endorsements__status="requested").first().nomination
    return {
        DESK[0]: ("/en/desk/", focal),
        DESK[1]: ("/en/desk/?page=1", focal),
        "desk, one nomination": (words.naming().filter(member=asked.member).sent().first().get_absolute_url(), focal),
        "desk, one request": (asked.get_absolute_url(), focal),
        "focal point, one dossier": (asked.nomination.get_absolute_url(), focal),
        "consent, by the link alone": (consent(sent), None),
        "consent, the person": (consent(sent), person),
        "applicant, one nomination": (own.get_absolute_url(), own.owner),
        "applicant, the endorsements": (reverse("nominations:endorsement", args=[own.pk]), own.owner),
        **{
            f"admin, {name}": (LIST + query.format(group=world.nomination.group.slug), world.officer)
            for name, query in SECRETARIAT.items()
        },
        "admin, one endorsement": (f"{LIST}{given.first().pk}/change/", world.officer),
        GAPS: (reverse("admin:nominations_call_gaps", args=[world.call.pk]), world.officer),
        "admin, first page": ("/admin/", world.officer),
    }


def consent(endorsement) -> str:
    return reverse("nominations:consent", args=[endorsement.token])
