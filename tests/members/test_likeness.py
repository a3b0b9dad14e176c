"""Who may be one human is suggested, with the reason; who cannot be is not; the clock looks again where something changed."""

import pytest
from allauth.account.models import EmailAddress

from members.models import Affiliation, Likeness, Person
from nominations.models import Nomination
from tests import make
from tests.answers import complete

pytestmark = pytest.mark.django_db
NAME, ADDRESS, ORCID = Likeness.Reason.NAME, Likeness.Reason.ADDRESS, Likeness.Reason.ORCID


def suggested():
    """The pairs on the list: two names and the reasons."""
    Likeness.look()
    return [(str(each.first), str(each.second), each.reasons) for each in Likeness.objects.open()]


COUNTRIES = [
    ("DE", "DE", True),
    ("DE", "FR", False),
    ("DE", "", True),  # unknown parts nobody
    ("", "", True),
]


@pytest.mark.parametrize(("one", "other", "alike"), COUNTRIES)
def test_a_similar_name_counts_where_no_country_parts_the_two(one, other, alike):
    make.person("Hans", "Müller", country=one)
    make.person("Hans", "Mueller", country=other)

    assert suggested() == ([("Hans Müller", "Hans Mueller", [NAME])] if alike else [])


def test_the_country_of_a_submitted_nomination_counts_and_that_of_a_draft_does_not(call, tomas, leila):
    for author, submits in ((tomas, True), (leila, False)):
        own = {"given_name": "Hans", "family_name": "Müller", "published_name": "", "residence": "CZ", "orcid": ""}
        nomination = complete(make.nomination(author=author, call=call), answers=own)
        if submits:
            nomination.submit(by=author)
    Person.objects.filter(user=leila).update(latin_name="hans muller", published_name="Hans Müller")
    twin = make.person("Hans", "Müller", country="FR")

    pairs = {(first, second) for first, second, _why in suggested()}

    assert ("Hans Müller", str(twin)) in pairs  # of Leila, whose draft nobody reads
    assert Likeness.objects.between(twin, Person.objects.get(user=leila)).exists()
    assert not Likeness.objects.between(twin, Person.objects.get(user=tomas)).exists()


def test_an_address_that_an_account_has_verified_counts_whatever_the_names():
    make.person("Erika", "Muster", email="shared@example.org")
    other = make.person("Else", "Wer", user=make.user("else@example.org", "Else Wer"))
    EmailAddress.objects.create(user=other.user, email="shared@example.org", verified=True)

    assert suggested() == [("Erika Muster", "Else Wer", [ADDRESS])]


def test_an_orcid_that_somebody_else_has_counts_when_it_is_given_with_a_nomination(call, tomas):
    holder = make.person("Erika", "Muster", country="DE", orcid="0000-0002-1825-0097")
    nomination = complete(make.nomination(author=tomas, call=call), answers={"orcid": "0000-0002-1825-0097"})

    nomination.submit(by=tomas)

    assert Nomination.objects.get().person.orcid == ""
    ((_first, _second, reasons),) = suggested()
    assert reasons == [ORCID]
    assert Likeness.objects.between(holder, Nomination.objects.get().person).exists()


def test_a_correction_makes_and_unmakes_a_suggestion(amina):
    make.person("Hans", "Müller", country="DE")
    other = make.person("Anna", "Berg", country="DE")
    assert suggested() == []

    other.correct(by=amina, given_name="Hans", family_name="Mueller")
    assert len(suggested()) == 1
    place = Affiliation.objects.get(person=other)
    work = {name: getattr(place, name) for name in ("organisation", "stakeholder_group")}
    other.correct_affiliation(place.pk, by=amina, country="FR", **work)
    assert suggested() == []
    other.correct_affiliation(place.pk, by=amina, country="DE", **work)
    assert len(suggested()) == 1
    other.correct(by=amina, given_name="Anna", family_name="Berg")
    assert suggested() == []


def test_a_reason_that_people_gave_outlives_a_corrected_name(amina):
    one, other = make.twins()
    Likeness.note(one, other, ORCID)
    assert suggested()[0][2] == [NAME, ORCID]

    other.correct(by=amina, given_name="Anna", family_name="Berg")

    assert suggested()[0][2] == [ORCID]


def test_looking_again_and_again_finds_the_same():
    make.twins()
    before = list(Likeness.objects.values())

    for _again in range(2):
        Person.objects.update(to_compare=True)
        Likeness.look()

    assert list(Likeness.objects.values()) == before


def test_the_likeliest_stand_first():
    make.person("Hans", "Müller", country="DE", email="hans@example.org")
    make.person("H.", "Müller", country="DE")
    make.person("Hans", "Muller", country="DE")
    account = make.user("x@example.org", "Xavier Ypsilon")
    make.person(user=account)
    EmailAddress.objects.create(user=account, email="hans@example.org", verified=True)

    pairs = [{first, second} for first, second, _why in suggested()]

    assert pairs[0] == {"Hans Müller", "Xavier Ypsilon"}
    assert pairs[1] == {"Hans Müller", "Hans Muller"}
    assert len(pairs) == 4
