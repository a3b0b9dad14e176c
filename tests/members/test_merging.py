"""Two rows that were one human are made one, and taken apart again, to the last row."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Affiliation, ConsentRecord, Distinct, Person, PersonAddress, PersonMerge, Project
from members.models.consent import Purpose
from nominations.models import Nomination
from portal.lifecycle.models import Refused
from tests import make
from tests.kept import kept

pytestmark = pytest.mark.django_db


def snapshot() -> dict:
    """Every row of every table that points to a person, and of persons themselves."""
    models = {Person, *(model for model, _field in Person.pointers())}
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in sorted(models, key=lambda model: model._meta.label)
    }


def consented(person, *, days_ago, withdrawn=None, purpose=Purpose.PUBLICATION):
    """A consent given so many days ago; withdrawn so many days ago, if said."""
    now = timezone.now()
    return ConsentRecord.objects.create(
        person=person,
        purpose=purpose,
        text_version="test",
        way="paper",
        given_at=now - timedelta(days=days_ago),
        withdrawn_at=None if withdrawn is None else now - timedelta(days=withdrawn),
    )


@kept
def two(groups):
    """Erika twice; the second has an account, an ORCID, an address, work, a term, a project."""
    kept = make.person(family="Muster", country="DE")
    stub = make.person("E.", "Muster", country="FR", email="erika@example.org", orcid="0000-0002-1825-0097")
    stub.user = make.user("erika@example.net", "Erika")
    stub.biography = "Works on fair models."
    stub.save()
    make.term(stub, starts_on=timezone.now().date() - timedelta(days=100), group=groups[0])
    consented(stub, days_ago=10)
    project = Project.objects.create(title="One", kind="project", source_url="https://example.org/")
    project.responsible.add(stub)
    return kept, stub


def test_everything_goes_to_the_one_who_is_kept(two, amina):
    kept, stub = two

    merge = kept.merge(stub, reason="The same passport.", by=amina)

    assert stub.merged_into == kept
    assert (kept.user.email, kept.orcid, kept.biography) == (
        "erika@example.net",
        "0000-0002-1825-0097",
        "Works on fair models.",
    )
    assert (stub.user, stub.orcid, stub.biography) == (None, "", "Works on fair models.")
    assert kept.affiliations.count() == 2
    assert kept.appointments.count() == kept.addresses.count() == kept.projects.count() == kept.consents.count() == 1
    assert stub.belongings() == {}
    assert merge.reason == "The same passport."
    assert [event.verb for event in kept.story()] == ["merged"]
    assert [event.verb for event in stub.story()] == ["merged_into"]
    assert list(Person.objects.living().filter(family_name="Muster")) == [kept]


def test_an_undone_merge_leaves_every_row_as_it_was(two, amina):
    kept, stub = two
    before = snapshot()

    merge = kept.merge(stub, reason="One.", by=amina)
    assert snapshot() != before
    merge.undo(by=amina, reason="Two after all.")

    assert snapshot() == before
    assert (merge.undone_by, merge.undone_reason) == (amina, "Two after all.")


def test_rows_of_floors_above_move_too(two, amina, call, tomas):
    kept, _stub = two
    nomination = make.nomination(author=tomas, call=call)
    call.extensions.create(
        person=nomination.person, until=timezone.now() + timedelta(days=20), previous=call.closes_at, by=amina
    )
    applicant = nomination.person

    merge = kept.merge(applicant, reason="One.", by=amina)

    assert Nomination.objects.get().person == kept
    assert call.extensions.get().person == kept
    merge.undo(by=amina, reason="Two.")
    assert Nomination.objects.get().person == applicant
    assert call.extensions.get().person == applicant


def both_accounts(kept, stub, call):
    kept.user = make.user("other@example.org")
    kept.save()


def both_orcids(kept, stub, call):
    Person.objects.filter(pk=kept.pk).update(orcid="0000-0002-1694-233X")


def both_nominated(kept, stub, call):
    for person in (kept, stub):
        Person.objects.filter(pk=person.pk).update(user=None)
        author = make.user(f"author-{person.pk}@example.org")
        made = make.nomination(author=author, call=call)
        Nomination.objects.filter(pk=made.pk).update(person=person)


def both_sit(kept, stub, call):
    day = timezone.now().date() - timedelta(days=50)
    make.term(kept, starts_on=day, group=stub.appointments.get().group)


def told_apart(kept, stub, call):
    kept.tell_apart(stub, by=call.extensions.model._meta.get_field("by").related_model.objects.first())


def merged_before(kept, stub, call):
    Person.objects.filter(pk=stub.pk).update(merged_into=make.person("Third"))


REFUSALS = [
    (both_accounts, "Both have an account"),
    (both_orcids, "two different ORCIDs"),
    (both_nominated, "Both have a nomination in the same call: N26-"),
    (both_sit, "Both have a term at the same time: expert, Responsible AI"),
    (told_apart, "these two are not the same"),
    (merged_before, "merged already"),
]


@pytest.mark.parametrize(("arrange", "sentence"), REFUSALS, ids=lambda part: getattr(part, "__name__", ""))
def test_two_who_cannot_be_one_are_refused_in_words_and_nothing_changes(two, amina, call, arrange, sentence):
    kept, stub = two
    arrange(kept, stub, call)
    kept.refresh_from_db()
    before = snapshot()

    with pytest.raises(Refused, match=sentence):
        kept.merge(stub, reason="One.", by=amina)

    assert snapshot() == before
    assert not PersonMerge.objects.exists()


def test_nobody_is_merged_with_themself(two, amina):
    kept, _stub = two

    with pytest.raises(Refused, match="not two persons"):
        kept.merge(Person.objects.get(pk=kept.pk), reason="One.", by=amina)


def test_of_two_accounts_the_one_that_is_closed_gives_way_and_comes_back(two, amina, jonas):
    kept, stub = two
    other = make.user("other@example.org")
    Person.objects.filter(pk=kept.pk).update(user=other)
    stub.user.close(by=jonas)
    before = snapshot()
    kept.refresh_from_db()

    merge = kept.merge(stub, reason="One.", by=amina)

    assert (kept.user, stub.user) == (other, None)
    merge.undo(by=amina, reason="Two.")
    assert snapshot() == before


CONSENTS = [  # kept: (given, withdrawn) days ago; the same of the stub; how many are in force after
    ((30, None), (10, None), [30]),
    ((10, None), (30, None), [30]),
    ((30, None), (50, 20), []),  # the last word was no
    ((30, None), (50, 40), [30]),
    ((50, 20), (30, None), []),
    (None, (30, None), [30]),
]


@pytest.mark.parametrize(("mine", "theirs", "in_force"), CONSENTS)
def test_of_consents_the_earlier_stays_and_the_last_word_counts(two, amina, mine, theirs, in_force):
    kept, stub = two
    stub.consents.all().delete()
    for person, facts in ((kept, mine), (stub, theirs)):
        if facts:
            consented(person, days_ago=facts[0], withdrawn=facts[1])
    before = snapshot()

    merge = kept.merge(stub, reason="One.", by=amina)

    ages = [(timezone.now() - consent.given_at).days for consent in kept.consents.in_force()]
    assert ages == in_force
    merge.undo(by=amina, reason="Two.")
    assert snapshot() == before


def test_a_consent_withdrawn_since_the_merge_stays_withdrawn_at_both(two, amina):
    kept, stub = two
    consented(kept, days_ago=300)
    merge = kept.merge(stub, reason="One.", by=amina)
    Person.objects.filter(pk=kept.pk).update(user=None)  # erased: nothing keeps the two together
    kept.withdraw_consent(Purpose.PUBLICATION, by=amina, way="letter")

    merge.undo(by=amina, reason="Two.")

    assert not ConsentRecord.objects.in_force().exists()


def test_a_project_that_both_answer_for_is_answered_for_once(two, amina):
    kept, stub = two
    project = Project.objects.get()
    project.responsible.add(kept)
    before = snapshot()

    merge = kept.merge(stub, reason="One.", by=amina)

    assert list(project.responsible.all()) == [kept]
    merge.undo(by=amina, reason="Two.")
    assert snapshot() == before


# --- undoing what has gone on since


def orcid_changed(kept, stub, merge, by):
    kept.correct(by=by, orcid="0000-0002-1694-233X")


def new_things(kept, stub, merge, by):
    Affiliation.objects.create(person=kept, organisation="New", stakeholder_group="science", country="DE")


def given_away(kept, stub, merge, by):
    PersonAddress.objects.update(person=make.person("Third"))


def merged_on(kept, stub, merge, by):
    make.person("Third").merge(kept, reason="One.", by=by)


def another_came(kept, stub, merge, by):
    kept.merge(make.person("Third"), reason="One.", by=by)


def undone_already(kept, stub, merge, by):
    merge.undo(by=by, reason="Two.")


NO_WAY_BACK = [
    (orcid_changed, "ORCID was changed"),
    (new_things, "nobody can say to whom they belong: affiliations"),
    (given_away, "Addresses of people were given to somebody else"),
    (merged_on, "merged into another one later"),
    (another_came, "merged into this one later"),
    (undone_already, "taken apart already"),
]


@pytest.mark.parametrize(("meanwhile", "sentence"), NO_WAY_BACK, ids=lambda part: getattr(part, "__name__", ""))
def test_a_merge_is_not_taken_apart_where_it_would_no_longer_be_true(two, amina, meanwhile, sentence):
    kept, stub = two
    merge = kept.merge(stub, reason="One.", by=amina)
    meanwhile(kept, stub, merge, amina)
    before = snapshot()

    with pytest.raises(Refused, match=sentence):
        PersonMerge.objects.get(pk=merge.pk).undo(by=amina, reason="Two.")

    assert snapshot() == before


def test_what_was_deleted_since_is_no_obstacle(two, amina):
    kept, stub = two
    merge = kept.merge(stub, reason="One.", by=amina)
    PersonAddress.objects.all().delete()
    Project.objects.all().delete()

    merge.undo(by=amina, reason="Two.")

    stub.refresh_from_db()
    assert (stub.merged_into, stub.user.email) == (None, "erika@example.net")


def test_merges_are_taken_apart_in_the_opposite_order(two, amina):
    kept, stub = two
    third = make.person("Third")
    before = snapshot()
    first = kept.merge(stub, reason="One.", by=amina)
    second = third.merge(kept, reason="One.", by=amina)
    stub.refresh_from_db()
    assert stub.merged_into == third

    second.undo(by=amina, reason="Two.")
    PersonMerge.objects.get(pk=first.pk).undo(by=amina, reason="Two.")

    assert snapshot() == before


def test_who_was_told_apart_can_be_doubted_again(two, amina):
    kept, stub = two
    stub.tell_apart(kept, by=amina)
    assert Distinct.objects.of(stub, kept).exists()

    kept.doubt_apart(stub, by=amina)

    assert not Distinct.objects.exists()
    kept.merge(stub, reason="One.", by=amina)
