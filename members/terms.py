"""What the clock does with terms: they begin, end and are renewed; and whoever is concerned is reminded before an end.

All of it may come twice, late, or from two timetables: a row is changed under its lock, and letters have keys for ever.
"""

from django.db import transaction

from portal.lifecycle.clock import day_of

from .models import Appointment
from .notices import terms as notices
from .notices.terms import REMINDERS

AT_ONCE = 500  # terms in one transaction


def keep_time(at):
    """Begin and close, in portions; those that end as it was planned are told of."""
    while portion(Appointment.objects.to_begin(at), at) or portion(Appointment.objects.to_close(at), at):
        pass


def portion(due, at) -> int:
    """Bring some of these up to date; how many they were."""
    with transaction.atomic():
        keys = list(due.order_by("group", "pk").select_for_update(of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
        if keys:
            ended = Appointment.bring_up(Appointment.objects.filter(pk__in=keys), at)
            notices.over(with_people(ended), at)
    return len(keys)


def remind(at):
    """The letters before the end of a term: to the person, the co-chairs, the focal point and the secretariat."""
    day = day_of(at)
    with transaction.atomic():
        keys = list(Appointment.objects.to_remind(day).select_for_update(of=("self",)).values_list("pk", flat=True))
        terms = with_people(keys)
        for term in terms:
            term.reminded = next(days for days in reversed(REMINDERS) if (term.planned_end - day).days <= days)
        notices.ending(terms, at)
        for days in REMINDERS:
            given = [term.pk for term in terms if term.reminded == days]
            Appointment.objects.filter(pk__in=given).update(reminded=days)


def with_people(keys) -> list:
    """The terms of these keys with all that letters ask of them, in the order of their ends."""
    terms = Appointment.objects.filter(pk__in=keys).select_related("person__user", "group", "member")
    return list(terms.prefetch_related("person__addresses").order_by("planned_end", "person__sort_name", "pk"))
