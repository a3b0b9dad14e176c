"""Doorbells of the accounts."""

from celery import shared_task
from django.core.cache import cache
from django.core.management import call_command


@shared_task(name="accounts.forget_expired")
def forget_expired():
    """Sessions and counts that nobody will read again."""
    cache.forget_expired()
    call_command("clearsessions")
