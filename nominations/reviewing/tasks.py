"""Doorbells of the committee: fetch, call one method."""

from celery import shared_task

from portal.lifecycle import clock

from . import reminders
from .models import AssignmentRun
from .models.finding import calls_judged, find_conflicts


@shared_task(name="reviewing.tell_reviewers")
def tell_reviewers():
    """Every five minutes: what is new in queues; a second beat writes nothing twice."""
    reminders.tell_reviewers(clock.now())


@shared_task(name="reviewing.remind_reviewers")
def remind_reviewers():
    """Every five minutes: of what is not done; a second beat writes nothing twice."""
    at = clock.now()
    reminders.remind_of_terms(at)
    reminders.remind_weekly(at)
    reminders.remind_of_end(at)
    reminders.warn_chairs(at)


@shared_task(name="reviewing.tell_closed")
def tell_closed():
    """Every five minutes, from the end of reviews on."""
    reminders.tell_closed(clock.now())


@shared_task(name="reviewing.order_queues")
def order_queues():
    """Every night."""
    reminders.order_queues()


@shared_task(name="reviewing.work_run")
def work_run(pk: str):
    """Reckon one assignment; a second ring changes nothing."""
    for run in AssignmentRun.objects.filter(pk=pk):
        run.work()


@shared_task(name="reviewing.sweep_runs")
def sweep_runs():
    """Every minute: what died has failed, what nobody took is rung for."""
    AssignmentRun.sweep(clock.now())


@shared_task(name="reviewing.find_conflicts")
def look_for_conflicts():
    """Every five minutes, in calls that are judged: what follows from what anybody wrote since; writes nothing twice."""
    at = clock.now()
    for call in calls_judged():
        find_conflicts(call, at=at)
