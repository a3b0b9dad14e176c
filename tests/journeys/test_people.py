"""Somebody is appointed and shown to the public for as long as they agree, and no longer; and two who may be one."""

import pytest
from django.utils import timezone

from members.models import Appointment, Person
from tests import make
from tests.admin import list_of
from tests.browser import go_by, press
from tests.journeys.people import officer_at, sign_in_to_the_admin, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GROUP = "/en/groups/responsible-ai/"
WORK = {"organisation": "Fjord Institute", "position": "Professor", "stakeholder_group": "science", "country": "NO"}
DATA = ("experts", "experts.csv", "appointments", "appointments.csv")
PAGES = ("/en/experts/", GROUP)


@pytest.fixture
def desk(visitor):
    return officer_at(visitor())


def where_shown(reader, person) -> set[str]:
    """The public places that name this person, as a reader who is not signed in finds them; with their own page."""
    shown = set()
    for address in PAGES:
        reader.page.goto(address)
        if reader.reads("Nia Lund"):
            shown.add(address)
    shown |= {f"/api/v1/{name}" for name in DATA if "Nia Lund" in reader.fetch(f"/api/v1/{name}").text()}
    answer = reader.fetch(person.get_absolute_url())
    assert answer.status in (200, 404)
    return shown | ({"their page"} if answer.status == 200 and "Nia Lund" in answer.text() else set())


EVERYWHERE = {*PAGES, *(f"/api/v1/{name}" for name in DATA), "their page"}


def appoint(desk):
    """The secretariat adds a person whom it knows by name and address, and appoints them to a group from today on."""
    sign_in_to_the_admin(desk, list_of(Person))
    desk.follow("Add a person")
    desk.fill({"given_name": "Nia", "family_name": "Lund", "email": "nia@example.org"})
    desk.press("Add a person")
    desk.follow("Add an affiliation")
    desk.fill(WORK)
    desk.press("Add an affiliation")
    desk.page.goto(list_of(Appointment, "add"))
    desk.fill({"q": "lund"})
    desk.press("Find")
    desk.follow("Nia Lund")
    desk.fill({"group": "responsible-ai", "role": "expert", "route": "self", "starts_on": f"{timezone.now():%Y-%m-%d}"})
    desk.press("Appoint")


def test_who_is_appointed_is_in_the_directory_for_as_long_as_they_agree(visitor, mailbox, desk, groups):
    reader, nia, post = visitor(), visitor(), mailbox.of("nia@example.org")
    appoint(desk)
    person = Person.objects.get()
    assert Appointment.objects.get().status == "active"
    assert where_shown(reader, person) == set()

    # told at the address that the secretariat knows, and led to their profile; whoever proves the address is that person
    assert post.wait(1)["Subject"] == "You are appointed: expert, Responsible AI"
    nia.page.goto(post.link(1, "/profile/"))
    nia.follow("Create an account")
    sign_up(nia, post, "Nia")
    assert nia.page.url.endswith("/en/profile/")
    nia.page.goto("/en/accounts/profile/")
    nia.follow("Show public profile")
    assert nia.page.url.endswith("/en/profile/")
    assert nia.reads("You are not shown to the public.")
    assert nia.reads("Fjord Institute")
    assert where_shown(reader, person) == set()

    nia.press("I agree to be shown")
    assert nia.reads("You are shown to the public.")
    assert where_shown(reader, person) == EVERYWHERE
    reader.page.goto("/en/experts/")
    press(reader.page, "Nia Lund", "link", exact=False)
    assert reader.reads("Fjord Institute")
    assert "nia@example.org" not in reader.page.content()

    nia.press("Withdraw my consent")
    assert nia.reads("You are no longer shown to the public: your page is gone.")
    assert where_shown(reader, person) == set()
    assert reader.page.reload().status == 200  # a group and its page stay
    assert post.subjects() == ["You are appointed: expert, Responsible AI", "Your code to open your account"]


def test_two_who_may_be_one_are_merged_and_taken_apart_again(desk, db):
    make.twins()
    names = {"Hans Müller", "Hans Mueller"}
    sign_in_to_the_admin(desk, list_of(Person))
    desk.follow("Possible duplicates")
    go_by(desk.page.locator("#main table").get_by_role("link"))
    desk.fill({"reason": "The same ORCID page."})
    desk.press("Merge")
    [kept] = Person.objects.living()
    assert {str(kept)} | {str(stub) for stub in kept.stubs.all()} == names
    assert desk.reads("The same ORCID page.")

    desk.follow("Take the merge apart")
    desk.fill({"reason": "Two brothers."})
    desk.press("Take the merge apart")
    assert {str(person) for person in Person.objects.living()} == names
    assert desk.reads("Two brothers.")
    desk.page.goto(list_of(Person))
    assert all(desk.reads(name) for name in names)
