"""Doorbells of the call: fetch, call one method."""

from celery import shared_task

from portal.lifecycle import clock

from .models import Nomination


@shared_task(name="nominations.lapse_returns")
def lapse_returns():
    """Put returns that nobody answered in time back to submitted."""
    for nomination in Nomination.objects.filter(status="returned", returned_until__lte=clock.now()):
        nomination.lapse_return()
