"""What happens to one nomination from many sides at once, on PostgreSQL."""

import pytest

from members.drafts.saving import Overtaken
from nominations.models import Nomination
from tests import make
from tests.moments import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(jonas):
    return make.call(by=jonas)


@pytest.fixture
def author():
    return make.user("leila@example.org", "Leila Haddad")


@pytest.mark.abuse(11, 26)
def test_ten_starts_make_one_nomination(opened, author):
    found = at_once(*[lambda: Nomination.start(call=opened, by=author).pk] * 10)

    assert {Nomination.objects.get().pk} == set(found)


def test_ten_people_who_start_get_ten_numbers(opened):
    people = [make.user(f"person{n}@example.org") for n in range(10)]

    at_once(*(lambda by=by: Nomination.start(call=type(opened).objects.get(), by=by) for by in people))

    assert sorted(Nomination.objects.values_list("number", flat=True)) == list(range(1, 11))


def test_sections_saved_at_once_are_all_kept(opened, author):
    nomination = Nomination.start(call=opened, by=author)
    typed = {
        "you": {"family_name": "Haddad"},
        "work": {"position": "Head"},
        "contribution": {"biography": "Words"},
        "interests": {"interests_none": "on"},
        "declarations": {"accepts_time": "on"},
    }

    def save(section, answers):
        return Nomination.objects.get(pk=nomination.pk).save_section(section, answers, by=author, revision=0)

    at_once(*(lambda s=s, a=a: save(s, a) for s, a in typed.items()))

    nomination.refresh_from_db()
    assert nomination.revision == 5
    assert nomination.answers == {name: value for answers in typed.values() for name, value in answers.items()}


def test_of_two_windows_that_save_at_once_one_is_told_of_the_other(opened, author):
    nomination = Nomination.start(call=opened, by=author)

    def save(window):
        mine = Nomination.objects.get(pk=nomination.pk)
        return mine.save_section("work", {"position": window}, by=author, revision=0, window=window)

    outcomes = at_once(lambda: save("one"), lambda: save("two"))

    nomination.refresh_from_db()
    kept = "one" if isinstance(outcomes[1], Overtaken) else "two"
    assert sum(isinstance(outcome, Overtaken) for outcome in outcomes) == 1
    assert nomination.answers == {"position": kept}
