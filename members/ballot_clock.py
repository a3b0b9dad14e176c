"""What the clock does about ballots: opens and closes them, and reminds those who have not voted."""

import logging
from datetime import timedelta

from .models import Ballot
from .notices import ballots as notices

log = logging.getLogger(__name__)
REMINDED_BEFORE = timedelta(days=2)


def keep_time(at):
    """Close what is over, open what is due. One that fails is told to the log and stops no other."""
    each(Ballot.objects.to_close(at), lambda ballot: ballot.close(at=at))
    each(Ballot.objects.to_open(at), lambda ballot: ballot.open(at=at))


def remind_voters(at):
    """Two days before the end; not of a ballot that opened later than that, whose delegates have just been told."""
    each(Ballot.objects.to_remind(at, REMINDED_BEFORE), lambda ballot: notices.ballot_reminder(ballot, at))


def each(ballots, act):
    for ballot in ballots.select_related("accession"):
        try:
            act(ballot)
        except Exception:
            log.exception("This ballot could not be brought up to date: %s", ballot.pk)
