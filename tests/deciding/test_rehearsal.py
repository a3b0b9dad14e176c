"""The rehearsal walks a small year in one process, and its invariants can fail."""

import pytest

from members import facts
from nominations.deciding.models import DecisionRecord
from portal.notifications import doorbell
from portal.rehearsal import year as rehearsed
from portal.rehearsal.invariants import broken
from portal.rehearsal.year import Year
from tests import decisions


@pytest.fixture
def year(db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(doorbell.mute, "until", 0.0)
    monkeypatch.setattr(rehearsed, "shared", lambda work, things: work(list(things)))
    facts.load()
    year = Year(30, seed=3, tell=lambda words: None)
    year.walk()
    return year


@pytest.mark.slow
def test_a_small_year_is_walked_to_the_day_after_publication_and_everything_holds(year):
    assert {sentence: breaks for sentence, breaks in broken(year.call).items() if breaks} == {}
    assert year.call.nominations.filter(status="decided").count() > 18

    decisions.unkept()
    DecisionRecord.objects.filter(call=year.call).order_by("number").first().delete()
    year.call.reviewers.update(most=1, least=0)

    wrong = {sentence for sentence, breaks in broken(year.call).items() if breaks}
    assert wrong == {"The record of decisions is whole.", "No reviewer has more than they can take."}
