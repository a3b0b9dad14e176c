"""What is reckoned for a chair is kept while nothing happens, anew after whatever changes it, and never another chair's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.reviewing import reckoned
from nominations.reviewing.chairing import Chairing
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from tests import committee

pytestmark = pytest.mark.django_db


def told(seat):
    """What this chair reads, and how many statements read rows of the whole call for it."""
    with CaptureQueriesContext(connection) as said:
        chairing = Chairing(type(seat).objects.select_related("call", "user").get(pk=seat.pk))
        means = dict(zip(chairing.tallies.number.tolist(), chairing.tallies.mean.tolist(), strict=True))
        reviews, done = len(chairing.scores[2]), chairing.done
    whole = [each for each in said if "ARRAY_AGG" in each["sql"] or "GROUP BY" in each["sql"]]
    return (means, reviews, done), len(whole)


def test_it_is_kept_until_something_happens_and_by_chair(three, luis, ruth, mei, call, amina):
    ada = committee.chair(call, "ada@example.org", "Ada Osei", by=amina)
    for one, seat, score in ((0, luis, 4), (0, ruth, 2), (1, luis, 3)):
        committee.reviewed(three[one], seat, by=amina, score=score)

    before, asked = told(mei)
    assert before == ({1: 60, 2: 60, 3: pytest.approx(float("nan"), nan_ok=True)}, 3, 3)
    assert asked == 3
    assert told(mei)[1] == 0, "nothing happened: nothing of the call's size is read"

    impose(three[0], mei.user, reason="They wrote a book together.", by=amina, at=clock.now())
    (means, *numbers), asked = told(mei)
    assert (sorted(means), numbers, asked) == ([2, 3], [1, 1], 3)
    assert told(ada)[0][1:] == (3, 3), "of what bars another chair nothing is missing"
    assert told(mei)[0][1:] == (1, 1)

    committee.reviewed(three[2], ruth, by=amina, score=5)
    assert told(mei)[0][0] == {2: 60, 3: 100}
    assert told(ada)[0][1:] == (4, 4)
    seats = call.seats.get(group=three[0].group)
    seats.number += 1
    seats.save()
    assert told(ada)[1] == 3, "another rule is reckoned anew"


def test_an_event_that_began_earlier_and_came_later_is_noticed(mei):
    newest = Event.objects.latest("pk")
    fields = {"kind": newest.kind, "thing_id": newest.thing_id, "verb": "changed", "at": newest.at}
    Event.objects.create(pk=newest.pk + 2, **fields)  # as where the one between is not committed yet
    before = reckoned.stamp_of(mei)
    Event.objects.create(pk=newest.pk + 1, **fields)

    assert reckoned.stamp_of(mei) != before


def test_no_more_than_some_chairs_are_kept_and_each_once(mei, monkeypatch):
    monkeypatch.setattr(reckoned, "CHAIRS", 1)
    for rules in ("one", "other"):
        assert reckoned.kept_for(mei, rules, lambda rules=rules: rules) == rules

    assert [key[0] for key in reckoned.kept] == [mei.pk]
