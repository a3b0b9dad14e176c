"""An expert's own profile: what the public sees is theirs to change, to show and to hide."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from members.models import Likeness, Person
from members.models.consent import Purpose
from tests import make
from tests.admin import enter

pytestmark = pytest.mark.django_db
PAGE, EDIT, WORK, SHOW, HIDE = (
    f"members:{name}" for name in ("profile", "profile_edit", "profile_work", "profile_publish", "profile_unpublish")
)
JOB = {"organisation": "Institut Bleu", "position": "Head", "stakeholder_group": "science", "country": "FR"}


@pytest.fixture
def expert(client, tomas, groups):
    """Tomáš, who sits in a group and has not agreed to be shown; his browser is open."""
    enter(client, tomas)
    return make.expert(tomas, consent=False)


def get(client, name):
    return client.get(reverse(name))


def post(client, name, **typed):
    return client.post(reverse(name), typed)


def told(person):
    return [(event.verb, event.facts) for event in person.story()]


def test_the_page_tells_what_the_public_sees_and_what_it_never_sees(client, expert):
    page = get(client, PAGE).content.decode()

    assert "You are not shown to the public" in page
    assert "tomas@example.org" in page.split("What the public never sees")[1]
    assert "my name, affiliation, group and biography may be published" in page
    assert "version 2026-1" in page
    assert "Expert, Responsible AI" in page


def test_one_button_shows_and_one_hides_at_once_everywhere(client, client_factory, expert):
    visitor = client_factory()
    places = [reverse("members:experts"), reverse("members:group", args=["responsible-ai"])]

    def seen():
        own = visitor.get(expert.get_absolute_url()).status_code == 200
        return [own, *("Tomáš" in visitor.get(place).content.decode() for place in places)]

    assert seen() == [False] * 3
    post(client, SHOW)
    assert seen() == [True] * 3
    assert "You are shown to the public" in get(client, PAGE).content.decode()
    post(client, HIDE)
    assert seen() == [False] * 3

    facts = {"purpose": "publication", "way": "profile"}
    assert [event for event in told(expert) if "consent" in event[0]] == [
        ("consented", facts),
        ("consent_withdrawn", facts),
    ]


def test_a_second_click_changes_nothing(client, expert):
    for name in (SHOW, SHOW, HIDE, HIDE):
        assert post(client, name).url == reverse(PAGE)

    assert expert.consents.count() == 1
    assert not expert.consents_to(Purpose.PUBLICATION)


def test_neither_button_is_pressed_by_a_link(client, expert):
    assert get(client, SHOW).status_code == get(client, HIDE).status_code == 405
    assert not expert.consents.exists()


def test_name_biography_and_orcid_are_theirs_to_change(client, expert):
    answer = post(
        client, EDIT, published_name="Tomáš D.", biography="Fair models.", profile_url="example.org/me", orcid=""
    )

    expert.refresh_from_db()
    assert answer.url == reverse(PAGE)
    assert (expert.name, expert.biography, expert.profile_url) == ("Tomáš D.", "Fair models.", "https://example.org/me")
    assert told(expert)[-1] == ("corrected", {"fields": ["published_name", "biography", "profile_url"]})


WRONG = [
    ({"published_name": " "}, "Enter the name under which"),
    ({"published_name": "T", "biography": "x" * 1201}, "1 character too long"),
    ({"published_name": "T", "orcid": "0000-0002-1825-0098"}, "a digit is wrong"),
    ({"published_name": "T", "orcid": "0000-0002-1825-0097"}, "Another person has this ORCID"),
    ({"published_name": "T", "profile_url": "javascript:alert(1)"}, "Enter an address of the web"),
    ({"published_name": "a\u202eb"}, "cannot be seen"),
    ({"published_name": "a\x00b"}, "did not arrive"),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_wrong_words_are_told_kept_and_change_nothing(client, expert, typed, sentence):
    make.person("Other", orcid="0000-0002-1825-0097")
    before = Person.objects.values().get(pk=expert.pk)

    page = post(client, EDIT, **typed)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert Person.objects.values().get(pk=expert.pk) == before


def test_a_new_place_of_work_ends_the_present_one(client, expert):
    today = timezone.now().date()
    old = expert.affiliations.create(**JOB | {"organisation": "Old"}, since=today - timedelta(days=400))

    post(client, WORK, **JOB)

    old.refresh_from_db()
    new = expert.affiliation_on(today)
    assert (old.until, new.organisation, new.since) == (today, "Institut Bleu", today)
    post(client, WORK, **JOB)
    post(client, WORK, **JOB | {"organisation": "Institut Rouge"})  # the same day: put right, not one more
    assert [each.organisation for each in expert.affiliations.order_by("pk")] == ["Old", "Institut Rouge"]


def test_more_fields_than_the_form_has_change_nothing_else(client, expert, amina):
    typed = {"published_name": "T", "given_name": "X", "family_name": "X", "user": amina.pk, "merged_into": 1}
    before = (expert.given_name, expert.family_name, expert.user_id, None)

    post(client, EDIT, **typed)
    post(client, WORK, **JOB, since="2001-01-01", until="2001-02-01", person=1)

    expert.refresh_from_db()
    assert (expert.given_name, expert.family_name, expert.user_id, expert.merged_into_id) == before
    assert expert.affiliations.get().until is None


def test_who_is_no_expert_reads_for_whom_the_page_is(client, leila):
    enter(client, leila)

    assert "for experts" in get(client, PAGE).content.decode()
    assert not Person.objects.filter(user=leila).exists()
    for name in (EDIT, WORK):
        assert get(client, name).status_code == post(client, name, published_name="X").status_code == 404
    for name in (SHOW, HIDE):
        assert post(client, name).status_code == 404


def test_an_expert_of_old_has_a_profile_too(client, expert):
    term = expert.appointments.get()
    term.end(on=timezone.now().date() - timedelta(days=1), reason="Moved on.", by=None)

    assert get(client, PAGE).context["person"] == expert


# --- whose account it is


def test_an_imported_expert_finds_their_profile_by_a_verified_address(client, leila, groups):
    known = make.person("Leila", "Haddad", email="leila@example.org")
    make.term(known, starts_on=timezone.now().date())
    enter(client, leila)

    assert get(client, PAGE).context["person"] == known
    known.refresh_from_db()
    assert known.user == leila


def test_an_address_that_nobody_proved_links_nobody(client, leila, groups):
    known = make.person("Somebody", "Else", email="claimed@example.org")
    make.term(known, starts_on=timezone.now().date())
    EmailAddress.objects.create(user=leila, email="claimed@example.org", verified=False)
    enter(client, leila)

    assert "for experts" in get(client, PAGE).content.decode()
    assert Person.of(leila) != known
    Likeness.look()
    assert not Likeness.objects.exists()


def test_a_second_address_that_is_known_of_another_person_merges_nobody_and_is_suggested(leila, groups):
    own = Person.of(leila)
    known = make.person("Layla", "Hadad", email="l.haddad@example.org")
    EmailAddress.objects.create(user=leila, email="l.haddad@example.org", verified=True)

    assert Person.of(leila) == own
    known.refresh_from_db()
    assert (known.user, known.merged_into) == (None, None)
    Likeness.look()
    (likeness,) = Likeness.objects.open()
    assert (likeness.first, likeness.second) == (own, known)
    assert likeness.reasons == ["address"]
