"""The story of the demo: last year's call, this year's under review, and the one that is open, walked with the verbs at the
moments they would have happened.
"""

from datetime import timedelta

from portal.lifecycle import clock
from portal.lifecycle.aoe import end_of
from portal.notifications.outbox import settle, settle_all

from .applying import begun, by_clock, drafted, half_way, submitted
from .calls import call_of
from .cast import Cast
from .countries import apply_everywhere, seat_delegates
from .deciding import DECIDED, FLOORS, STATED, decide_last_year, rule, rule_last_year
from .desks import Desk, speak
from .experts import seat_everybody
from .oddities import ANSWERS, SCANNED, scanned
from .people import LEILA, OTHERS, TOMAS
from .reviewing import judge_last_year, review_this_year

NAMED = {1: "SN", 2: "JP", 4: "ES"}  # of last year's applicants, those whom a Member had named
ASKED = {5: "DK"}  # and those who had asked one
TOLD = (13, 19, 21)  # of the open call, those to whom the letter on their screening really goes
FEW = 2  # seats of a group, so that a line cuts through those who are judged


def tell(cast: Cast, *, progress=print):
    """Build three calls and some ninety nominations in all their states. `progress` takes one line of text."""
    now = clock.now()
    seat_delegates(cast, progress=progress)
    progress("  last year's call, with its eighteen nominations ...")
    closed = end_of((now - timedelta(days=356)).date())
    days = {"decided": now - timedelta(days=DECIDED), "reserve_until": (now + timedelta(days=300)).date()}
    last = call_of(now.year - 1, closes=closed, by=cast.jonas, seats=FEW, **days)
    rule_last_year(last)
    for number, person in enumerate(OTHERS[:18], start=1):
        last_year(last, person, number, cast)
    last.freeze_tracks(by=cast.jonas, at=last.complete_until + timedelta(days=1))
    progress("  the reviews of last year ...")
    judge_last_year(last, cast)
    progress("  what was decided of them ...")
    decide_last_year(last, cast)
    progress("  this year's call under review, with its twenty-four ...")
    closed = end_of((now - timedelta(days=40)).date())
    this = call_of(now.year, closes=closed, by=cast.jonas, seats=FEW)
    rule(this, FLOORS)
    review_this_year(this, cast)
    progress("  next year's call, which is open, with its forty-two ...")
    ends = end_of((now + timedelta(days=9)).date())
    coming = call_of(now.year + 1, closes=ends, by=cast.jonas, screening_hold_hours=0)
    half_way(coming, LEILA, 7, now - timedelta(hours=3))
    drafted(coming, TOMAS, 198, now - timedelta(hours=1)).submit(by=cast.tomas)  # his receipt really leaves
    for number, person in enumerate(OTHERS[18:], start=1):
        the_open_one(coming, person, number, cast)
    progress("  what Members say of people ...")
    speak(coming, cast, now)
    apply_everywhere(cast, progress=progress)
    seat_everybody(cast, progress=progress)
    settle_all("members/", now, besides=cast.kenji.email)  # the ballot that is open really writes to him


def last_year(call, person, number, cast):
    """Fourteen eligible, two not, one withdrawn, one never sent."""
    at = by_clock(call, number)
    if number == 18:
        drafted(call, person, number, at)
        return
    if number in NAMED:
        Desk(call, NAMED[number]).win(person, at - timedelta(days=2))
    nomination = submitted(call, person, number, at, said=STATED.get(number))
    if number in ASKED:
        Desk(call, ASKED[number]).endorse(nomination, at + timedelta(hours=1))
    screened = call.closes_at + timedelta(days=5, hours=number)
    if number == 17:
        nomination.withdraw(by=nomination.owner, at=at + timedelta(hours=2))
    elif number in (15, 16):
        nomination.declare_ineligible(
            reason="The curriculum vitae is that of another person.", by=cast.amina, at=screened
        )
    else:
        nomination.declare_eligible(by=cast.amina, at=screened)
    settle(nomination, screened)


def the_open_one(call, person, number, cast):
    """Ten drafts, and thirty that were submitted: waiting, with and without something to look at, returned, eligible, not eligible, withdrawn, asked."""
    at = by_clock(call, number)
    if number <= 4:
        drafted(call, person, number, at)
    elif number <= 10:
        begun(call, person, number, at)
    else:
        own = {"said": ANSWERS.get(number), "paper": scanned() if number in SCANNED else None}
        nomination = submitted(call, person, number, at, **own)
        later = at + (clock.now() - at) / 2
        fate(nomination, number, later, cast)
        if number not in TOLD:
            settle(nomination, later)


def fate(nomination, number, at, cast):
    """What the secretariat or the person did with it since."""
    if number in (11, 12, 13):
        until = end_of((clock.now() + timedelta(days=4)).date())
        reason = "The CV ends in the middle of page two. Upload the whole document."
        nomination.return_for_correction(sections=["documents"], until=until, reason=reason, by=cast.amina, at=at)
    elif number in (14, 15, 16, 17, 18, 19):
        nomination.declare_eligible(by=cast.amina, at=at)
    elif number in (20, 21):
        nomination.declare_ineligible(
            reason="The statements are about another call, not about this one.", by=cast.amina, at=at
        )
    elif number in (22, 23):
        nomination.withdraw(by=nomination.owner, at=at)
    elif number == 24:
        question = "Which of your two employers pays for your work on the trust?"
        settle(nomination.ask(question, by=cast.amina, at=at), at)
    elif number == 25:
        nomination.add_note("Wrote to the help desk twice about the upload; solved on the phone.", by=cast.amina)
