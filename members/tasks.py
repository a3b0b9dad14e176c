"""Doorbells of who belongs: fetch, call one method."""

from celery import shared_task

from portal.lifecycle import clock

from . import accession_clock, ballot_clock, terms
from .models import Import, Likeness, Member


@shared_task(name="members.let_leave")
def let_leave():
    """Every five minutes: Members whose last day is over. Their rights ended with the day."""
    for member in Member.objects.due_to_leave(clock.now()):
        member.depart()


@shared_task(name="members.work_import")
def work_import(pk: str):
    """Check or import one file, as its state asks; a second ring changes nothing."""
    for each in Import.objects.filter(pk=pk):
        each.work()


@shared_task(name="members.sweep_imports")
def sweep_imports():
    """Every minute: what died is broken off, what nobody took is rung for, old files are forgotten."""
    Import.sweep(clock.now())


@shared_task(name="members.look_for_duplicates")
def look_for_duplicates():
    """Every five minutes; whom another run is comparing is left to it."""
    Likeness.look()


@shared_task(name="members.remind_accessions")
def remind_accessions():
    """Every five minutes; a second beat writes nothing twice."""
    accession_clock.remind_incomplete(clock.now())


@shared_task(name="members.keep_terms")
def keep_terms():
    """Every five minutes: terms begin on their day, and close when their last is over."""
    terms.keep_time(clock.now())


@shared_task(name="members.remind_terms")
def remind_terms():
    """Every night; a second beat writes nothing twice."""
    terms.remind(clock.now())


@shared_task(name="members.keep_ballots")
def keep_ballots():
    """Every minute: open what is due, close what is over."""
    ballot_clock.keep_time(clock.now())


@shared_task(name="members.remind_voters")
def remind_voters():
    """Every five minutes; a second beat writes nothing twice."""
    ballot_clock.remind_voters(clock.now())
