"""Doorbells of deciding: fetch, call one method."""

from celery import shared_task

from portal.lifecycle import clock

from . import offer_clock
from .models import Decision, Export, Offer, Publication, Shortlist, Statistics
from .notices import record as notices
from .verifying import broken


@shared_task(name="deciding.work_shortlist")
def work_shortlist(pk: str):
    """Reckon one proposal; a second ring changes nothing."""
    for run in Shortlist.objects.filter(pk=pk):
        run.work()


@shared_task(name="deciding.write_letters")
def write_letters(pk: str):
    """Freeze a list and write its letters; a second ring changes nothing."""
    for publication in Publication.objects.filter(pk=pk):
        publication.work()


@shared_task(name="deciding.work_export")
def work_export(pk: str):
    """Write one file; a second ring changes nothing."""
    for export in Export.objects.filter(pk=pk):
        export.work()


@shared_task(name="deciding.sweep_jobs")
def sweep_jobs():
    """Every minute: what died has failed, what nobody took is rung for."""
    at = clock.now()
    for model in (Shortlist, Publication, Export):
        model.sweep(at)


@shared_task(name="deciding.take_back_gone")
def take_back_gone():
    """Every minute: what is proposed for nominations that were withdrawn, or left otherwise."""
    Decision.clear_gone(at=clock.now())


@shared_task(name="deciding.publish_due")
def publish_due():
    """Every minute: lists whose moment has come."""
    at = clock.now()
    for publication in Publication.objects.due(at):
        publication.publish_when_due()


@shared_task(name="deciding.lapse_offers")
def lapse_offers():
    """Every five minutes: offers that nobody answered in time."""
    at = clock.now()
    for offer in Offer.objects.due(at):
        offer.lapse()


@shared_task(name="deciding.verify_records")
def verify_records():
    """Every night: the record of each call; the secretariat hears of it only where something is wrong."""
    if found := broken():
        notices.broken(found, clock.now())


@shared_task(name="deciding.write_appointments")
def write_appointments():
    """When somebody accepted, and every five minutes: letters of appointment that nobody has made yet."""
    Offer.write_letters()


@shared_task(name="deciding.remind_offers")
def remind_offers():
    """Every five minutes; a second beat writes nothing twice."""
    offer_clock.remind(clock.now())


@shared_task(name="deciding.keep_reserve_lists")
def keep_reserve_lists():
    """Every five minutes: who left by consent, lists that ended, seats that are still vacant."""
    offer_clock.keep_reserve_lists(clock.now())


@shared_task(name="deciding.make_statistics")
def make_statistics():
    """Every minute: the statistics of calls whose tracks stay, or whose list was published."""
    at = clock.now()
    for call in Statistics.due():
        Statistics.make(call, at=at)


@shared_task(name="deciding.forget_exports")
def forget_exports():
    """Every night: files that were asked for seven days ago."""
    Export.forget_old(clock.now())
