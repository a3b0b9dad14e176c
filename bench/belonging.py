"""The pages on who belongs: what anybody reads, what the secretariat reads, and the desk of a council delegate."""

from members.models import Person

PUBLIC = {
    "Members": "/en/members/",
    "one Member": "/en/members/FR/",
    "one group": "/en/groups/{group}/",
    "experts": "/en/experts/",
    "experts, a family name": "/en/experts/?q=haddad",
    "experts, whole name": "/en/experts/?q=nia+haddad",
    "experts, an organisation": "/en/experts/?q=haddad+institute+17",
    "experts, by group and country": "/en/experts/?group={group}&country=SN",
    "experts, former ones too": "/en/experts/?former=on",
    "one expert": "/en/experts/{expert}/",
    "appointments as JSON": "/api/v1/appointments",
    "appointments as JSON, page 15": "/api/v1/appointments?page=15",
    "appointments as CSV": "/api/v1/appointments.csv",
}
SECRETARIAT = {
    "accessions": "/admin/members/accession/",
    "appointments": "/admin/members/appointment/",
    "appointments, a family name": "/admin/members/appointment/?q=haddad",
    "appointments, roster of a day": "/admin/members/appointment/?on=2025-06-01",
    "people": "/admin/members/person/",
    "people, a family name": "/admin/members/person/?q=haddad",
    "people, whole name": "/admin/members/person/?q=nia+haddad",
    "people, an address": "/admin/members/person/?q=copy-77@example",
    "ballots": "/admin/members/ballot/",
    "one ballot": "/admin/members/ballot/{ballot}/change/",
}
LISTS = [name for name in SECRETARIAT if name != "one ballot"]


def addresses(council, officer) -> dict:
    """Name of a page to its address and its reader."""
    expert = Person.objects.public().order_by("-pk").first()  # a copied one
    parts = {"group": council.term.group.slug, "expert": expert.public_id, "ballot": council.open.pk}
    return {
        **{name: (address.format(**parts), None) for name, address in PUBLIC.items()},
        **{f"admin, {name}": (address.format(**parts), officer) for name, address in SECRETARIAT.items()},
        "delegate, ballots": ("/en/ballots/", council.voter),
        "delegate, an open ballot": (council.open.get_absolute_url(), council.voter),
        "delegate, a closed ballot": (council.closed.get_absolute_url(), council.voter),
        "delegate, acting": ("/en/acting/", council.voter),
    }
