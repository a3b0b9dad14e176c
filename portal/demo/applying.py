"""An invented person's nomination, walked to where it stands: begun, filled in, or submitted."""

from datetime import datetime

from django.core.files.base import ContentFile

from nominations.models import Nomination
from nominations.questions import SECTIONS
from portal.lifecycle import clock
from portal.notifications.outbox import settle

from .answers import answers_of
from .cast import account
from .papers import curriculum
from .people import Invented


def by_clock(call, number) -> datetime:
    """A moment of the call's days so far, different for each number."""
    end = min(call.closes_at, clock.now())
    return call.opens_at + (end - call.opens_at) * ((number * 37) % 100) / 100


def begun(call, person: Invented, number, at) -> Nomination:
    """A draft with the first sections only."""
    author = account(person)
    nomination = Nomination.start(call=call, by=author, at=at)
    for section in list(SECTIONS)[: number % 3 + 1]:
        nomination.save_section(section, answers_of(person, number), by=author, at=at)
    return nomination


def half_way(call, person: Invented, number, at) -> Nomination:
    """Two sections complete, a third begun, nothing else."""
    author = account(person)
    nomination = Nomination.start(call=call, by=author, at=at)
    answers = answers_of(person, number)
    for section in ("you", "work"):
        nomination.save_section(section, answers, by=author, at=at)
    first = {name: answers[name] for name in ("first_group", "biography")}
    nomination.save_section("contribution", first, by=author, at=at)
    return nomination


def drafted(call, person: Invented, number, at, *, said=None, paper=None) -> Nomination:
    """Filled in, CV and all, not submitted. said: answers of their own; paper: a CV of their own, as bytes."""
    author = account(person)
    nomination = Nomination.start(call=call, by=author, at=at)
    answers = answers_of(person, number) | (said or {})
    for section in SECTIONS:
        nomination.save_section(section, answers, by=author, at=at)
    cv = ContentFile(paper or curriculum(person, answers), name=f"CV {person.name}.pdf")
    nomination.attach("cv", cv, by=author, at=at)
    return nomination


def submitted(call, person: Invented, number, at, **own) -> Nomination:
    nomination = drafted(call, person, number, at, **own)
    nomination.submit(by=nomination.owner, at=at)
    for about in (nomination, *nomination.endorsements.all()):
        settle(about, at)
    return nomination
