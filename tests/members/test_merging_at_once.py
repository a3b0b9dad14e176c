"""Merges, and what else happens to the same two persons at the same moment, on PostgreSQL."""

import pytest

from members.models import Likeness, Person, PersonMerge
from nominations.models import Nomination
from portal.lifecycle.models import Refused
from tests import make
from tests.answers import complete
from tests.moments import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def afresh(person):
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("round_", range(5))
def test_of_two_merges_in_opposite_directions_one_is_made(round_):
    amina = make.user("amina@example.org", role="officer")
    one, other = make.person("A", email="a@example.org"), make.person("B", email="b@example.org")

    outcomes = at_once(
        lambda: afresh(one).merge(afresh(other), reason="One.", by=amina),
        lambda: afresh(other).merge(afresh(one), reason="One.", by=amina),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["PersonMerge", "Refused"]
    assert Person.objects.living().get().addresses.count() == 2


def test_of_two_undoings_one_is_done():
    amina = make.user("amina@example.org", role="officer")
    one, other = make.person("A"), make.person("B", email="b@example.org")
    merge = one.merge(other, reason="One.", by=amina)

    outcomes = at_once(*[lambda: PersonMerge.objects.get(pk=merge.pk).undo(by=amina, reason="Two.")] * 2)

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert outcomes.count(None) == 1
    assert other.addresses.count() == 1


def test_chains_of_merges_at_once_leave_everything_at_somebody_living():
    amina = make.user("amina@example.org", role="officer")
    people = [make.person(str(n), email=f"{n}@example.org") for n in range(4)]
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0)]

    outcomes = at_once(
        *(lambda a=a, b=b: afresh(people[a]).merge(afresh(people[b]), reason="One.", by=amina) for a, b in pairs)
    )

    assert all(isinstance(outcome, (PersonMerge, Refused)) for outcome in outcomes), outcomes
    assert all(address.person.merged_into_id is None for person in people for address in afresh(person).addresses.all())
    assert sum(person.addresses.count() for person in Person.objects.living()) == 4


def test_two_runs_at_once_suggest_a_pair_once():
    for n in range(40):
        make.person("Hans", f"Müller{'abcdefghij'[n % 10] * 3}{'klmn'[n // 10] * 3}", country="DE")
    make.person("Anna", "Berg", country="DE"), make.person("Anna", "Berg", country="DE")

    at_once(*[Likeness.look] * 4)

    assert Likeness.objects.filter(first__family_name="Berg").count() == 1
    assert not Person.objects.filter(to_compare=True).exists()


def test_a_submission_at_the_moment_of_a_merge_is_made(groups):
    amina, tomas = make.user("amina@example.org", role="officer"), make.user("tomas@example.org", "Tomáš")
    nomination = complete(make.nomination(author=tomas, call=make.call(by=amina)), answers={"orcid": ""})
    for _again in range(3):
        kept, stub = make.person("Kept"), Person.objects.get(user=tomas)
        start = Nomination.objects.get(pk=nomination.pk)
        start.save_section("you", {"given_name": f"T{_again}"}, by=tomas)

        outcomes = at_once(
            lambda kept=kept, stub=stub: afresh(kept).merge(afresh(stub), reason="One.", by=amina),
            lambda: Nomination.objects.get(pk=nomination.pk).submit(by=tomas),
        )

        assert not isinstance(outcomes[1], Exception), outcomes
        assert isinstance(outcomes[0], (PersonMerge, Refused)), outcomes
