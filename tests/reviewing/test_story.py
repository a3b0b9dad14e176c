"""What the committee does stands in the story, by name, and costs a statement for each kind of thing however long it is."""

import pytest

from portal.lifecycle.models import Event
from tests.committee import call_in_review, candidates, reviewed, reviewer

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [str(event.thing) for event in Event.objects.with_things()]


def test_a_long_story_of_reviews_is_told_with_as_many_statements_as_a_short_one(
    amina, groups, django_assert_max_num_queries, django_assert_num_queries
):
    call = call_in_review(by=amina, frozen=False)
    first, *others = candidates(call, 4, by=amina)
    seat = reviewer(call, by=amina)
    reviewed(first, seat, by=amina)
    names()  # kinds of things are looked up once
    with django_assert_max_num_queries(20) as short:
        told = names()
    assert f"{first.reference} · Luis Torres" in told

    for nomination in others:
        reviewed(nomination, seat, by=amina)
    with django_assert_num_queries(len(short)):
        names()
