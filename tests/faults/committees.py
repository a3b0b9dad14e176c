"""A committee at work, with something for each of its jobs to do; made by namings.py, beside the tests."""

from datetime import timedelta

YEAR = 2039


def at_work(head) -> dict:
    """Addresses of its people, and the run that waits in the queue.

    Luis has two, of which he was not told; one of them Sam has reviewed, so that the other comes first at night. Of Ruth a
    nationality became known from which conflicts follow. Ana has not accepted the terms. Mei chairs.
    """
    from django.utils import timezone

    from nominations.reviewing.models import Assignment, AssignmentRun, Reviewer
    from tests import committee

    ago = timezone.now() - timedelta(days=5)
    call = committee.call_in_review(by=head, year=YEAR, frozen=False)
    one, other = committee.candidates(call, 2, by=head)
    named = {
        name: committee.reviewer(call, f"{name}{YEAR}@example.org", name, by=head, at=ago, **more)
        for name, more in {"luis": {}, "sam": {}, "ruth": {}, "ana": {"accepted": False}}.items()
    }
    committee.chair(call, f"mei{YEAR}@example.org", by=head)
    for nomination in (one, other):
        Assignment.give(nomination, named["luis"], by=head, at=ago)
    committee.reviewed(one, named["sam"], by=head)
    Reviewer.objects.filter(pk=named["ruth"].pk).update(nationalities=["NZ"])
    run = AssignmentRun.ask(call, {"reviews": 2}, by=head, seed=7)
    people = [f"{name}{YEAR}@example.org" for name in ("luis", "ana", "mei")]
    return {"people": people, "run": str(run.pk)}
