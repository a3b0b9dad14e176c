import pytest

from portal.lifecycle import pulse
from tests import committee, decisions
from tests.kept import kept


@pytest.fixture(autouse=True)
def _one_factor(settings, monkeypatch):
    """How people come in is tested by itself; a job's pulse beats on a connection that sees nothing of a test's transaction."""
    settings.REQUIRE_STAFF_MFA = False
    monkeypatch.setattr(pulse, "BEAT", 600)


@kept
def call(groups, jonas):
    """Its reviews closed yesterday."""
    return decisions.judged_call(by=jonas)


@kept
def three(call, amina):
    """Three eligible people on the open track."""
    return decisions.candidates(call, 3, by=amina)


@kept
def mei(call, amina):
    """The chair."""
    return committee.chair(call, by=amina)
