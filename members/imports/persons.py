"""Who the rows are about: rows of one person brought together, and that person found again if it is there already."""

from dataclasses import dataclass, field

from django.db.models.functions import Lower

from ..models.consent import ConsentRecord, Purpose
from ..models.person import Person, PersonAddress
from .columns import PERSONAL
from .rows import Row


@dataclass
class Someone:
    """One person of the file; `person` where it is there already."""

    rows: list[Row] = field(default_factory=list)
    person: Person | None = None
    new_address: bool = False
    new_orcid: bool = False
    new_consent: bool = False

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def email(self):
        return self.first.values["email"]

    @property
    def orcid(self):
        return self.first.values["orcid"]


def brought_together(rows: list[Row]) -> list[Someone]:
    """Rows with the same address or the same ORCID are one person, and must say the same of it."""
    people, by_key = [], {}
    for row in rows:
        keys = [key for key in (("email", row.values["email"]), ("orcid", row.values["orcid"])) if key[1]]
        found = list({id(by_key[key]): by_key[key] for key in keys if key in by_key}.values())
        if len(found) > 1:
            row.wrong("two_people_in_file", rows=[someone.first.number for someone in found])
            continue
        someone = found[0] if found else Someone()
        if not found:
            people.append(someone)
        elif not agrees(row, someone.first):
            continue
        someone.rows.append(row)
        by_key |= dict.fromkeys(keys, someone)
    return people


def agrees(row: Row, first: Row) -> bool:
    """Whether a later row says the same of the person as the first; each column in which it does not is told."""
    other = [name for name in PERSONAL if row.values[name] != first.values[name]]
    for name in other:
        row.wrong("differs", name, other=first.number)
    return not other


class Register:
    """Who is known by which address and ORCID: a few statements for the whole file.

    hold: nobody merges them, or plans a term of theirs, until the end of the transaction.
    """

    def __init__(self, people: list[Someone], hold=False):
        emails = {someone.email for someone in people if someone.email}
        orcids = {someone.orcid for someone in people if someone.orcid}
        self.by_email: dict[str, set[int]] = {}
        verified = Person.objects.filter(user__emailaddress__verified=True)
        for email, pk in [
            *PersonAddress.objects.annotate(key=Lower("email")).filter(key__in=emails).values_list("key", "person"),
            *Person.objects.annotate(key=Lower("user__email")).filter(key__in=emails).values_list("key", "pk"),
            *verified.annotate(key=Lower("user__emailaddress__email")).filter(key__in=emails).values_list("key", "pk"),
        ]:
            self.by_email.setdefault(email, set()).add(pk)
        self.by_orcid = dict(Person.objects.filter(orcid__in=orcids).values_list("orcid", "pk"))
        rows = Person.objects.select_for_update(of=("self",), no_key=True).order_by("pk") if hold else Person.objects
        self.people = rows.in_bulk({*self.by_orcid.values(), *(pk for pks in self.by_email.values() for pk in pks)})
        while stubs := {p.merged_into_id for p in self.people.values() if p.merged_into_id} - self.people.keys():
            self.people |= rows.in_bulk(stubs)

    def living(self, pk) -> Person:
        """The person itself, also where a merge left a stub."""
        while self.people[pk].merged_into_id:
            pk = self.people[pk].merged_into_id
        return self.people[pk]

    def find(self, someone: Someone):
        """Find a person again; what speaks against it is told at the first of its rows."""
        row = someone.first
        by_email = {self.living(pk) for pk in self.by_email.get(someone.email, ())}
        by_orcid = {self.living(self.by_orcid[someone.orcid])} if someone.orcid in self.by_orcid else set()
        if len(by_email) > 1:
            row.wrong("address_of_many", "email")
        elif by_email and by_orcid and by_email != by_orcid:
            row.wrong("address_and_orcid", "orcid")
        elif found := by_email or by_orcid:
            someone.person = next(iter(found))
            self.compare(someone, by_email)

    def compare(self, someone: Someone, by_email):
        """What the file adds to somebody who is there; nothing of theirs is overwritten."""
        person, row = someone.person, someone.first
        someone.new_address = bool(someone.email and not by_email)
        if someone.orcid and person.orcid and person.orcid != someone.orcid:
            row.wrong("other_orcid", "orcid", value=person.orcid)
        someone.new_orcid = bool(someone.orcid and not person.orcid)
        like = Person(**{name: row.values[name] or "" for name in ("given_name", "family_name", "published_name")})
        like.spell()
        if person.latin_name != like.latin_name and person.sort_name != like.sort_name:
            row.say("other_name", value=person.name)


def settle_consents(people: list[Someone]):
    """Who gets a consent by this file: nobody who has one, and nobody who has ever taken one back."""
    there = [someone.person.pk for someone in people if someone.person]
    asked = ConsentRecord.objects.filter(person__in=there, purpose=Purpose.PUBLICATION).values_list(
        "person", "withdrawn_at"
    )
    in_force, ever = {person for person, gone in asked if gone is None}, {person for person, _gone in asked}
    for someone in people:
        known = someone.person and someone.person.pk in ever
        someone.new_consent = someone.first.consents and not known
        if someone.first.consents and known and someone.person.pk not in in_force:
            someone.first.say("consent_withdrawn", "consent_publication")
        if someone.first.values["consent_publication"] is False and known and someone.person.pk in in_force:
            someone.first.say("consent_stands", "consent_publication")
