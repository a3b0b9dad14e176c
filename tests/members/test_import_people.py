"""What a file says against what is known: one person by address and another by ORCID, days that are taken."""

from datetime import date

import pytest

from members.models import Person, PersonAddress, WorkingGroup
from tests import make
from tests.sheets import table

from .conftest import state, told

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(38)]
ORCID, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def known(email="", orcid="", given="Ama") -> Person:
    person = make.person(given, "Mensah")
    Person.objects.filter(pk=person.pk).update(orcid=orcid)
    if email:
        PersonAddress.objects.create(person=person, email=email)
    return person


def address_of_one_and_orcid_of_another():
    known("ama@example.org")
    known(orcid=ORCID, given="Kofi")
    return {"orcid": ORCID}


def another_orcid():
    known("ama@example.org", OTHER)
    return {"orcid": ORCID}


def an_address_of_two():
    make.person(user=make.user("ama@example.org"))
    known("ama@example.org")
    return {}


def days_that_are_taken():
    make.term(known("ama@example.org"), starts_on=date(2023, 1, 1))
    return {}


def a_group_that_concluded():
    WorkingGroup.objects.filter(slug="future-of-work").update(concluded=True)
    return {"group": "Future of Work", "planned_end": "2098-02-28"}


AGAINST = {
    address_of_one_and_orcid_of_another: "2 orcid: The address belongs to one person and the ORCID to another. Correct one of them; if the two are one, merge them first.",
    another_orcid: f"2 orcid: The person with this address has the ORCID {OTHER}. Correct one of them.",
    an_address_of_two: "2 email: Several people have this address. Merge them first, then check again.",
    days_that_are_taken: "2 starts_on: The days overlap with a term that is there already, from 2023-01-01 until 2025-12-31: same person, group and role. Correct the row, or delete it.",
    a_group_that_concluded: "2 group: The group “Future of Work” has concluded its work, and this term goes on. Correct its end.",
}  # fmt: skip


@pytest.mark.parametrize(("arrange", "line"), AGAINST.items(), ids=[each.__name__ for each in AGAINST])
def test_a_row_against_what_is_known_is_refused(bring, groups, arrange, line):
    row = arrange()
    before = state()

    taken = bring(table(row))

    assert told(taken) == [line]
    assert taken.status == "refused"
    assert state() == before


def another_name():
    known("ama@example.org", given="Abena")
    return {}


def a_member_of_later():
    make.member("FR", "France", admitted_on="2025-01-01")
    return {"route": "member", "member": "FR"}


WORTH_KNOWING = {
    another_name: "2 : The person who is there already is called “Abena Mensah”, and keeps that name.",
    a_member_of_later: "2 member: FR was no Member on 2024-03-01. The term is taken all the same.",
}


@pytest.mark.parametrize(("arrange", "line"), WORTH_KNOWING.items(), ids=[each.__name__ for each in WORTH_KNOWING])
def test_what_is_odd_and_possible_is_told_and_taken(take_in, groups, arrange, line):
    taken = take_in(table(arrange()))

    assert told(taken) == [line]
    assert taken.status == "imported"


def test_days_of_another_group_or_role_do_not_overlap(take_in):
    make.term(known("ama@example.org"), starts_on=date(2023, 1, 1))

    taken = take_in(table({"role": "co_chair"}, {"group": "data-governance"}, {"group": ""}))

    assert taken.counts["new_terms"] == 3


def test_a_term_that_was_called_off_is_in_nobodys_way(take_in, amina):
    make.term(known("ama@example.org"), starts_on=date(2090, 1, 1)).call_off(reason="Declined.", by=amina)

    taken = take_in(table({"starts_on": "2089-01-01", "planned_end": "2091-12-31"}))

    assert taken.counts["new_terms"] == 1
