"""The secretariat keeps the ledger of terms: finds, appoints, renews, ends, and sees when how many seats fall vacant."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Appointment, Person, PersonAddress
from tests import make
from tests.admin import do, enter, list_of, many, page_of
from tests.letters import letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADD, ENDS = "add", "ends"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def desk(client, amina, groups):
    return enter(client, amina)


def today():
    return timezone.now().date()


def found(desk, query="") -> set:
    """Who stands on the list."""
    page = desk.get(f"{list_of(Appointment)}?{query}")
    assert page.status_code == 200, query
    return {str(term.person) for term in page.context["cl"].result_list}


def somebody(name, **fields):
    """A term of a person of that name, since a hundred days."""
    person = make.person(given=name, family="Expert")
    return make.term(person, **({"starts_on": today() - 100 * DAY} | fields))


# --- the list


def test_the_list_is_narrowed_by_group_role_route_state_day_and_name(desk, groups):
    somebody("Ada", group=groups[1])
    somebody("Bo", role="co_chair")
    somebody("Cy", route="member", member=make.member())
    somebody("Di", starts_on=today() + 50 * DAY)
    somebody("Élie", group=None)

    for query, names in {
        "": "Ada Bo Cy Di Élie",
        "group=data-governance": "Ada",
        "group=plenary": "Élie",
        "role=co_chair": "Bo",
        "route=member": "Cy",
        "state=planned": "Di",
        f"on={today()}": "Ada Bo Cy Élie",
        f"on={today() + 50 * DAY}": "Ada Bo Cy Di Élie",
        f"on={today() + 50 * DAY}&group=responsible-ai": "Bo Cy Di",
        "on=2020-01-01": "",
        "on=nonsense": "Ada Bo Cy Di Élie",
        "q=elie": "Élie",
        "q=nobody": "",
    }.items():
        assert found(desk, query) == {f"{name} Expert" for name in names.split()}, query


def test_an_end_is_shown_as_the_last_day_inside(desk):
    somebody("Ada", starts_on=date(2026, 3, 1))

    text = desk.get(list_of(Appointment)).content.decode()

    assert "28 Feb 2029" in text
    assert "1 Mar 2029" not in text


# --- appointing


def test_the_list_has_a_button_to_appoint_for_whoever_may(desk, auditor):
    [button] = re.findall(rf'<a href="{list_of(Appointment, ADD)}" class="verb verb-first">([^<]+)</a>', seen(desk))
    assert button == "Appoint somebody"

    assert "verb-first" not in seen(enter(desk, auditor))


def seen(desk) -> str:
    return desk.get(list_of(Appointment)).content.decode()


def test_a_person_is_found_by_name_or_address_and_appointed(desk, groups):
    ada = make.person(given="Ada", family="Lovelace")
    PersonAddress.objects.create(person=ada, email="ada@example.org")
    make.person(given="Bo", family="Other")

    for typed in ("lovel", "Ada Love", "ada@example.org"):
        page = desk.get(list_of(Appointment, ADD), {"q": typed})
        assert f'href="?person={ada.pk}"' in page.content.decode()
        assert "Bo Other" not in page.content.decode()
    assert "Appoint Ada Lovelace" in desk.get(list_of(Appointment, ADD), {"person": ada.pk}).content.decode()
    answer = desk.post(
        list_of(Appointment, ADD),
        {"person": ada.pk, "group": groups[2].slug, "role": "expert", "route": "self", "starts_on": str(today())},
    )

    term = Appointment.objects.get()
    assert answer.url == page_of(term)
    assert (term.person, term.group, term.status) == (ada, groups[2], "active")
    assert letters() == {("ada@example.org", "members/term_appointed")}


def test_somebody_is_appointed_to_the_plenary_alone(desk):
    typed = {"person": make.person().pk, "group": "plenary", "role": "co_chair", "route": "self"}

    desk.post(list_of(Appointment, ADD), typed | {"starts_on": str(today())})

    assert Appointment.objects.get().group is None


def test_people_of_one_name_are_told_apart(desk):
    for place in ("A", "B"):
        person = make.person()
        PersonAddress.objects.create(person=person, email=f"{place.lower()}@example.org")
        person.affiliations.create(organisation=f"University {place}", stakeholder_group="science", country="CA")

    page = desk.get(list_of(Appointment, ADD), {"q": "erika"}).content.decode()

    assert "a@example.org, University A" in page
    assert "b@example.org, University B" in page


def test_a_few_are_offered_and_more_has_to_be_typed_for_more(desk):
    for number in range(12):
        make.person(given=f"Ada{number}", family="Same")

    page = desk.get(list_of(Appointment, ADD), {"q": "same"}).content.decode()

    assert page.count('href="?person=') == 10
    assert "Type more of the name" in page


def test_who_was_merged_into_somebody_is_not_offered(desk):
    kept, stub = make.person(), make.person()
    Person.objects.filter(pk=stub.pk).update(merged_into=kept)

    assert f'href="?person={stub.pk}"' not in desk.get(list_of(Appointment, ADD), {"q": "erika"}).content.decode()
    assert "Appoint Erika" not in desk.get(list_of(Appointment, ADD), {"person": stub.pk}).content.decode()


def test_a_refused_appointment_says_why_and_keeps_what_was_typed(desk, groups):
    term = somebody("Ada", group=groups[1])
    typed = {"person": term.person.pk, "group": groups[1].slug, "role": "expert", "route": "invited"}

    page = unescape(desk.post(list_of(Appointment, ADD), typed | {"starts_on": str(today())}).content.decode())

    assert "Ada Expert, expert, Data Governance: there is a term already from" in page
    assert f'value="{today()}"' in page
    assert '<option value="invited" selected' in page
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": ""},
        {"person": "x"},
        {"person": "9" * 30},
        {"person": "0"},
        {"group": ""},
        {"group": "nothing"},
        {"role": "queen"},
        {"route": ""},
        {"route": "member"},
        {"route": "member", "member": "XX"},
        {"starts_on": ""},
        {"starts_on": "tomorrow"},
        {"starts_on": "0001-01-01"},
        {"planned_end": "9999-12-31"},
        {"planned_end": "2019-01-01"},
    ],
)
def test_what_makes_no_sense_is_asked_again(desk, groups, wrong):
    good = {"person": make.person().pk, "group": groups[0].slug, "role": "expert", "route": "self"}

    page = desk.post(list_of(Appointment, ADD), good | {"starts_on": str(today())} | wrong)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Appointment.objects.exists()


def test_only_groups_at_work_and_members_of_the_day_are_offered(desk, groups):
    groups[1].concluded = True
    groups[1].save()
    make.member("CA", "Canada")
    make.member("FR", "France", admitted_on=today() + 50 * DAY)
    make.member("JP", "Japan", left_on=today() - 50 * DAY, status="left")
    form = {"person": make.person().pk, "group": groups[1].slug, "role": "expert", "route": "member"}

    def offered(answer):
        page = answer.content.decode()
        return {code for code in ("CA", "FR", "JP", groups[1].slug) if f'<option value="{code}"' in page}

    assert offered(desk.get(list_of(Appointment, ADD), {"person": form["person"]})) == {"CA"}
    for first, codes in (
        (today() + 60 * DAY, {"CA", "FR"}),
        (today() - 60 * DAY, {"CA", "JP"}),
        ("tomorrow", {"CA"}),
    ):
        assert offered(desk.post(list_of(Appointment, ADD), form | {"starts_on": str(first)})) == codes


def test_the_list_tells_days_and_the_way_in_few_words(desk):
    somebody("Ada", route="member", member=make.member(), starts_on=date(2024, 12, 17))

    page = desk.get(list_of(Appointment)).content.decode()

    assert "17 Dec 2024" in page
    assert "16 Dec 2027" in page
    assert "nominated by a Member: Canada" not in page


def test_a_term_that_was_called_off_is_told_in_words(desk, amina):
    term = somebody("Ada", starts_on=today() + 30 * DAY)
    term.call_off(reason="No time.", by=amina)

    assert "never began" in desk.get(list_of(Appointment)).content.decode()
    assert "called off: it never began" in desk.get(page_of(term)).content.decode()
    assert "called off: it never began" in desk.get(page_of(term.person)).content.decode()


# --- verbs


def test_a_last_day_that_is_typed_is_the_last_day_inside(desk):
    term = somebody("Ada")

    desk.post(do(term, "resign"), {"on": str(today()), "reason": "A new job."})

    term.refresh_from_db()
    assert term.last_day == today()
    assert term.pk in Appointment.objects.on(today()).values_list("pk", flat=True)
    assert term.pk not in Appointment.objects.on(today() + DAY).values_list("pk", flat=True)


def test_the_page_tells_the_story_in_days_inside_and_leads_to_the_renewal(desk, amina):
    term = somebody("Ada", starts_on=date(2026, 3, 1))
    following = term.renew(by=amina)

    page = desk.get(page_of(term)).content.decode()

    assert "No address of this person is known" in page
    assert page_of(following) in page
    assert "28 February 2029" in page
    assert "1 March 2029" not in page
    assert "1 March 2026" in page
    assert page_of(term) in desk.get(page_of(following)).content.decode()


def test_what_a_state_forbids_has_no_button(desk, amina):
    planned, active = somebody("Ada", starts_on=today() + DAY), somebody("Bo")

    def buttons(term):
        return {verb.name for verb, _address in desk.get(page_of(term)).context["verbs"]}

    assert buttons(planned) == {"correct", "call_off"}
    assert buttons(active) == {"renew", "correct", "resign", "end"}
    active.end(on=today() + 9 * DAY, reason="Agreed.", by=amina)
    assert buttons(active) == {"stay", "resign", "end"}


def test_many_are_renewed_at_once(desk):
    terms = [somebody(name) for name in ("Ada", "Bo", "Cy")]

    desk.post(many(Appointment, "renew"), {"things": " ".join(str(term.pk) for term in terms)})

    assert Appointment.objects.filter(status="planned").count() == 3


def test_the_auditor_reads_and_does_nothing(client, auditor, groups):
    term = somebody("Ada")
    enter(client, auditor)

    assert client.get(page_of(term)).context["verbs"] == []
    assert client.get(list_of(Appointment, ADD)).status_code == 403
    assert client.post(do(term, "renew")).status_code == 403


# --- the picture


def part(page, name):
    [found] = [part for part in page.context["parts"] if part.name == name]
    return found


def test_the_picture_counts_seats_that_fall_vacant_by_group_and_year(desk, amina, groups):
    def ends(name, day, **fields):
        return somebody(name, planned_end=day, **fields)

    year = today().year + 1
    ends("Ada", date(year + 1, 1, 1)), ends("Bo", date(year, 7, 1)), ends("Cy", date(year + 1, 1, 1))
    ends("Di", date(year + 1, 1, 2))
    ends("El", date(year, 7, 1), group=groups[1])
    ends("Fa", date(year, 7, 1)).renew(until=date(year + 4, 7, 1), by=amina)
    ends("Gi", date(year, 7, 1)).end(on=today(), reason="Agreed.", by=amina)
    ends("Ha", date(year, 7, 1), role="co_chair")

    page = desk.get(list_of(Appointment, ENDS))

    numbers = {bar.year: bar.number for bar in part(page, "Responsible AI").bars if bar.number}
    assert numbers == {year: 3, year + 1: 1, year + 4: 1}  # 31 December is of its own year
    assert part(page, "Responsible AI").most.year == year
    assert f"Responsible AI: 3 of 5 end in {year}." in page.content.decode()
    assert part(page, "Data Governance").total == 1
    assert page.context["total"][-1] == 6
    chairs = desk.get(f"{list_of(Appointment, ENDS)}?role=co_chair")
    assert part(chairs, "Responsible AI").total == 1


@pytest.mark.parametrize("query", ["", "?role=queen", "?role=observer"])
def test_the_picture_of_nothing_is_a_sentence(desk, query):
    page = desk.get(list_of(Appointment, ENDS) + query)

    assert "No such term is running or planned" in page.content.decode()


# --- what it costs


def grow(number, groups):
    people = Person.objects.bulk_create(
        Person(given_name=f"P{n}", sort_name=f"p{n}", latin_name=f"p{n}") for n in range(number)
    )
    seat = {"role": "expert", "route": "self", "status": "active", "starts_on": today() - DAY}
    Appointment.objects.bulk_create(
        Appointment(person=person, group=groups[n % 4], planned_end=today() + (n % 900 + 1) * DAY, **seat)
        for n, person in enumerate(people)
    )


@pytest.mark.slow
def test_list_picture_and_choice_ask_as_often_for_six_hundred_as_for_thirty(desk, groups):
    addresses = [
        list_of(Appointment),
        f"{list_of(Appointment)}?on={today()}&group=responsible-ai&q=p1",
        list_of(Appointment, ENDS),
        f"{list_of(Appointment, ADD)}?q=p",
    ]

    def cost():
        for address in addresses:
            desk.get(address)
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    grow(30, groups)
    small = cost()
    grow(570, groups)

    assert cost() == small
