"""A call whose time is over, its candidates, and a committee that judges them: each reached by walking the verbs."""

from datetime import timedelta

from django.utils import timezone

from nominations.models import Nomination
from nominations.reviewing.models import Assignment, Reviewer
from tests import make
from tests.answers import complete

COMMENT = "Strong on practice, fewer publications."


def call_in_review(*, by, frozen=True, **fields):
    """A call that closed thirty days ago and is reviewed for twenty more; without `frozen` nobody was put on a track."""
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=60), "closes_at": now - timedelta(days=30)}
    dates |= {"review_until": now + timedelta(days=20)}
    call = make.call(by=by, **(dates | fields))
    if frozen:
        call.freeze_tracks(by=by)
    return call


def candidate(call, number=1, *, by, eligible=True, at=None, author=None, **answers) -> Nomination:
    """Somebody who nominated themselves in time; declared eligible, and told."""
    at = at or call.closes_at - timedelta(days=5)
    names = {"given_name": "Cara", "family_name": f"Candidate {number}", "published_name": f"Cara Candidate {number}"}
    author = author or make.user(f"candidate.{number}.{call.year}@example.org", names["published_name"])
    own = names | {"orcid": "", "residence": "NZ", "work_country": "NZ", "nationality_1": "NZ", "nationality_2": ""}
    nomination = complete(make.nomination(author=author, call=call, at=at), answers=own | answers, at=at)
    nomination.submit(by=author, at=at)
    if eligible:
        nomination.declare_eligible(by=by, at=call.closes_at + timedelta(days=1))
    return Nomination.objects.get(pk=nomination.pk)


def candidates(call, number, *, by, **answers) -> list[Nomination]:
    """So many, eligible and on their tracks, in the order in which they came."""
    there = [candidate(call, each + 1, by=by, **answers) for each in range(number)]
    if not call.tracks_frozen_at:
        call.freeze_tracks(by=by)
    return [Nomination.objects.get(pk=one.pk) for one in there]


def reviewer(call, email="luis@example.org", name="Luis Torres", *, by, accepted=True, user=None, **fields) -> Reviewer:
    """A seat in the committee, the terms accepted; for all groups and both languages, unless said otherwise."""
    user = user or make.user(email, name)
    words = {"groups": make.groups(), "languages": ["en", "fr"]} | fields
    seat = Reviewer.name(user, call, by=by, **words)
    if accepted:
        seat.accept_terms(by=user)
    return Reviewer.objects.get(pk=seat.pk)


def chair(call, email="mei@example.org", name="Mei Chen", *, by, **fields) -> Reviewer:
    """The chair, who reviews nothing."""
    return reviewer(call, email, name, by=by, **({"chairs": True, "most": 0} | fields))


def given(nomination, seat, *, by) -> Assignment:
    return Assignment.give(nomination, seat, by=by)


def words(call, score=4, **more) -> dict:
    """A whole review: the same score in every criterion, unless one is named by its name."""
    by_name = more.pop("scores", {})
    scores = {one.pk: by_name.get(one.name_en, score) for one in call.criteria.all()}
    return {"scores": scores, "recommendation": "select", "comment": COMMENT} | more


def reviewed(nomination, seat, *, by, score=4, **more) -> Assignment:
    """Given to this reviewer, and judged."""
    assignment = given(nomination, seat, by=by)
    assignment.save_review(**words(seat.call, score, **more), by=seat.user)
    return assignment
