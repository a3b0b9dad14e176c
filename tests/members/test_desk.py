"""What a country's contact and a delegate find after signing in: the page of their nominations says what waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.lifecycle import clock
from tests import make
from tests.accessions import accession_of
from tests.admin import enter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def landing(user, address="nominations:mine") -> str:
    return " ".join(enter(Client(), user).get(reverse(address)).content.decode().split())


def test_a_contact_reads_where_the_application_stands_and_who_acts_next(stranger, amina):
    accession = accession_of(stranger, "NO", "submitted", by=amina)

    page = landing(stranger)

    assert f'href="{accession.get_absolute_url()}">Norway</a>' in page
    assert "We have the application." in page
    assert "Who acts next: The secretariat" in page
    assert page.index("Norway") < page.index("You have no nominations")
    assert reverse("nominations:mine") in landing(stranger, "account_profile").split("Applications of countries")[1]


def test_a_delegate_reads_of_the_ballot_that_waits_for_their_member(amina):
    first, second, _third = make.council(3)
    ballot = make.ballot(make.recommended(), by=amina)

    page = landing(first.user)

    assert "The Council votes on Kenya until" in page
    assert f"{first.member.name} has not voted yet." in page
    assert f'href="{ballot.get_absolute_url()}"' in page
    assert f'href="{reverse("members:acting")}"' in page

    ballot.vote("for", by=first.user)

    assert f"{first.member.name} has voted." in landing(first.user)
    assert f"{second.member.name} has not voted yet." in landing(second.user)


def test_what_waits_for_nobody_is_not_told(amina, stranger):
    council, *_others = make.council(3)
    focal = make.delegate(make.user("focal@example.org"), council.member, "focal_point").user
    past = make.delegate(
        make.user("past@example.org"), council.member, "council", since=clock.now() - 90 * DAY, until=clock.now() - DAY
    ).user
    make.ballot(make.recommended(), by=amina)

    assert "The Council votes" not in landing(focal)
    assert "Acting for a Member" in landing(focal)
    for user in (past, stranger):
        page = landing(user)
        assert "The Council votes" not in page
        assert "Acting for a Member" not in page
        assert "Applications of countries" not in page + landing(user, "account_profile")


def test_staff_with_a_seat_do_not_read_whether_the_member_has_voted(amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    council, *_others = make.council(3)
    make.ballot(make.recommended(), by=amina)
    assert "The Council votes" in landing(council.user)

    council.user.role_grants.create(role="officer")

    assert "The Council votes" not in landing(council.user)


def test_a_suspended_member_is_asked_for_no_vote(amina):
    council, *_others = make.council(3)
    make.ballot(make.recommended(), by=amina)
    council.member.suspend(by=amina, reason="By decision of the Council.")

    assert "The Council votes" not in landing(council.user)
    assert "Acting for a Member" in landing(council.user)


def test_it_takes_as_many_statements_for_many_as_for_one(amina):
    first, *_others = make.council(3)

    def statements():
        window = enter(Client(), first.user)
        with CaptureQueriesContext(connection) as captured:
            page = window.get(reverse("nominations:mine")).content.decode()
        return page.count("The Council votes on"), page.count("This is a draft."), len(captured)

    make.ballot(make.recommended("KE"), by=amina)
    accession_of(first.user, "NO")
    few = statements()
    for code in ("PE", "GH", "TH"):
        make.ballot(make.recommended(code), by=amina)
    for code in ("UY", "CL"):
        accession_of(first.user, code)

    assert few == (1, 1, few[2])
    assert statements() == (4, 3, few[2])
