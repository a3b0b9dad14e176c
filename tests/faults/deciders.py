"""A call that is being decided, with something for each of its jobs to do; made by namings.py, beside the tests."""

from datetime import timedelta

YEAR = 2043


def deciding(head) -> dict:
    """Keys of what waits in the queue, and addresses of its people.

    A list is released for a moment that is about to come: one is selected, one on the reserve list. A file and a proposal
    were asked for.
    """
    from django.utils import timezone

    from nominations.deciding.models import Export, Shortlist
    from nominations.deciding.sight import sight_of
    from tests import decisions, make

    officer = make.user(f"officer{YEAR}@example.org", "Olga Officer", role="officer")
    call = decisions.judged_call(by=head, year=YEAR)
    one, other = decisions.candidates(call, 2, by=officer)
    decisions.selected(one, by=officer)
    decisions.on_reserve(other, by=officer)
    publication = decisions.prepared(call, by=officer)
    publication.release(by=head, seen=publication.sha256, publish_at=timezone.now() + timedelta(seconds=1))
    file = Export.ask(call, names=["reference"], purpose="For the council.", format="csv", by=officer)
    shortlist = Shortlist.ask(sight_of(officer, call), seed=7)
    keys = {"write_letters": publication.pk, "work_export": file.pk, "work_shortlist": shortlist.pk}
    people = [nomination.person.user.email for nomination in (one, other)]
    return {"people": people, "keys": {f"deciding.{job}": str(pk) for job, pk in keys.items()}}
