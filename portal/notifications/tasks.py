"""Doorbells of the outbox."""

from celery import shared_task


@shared_task(name="notifications.deliver")
def deliver():
    """Send what is due."""


@shared_task(name="notifications.sweep")
def sweep():
    """Send what was left behind."""
