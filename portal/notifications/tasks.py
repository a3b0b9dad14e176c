"""Doorbells of the outbox. They take nothing: what is due stands in the database."""

from celery import shared_task

from . import doorbell, outcome, sender


@shared_task(name="notifications.deliver")
def deliver():
    """Send what is due. Any number of these may run, late or twice: each claims what no other has."""
    if sender.deliver():
        doorbell.ring()


@shared_task(name="notifications.sweep")
def sweep():
    """Every minute: expire, take back what dead senders held, try the doubtful once more, and send."""
    outcome.expired()
    outcome.abandoned()
    outcome.second_try()
    deliver()
