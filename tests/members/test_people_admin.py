"""The secretariat's desk for persons: found in any script, corrected with a trace, consents recorded, duplicates judged."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from members.models import ConsentRecord, Distinct, Likeness, Person, PersonAddress
from members.models.consent import Purpose
from portal.lifecycle.models import Event
from tests import make
from tests.admin import do, enter, list_of, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db
WORK = {"organisation": "University of Oslo", "position": "", "stakeholder_group": "science", "country": "NO"}


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def desk(client, amina):
    """Amina's browser."""
    return enter(client, amina)


@kept
def erika():
    return make.person("Erika", "Muster", country="DE", email="erika@example.org")


def names(client, query=""):
    page = client.get(f"{list_of(Person)}?{query}")
    assert page.status_code == 200
    return [str(person) for person in page.context["cl"].result_list]


def told(person):
    """(verb, facts) of each Event of a person, but for who the other one is."""
    return [(event.verb, event.facts) for event in person.story()]


# --- finding


def test_the_list_is_in_the_order_of_a_dictionary(desk):
    for family in ("Zola", "Éluard", "Eco", "Øster", "Faye", "王"):
        make.person("A.", family)

    assert names(desk) == ["A. Eco", "A. Éluard", "A. Faye", "A. Øster", "A. 王", "A. Zola"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("müller", {"Hans Müller"}),
        ("muller hans", {"Hans Müller"}),
        ("üll", {"Hans Müller"}),
        ("xiaomei", {"王晓梅"}),
        ("王晓梅", {"王晓梅"}),
        ("hans@exam", {"Hans Müller"}),
        ("HANS@example.org", {"Hans Müller"}),
        ("second@example.org", {"Ada Account"}),
        ("ada@", {"Ada Account"}),
        ("0000-0002-1825-0097", {"王晓梅"}),
        ("00000002", {"王晓梅"}),
        ("nobody", set()),
        ("%", set()),
        ("'; --", set()),
        ("a@b'c", set()),
    ],
)
def test_a_person_is_found_by_name_in_any_script_address_and_orcid(desk, typed, found):
    make.person("Hans", "Müller", email="hans@example.org")
    make.person("", "", published_name="王晓梅", orcid="0000-0002-1825-0097")
    ada = make.user("ada@example.org", "Ada Account")
    EmailAddress.objects.create(user=ada, email="second@example.org", verified=True)
    make.person(user=ada)

    assert set(names(desk, f"q={typed}")) == found


def test_what_a_merge_left_is_on_no_list_and_leads_to_the_one_who_was_kept(desk, amina, erika):
    stub = make.person("E.", "Muster")
    erika.merge(stub, reason="One.", by=amina)

    assert names(desk) == ["Erika Muster"]
    assert desk.get(page_of(stub)).url == page_of(erika)
    assert desk.get(do(stub, "correct")).status_code == 404


def test_the_list_costs_the_same_at_30_and_at_600_persons(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for size in (30, 600):
        crowd = [Person(given_name="Ada", family_name=f"F{n:05}") for n in range(size)]
        for person in crowd:
            person.spell()
        Person.objects.bulk_create(crowd)
        for address in (list_of(Person), f"{list_of(Person)}?q=ada", reverse("admin:members_person_duplicates")):
            with CaptureQueriesContext(connection) as seen:
                assert desk.get(address).status_code == 200
            costs.append(len(seen))

    assert costs[:3] == costs[3:]


# --- changing


def test_somebody_is_added_with_an_address(desk):
    typed = {
        "given_name": "Ngũgĩ",
        "family_name": "wa Thiong’o",
        "email": "Ngugi@Example.org",
        "orcid": "000000021825009 7",
    }

    answer = desk.post(list_of(Person, "add"), typed)

    person = Person.objects.get()
    assert answer.url == page_of(person)
    assert (person.name, person.orcid) == ("Ngũgĩ wa Thiong’o", "0000-0002-1825-0097")
    assert person.addresses.get().email == "ngugi@example.org"
    assert told(person)[0] == ("entered", {"fields": ["given_name", "family_name", "orcid"]})


def test_a_correction_tells_the_fields_and_not_what_stood_there(desk, erika):
    typed = {"given_name": "Erika", "family_name": "Geheim", "published_name": "", "biography": "Hidden words"}

    desk.post(do(erika, "correct"), typed)

    erika.refresh_from_db()
    assert (erika.family_name, erika.sort_name, erika.latin_name) == ("Geheim", "geheim erika", "erika geheim")
    assert told(erika) == [("corrected", {"fields": ["family_name", "biography"]})]
    page = desk.get(page_of(erika)).content.decode()
    assert "Corrected" in page
    assert "Family name, Biography" in page


WRONG = [
    ("correct", {"orcid": "0000-0002-1825-0098", "family_name": "X"}, "a digit is wrong"),
    ("correct", {"given_name": "", "family_name": "", "published_name": " "}, "Enter a name"),
    ("correct", {"family_name": "x" * 81}, "1 character too long"),
    ("correct", {"family_name": "a\u202eb"}, "cannot be seen"),
    ("correct", {"family_name": "X", "profile_url": "javascript:alert(1)"}, "Enter an address of the web"),
    ("correct", {"family_name": "X", "biography": "x" * 1201}, "1 character too long"),
    ("add_address", {"email": "nonsense"}, "Enter an e-mail address"),
    ("add_address", {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"}, "at most 254 characters"),
    ("add_address", {"email": ""}, "Enter the e-mail address to add"),
    ("add_address", {"email": "erika@example.org"}, "by this address already"),
    ("add_address", {"email": "TAKEN@example.org"}, "We know another person by this address"),
    ("remove_address", {"address": "999999"}, "Choose one of the list"),
    ("remove_address", {"address": "x"}, "Choose one of the list"),
    ("add_affiliation", WORK | {"country": "QQ"}, "Choose one of the answers"),
    ("add_affiliation", WORK | {"stakeholder_group": "x"}, "Choose one of the answers"),
    ("add_affiliation", WORK | {"since": "2024-02-01", "until": "2024-02-01"}, "It has to end after it began"),
    ("add_affiliation", WORK | {"since": "20240x"}, "Give the day as year"),
    ("correct_affiliation", WORK | {"affiliation": "99999999999999999999"}, "Which affiliation"),
    ("consent", {"purpose": "publication", "way": "paper", "on": "2999-01-01"}, "not in the future"),
    ("consent", {"purpose": "publication", "way": "profile", "on": "2024-01-01"}, "Choose one of the answers"),
    ("consent", {"purpose": "all", "way": "paper", "on": "0001-01-01"}, "Choose one of the answers"),
]


@pytest.mark.parametrize(("verb", "typed", "sentence"), WRONG)
def test_wrong_words_are_told_and_change_nothing(desk, erika, verb, typed, sentence):
    make.person("Taken", email="taken@example.org")
    before = list(Person.objects.order_by("pk").values()), list(PersonAddress.objects.order_by("pk").values())

    answer = desk.post(do(erika, verb), typed)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert (list(Person.objects.order_by("pk").values()), list(PersonAddress.objects.order_by("pk").values())) == before
    assert not Event.objects.about(erika).exists()


def test_an_orcid_that_somebody_else_has_is_refused_with_what_to_do(desk, erika):
    make.person("Other", orcid="0000-0002-1825-0097")

    answer = desk.post(do(erika, "correct"), {"family_name": "Muster", "orcid": "0000-0002-1825-0097"})

    assert "Other Expert has this ORCID already." in answer.content.decode()


def test_affiliations_are_added_corrected_ended_and_removed(desk, erika):
    desk.post(do(erika, "add_affiliation"), WORK | {"since": "2020-01-01"})
    added = erika.affiliations.get(country="NO")

    page = desk.get(do(erika, "correct_affiliation"), {"affiliation": added.pk})
    assert "University of Oslo" in page.content.decode()
    desk.post(
        do(erika, "correct_affiliation"), WORK | {"affiliation": added.pk, "since": "2020-01-01", "until": "2024-01-01"}
    )
    added.refresh_from_db()
    assert added.until == date(2024, 1, 1)
    assert "until 31 December 2023" in desk.get(page_of(erika)).content.decode()

    desk.post(do(erika, "remove_affiliation"), {"affiliation": added.pk})
    assert [verb for verb, _facts in told(erika)] == [
        "affiliation_added",
        "affiliation_corrected",
        "affiliation_removed",
    ]
    assert told(erika)[1][1] == {"affiliation": added.pk, "fields": ["until"]}


def test_nobody_elses_affiliation_or_address_is_touched(desk, erika):
    other = make.person("Other", country="FR", email="other@example.org")

    desk.post(do(erika, "remove_affiliation"), {"affiliation": other.affiliations.get().pk})
    desk.post(do(erika, "correct_affiliation"), WORK | {"affiliation": other.affiliations.get().pk})
    desk.post(do(erika, "remove_address"), {"address": other.addresses.get().pk})

    assert other.affiliations.get().organisation == "University of FR"
    assert other.addresses.exists()


def test_more_fields_than_the_form_has_change_nothing_else(desk, erika, tomas):
    more = {"user": tomas.pk, "merged_into": tomas.pk, "to_compare": "", "public_id": "0" * 32, "latin_name": "x"}
    before = erika.public_id

    desk.post(do(erika, "correct"), {"given_name": "Erika", "family_name": "Neu"} | more)

    erika.refresh_from_db()
    assert (erika.family_name, erika.user, erika.merged_into, erika.public_id) == ("Neu", None, None, before)
    assert erika.latin_name == "erika neu"


def test_a_consent_on_paper_shows_the_person_and_its_withdrawal_hides_them_at_once(desk, erika):
    make.term(erika, starts_on=timezone.now().date() - timedelta(days=9))
    assert not Person.objects.public().exists()

    desk.post(do(erika, "consent"), {"purpose": "publication", "way": "paper", "on": "2026-01-15"})
    assert list(Person.objects.public()) == [erika]
    record = ConsentRecord.objects.get()
    assert (record.given_at.date(), record.way, record.text_version) == (date(2026, 1, 15), "paper", "2026-1")
    assert "on paper" in desk.get(page_of(erika)).content.decode()

    desk.post(do(erika, "withdraw_consent"), {"purpose": "publication", "way": "letter"})
    assert not Person.objects.public().exists()
    assert told(erika)[-1] == ("consent_withdrawn", {"purpose": "publication", "way": "letter"})


def test_a_paper_older_than_a_withdrawal_does_not_count(desk, erika):
    desk.post(do(erika, "consent"), {"purpose": "publication", "way": "paper", "on": "2026-01-15"})
    desk.post(do(erika, "withdraw_consent"), {"purpose": "publication", "way": "letter"})

    answer = desk.post(do(erika, "consent"), {"purpose": "publication", "way": "paper", "on": "2026-02-01"})

    assert "Their last word counts" in answer.content.decode()
    assert not erika.consents_to(Purpose.PUBLICATION)


# --- duplicates


def pair(action="pair", *two):
    return reverse(f"admin:members_person_{action}", args=[person.pk for person in two])


def test_two_are_compared_merged_and_taken_apart_in_the_admin(desk, amina):
    kept, stub = make.twins()
    listed = desk.get(reverse("admin:members_person_duplicates")).content.decode()
    assert "Hans Müller" in listed
    assert "a similar name" in listed

    assert desk.get(pair("pair", kept, stub)).status_code == 200
    answer = desk.post(pair("merge", kept, stub), {"reason": " "})
    assert "Say how you know it" in answer.content.decode()
    answer = desk.post(pair("merge", kept, stub), {"reason": "The same ORCID page."})
    assert answer.url == page_of(kept)
    assert "Hans Mueller" not in desk.get(reverse("admin:members_person_duplicates")).content.decode()
    assert "The same ORCID page." in desk.get(page_of(kept)).content.decode()

    undo = reverse("admin:members_person_undo", args=[kept.merges.get().pk])
    assert desk.get(undo).status_code == 200
    desk.post(undo, {"reason": "Brothers."})
    stub.refresh_from_db()
    assert stub.merged_into is None
    answer = desk.post(undo, {"reason": "Again."})
    assert "taken apart already" in answer.content.decode()


def test_what_is_not_the_same_is_not_suggested_again(desk):
    one, other = make.twins()

    desk.post(pair("distinct", other, one))

    assert Distinct.objects.count() == 1
    Person.objects.update(to_compare=True)
    Likeness.look()
    assert "No pair waits" in desk.get(reverse("admin:members_person_duplicates")).content.decode()
    page = desk.get(pair("pair", one, other)).content.decode()
    assert "Amina Diallo checked that they are not the same" in page
    desk.post(pair("indistinct", one, other))
    assert "Hans Müller" in desk.get(reverse("admin:members_person_duplicates")).content.decode()


def test_no_pair_is_told_of_whom_there_is_not_two(desk, erika):
    assert desk.get(pair("pair", erika, erika)).status_code == 404
    assert desk.get(reverse("admin:members_person_pair", args=[erika.pk, 999_999])).status_code == 404
    assert desk.post(reverse("admin:members_person_merge", args=[2**62, 2**62 - 1]), {"reason": "x"}).status_code == 404


def test_an_auditor_reads_pairs_and_does_nothing(client, auditor):
    enter(client, auditor)
    one, other = make.twins()

    page = client.get(pair("pair", one, other)).content.decode()

    assert "<form" not in page.split("</h2>", 1)[1].split("</table>")[1].split("</main>")[0]
    assert client.post(pair("merge", one, other), {"reason": "x"}).status_code == 403
    assert client.post(pair("distinct", one, other)).status_code == 403
