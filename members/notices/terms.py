"""Letters about terms: to the expert, to those who lead the group, to the focal point that nominated. No reasons in them."""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from portal.notifications.outbox import EMPTIED, post, post_many, retract

REMINDERS = (90, 30)  # days before the planned end
DIGESTS = ("members/roster", "members/terms_ending")  # to others than the person


class Addressee(NamedTuple):
    """Where a letter goes, in which language, and what tells this reader from others in a letter's key."""

    email: str
    key: str
    user: Any = None
    language: str = "en"  # without an account nobody has chosen one


def address_of(person) -> Addressee | None:
    """The account if it is in use, else the address by which the secretariat knows the person, else nothing."""
    if person.user and person.user.is_active:
        return account(person.user)
    known = min(person.addresses.all(), key=lambda address: address.pk, default=None)
    return Addressee(known.email, f"address {known.pk}") if known and is_address(known.email) else None


def account(user) -> Addressee:
    return Addressee(user.email, f"account {user.pk}", user, user.language)


def is_address(text) -> bool:
    """One that came from an old list may be none; it must not hold up everybody else's letters."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def leading(groups, at) -> dict[int | None, list]:
    """Key of a group (None for the plenary) to the terms of its co-chairs on that day."""
    from ..models import Appointment

    chairs = Appointment.objects.on(day_of(at)).filter(role=Appointment.Role.CO_CHAIR)
    chairs = chairs.filter(
        Q(group__in=[group for group in groups if group]) | (Q(group=None) if None in groups else Q())
    )
    found: dict = {group: [] for group in groups}
    for chair in chairs.select_related("person__user").prefetch_related("person__addresses"):
        found.get(chair.group_id, []).append(chair.person)
    return found


def focal_points(members, at) -> dict[int, list]:
    """Key of a Member to whoever is its focal point at that moment; nobody is while it is suspended."""
    from ..models.delegate import Capacity, Delegate

    acting = Delegate.objects.acting(at).filter(member__in=members, capacity=Capacity.FOCAL_POINT)
    found: dict = {member: [] for member in members}
    for delegate in acting.filter(user__is_active=True).select_related("user"):
        found[delegate.member_id].append(delegate.user)
    return found


def digests(terms, at, *, members=True):
    """(who, in which capacity, which of these terms): one for each co-chair and group, and for each focal point. Of their
    own term people are told apart, and their account's letter is not written twice.
    """
    leaders = leading({term.group_id for term in terms}, at)
    for group, people in leaders.items():
        for person in people:
            rows = [term for term in terms if term.group_id == group and term.person_id != person.pk]
            if rows and (there := address_of(person)):
                yield there, "co_chair", rows
    named = {term.member_id for term in terms if term.member_id} if members else set()
    for member, users in (focal_points(named, at) if named else {}).items():
        for user in users:
            yield account(user), "focal_point", [term for term in terms if term.member_id == member]


# --- what the secretariat did


def appointed(term, at):
    """It leads to the profile: the person is shown to the public only if they agree there."""
    from ..models.consent import Purpose

    agreed = term.person.consents_to(Purpose.PUBLICATION)
    tell(term, "term_appointed", key=term.pk, link=reverse_lazy("members:profile"), agreed=agreed)
    tell_others([term], "joins", at, key=term.pk, members=False)


def renewed(term, at):
    """term: the new one."""
    forget_reminders(term.renews)
    tell(term, "term_renewed", key=term.pk)
    tell_others([term], "stays", at, key=term.pk)


def parted(term, at, event):
    """Resigned or ended, now or ahead."""
    forget_reminders(term)
    tell(term, f"term_{term.ends_as}", key=event.pk)
    tell_others([term], "leaves", at, key=event.pk)


def stayed(term, at, event):
    tell(term, "term_corrected", key=event.pk)
    tell_others([term], "stays", at, key=event.pk)


def called_off(term, at, event):
    tell(term, "term_called_off", key=event.pk)
    tell_others([term], "called_off", at, key=event.pk, members=False)


def corrected(term, event):
    forget_reminders(term)
    tell(term, "term_corrected", key=event.pk)


def forget_reminders(term):
    """Reminders that still wait speak of an end that holds no more."""
    retract([term], "members/term_ending", why=_("Its end was settled."))


def forget(person, names=()):
    """Empty every letter about the terms of a person: to them, and to others. A digest goes whole where it names them.

    names: under which else the person was known. A letter of one term is found by its key, whatever name stands there.
    """
    from ..models import Appointment

    kind, terms = ContentType.objects.get_for_model(Appointment), [str(term.pk) for term in person.appointments.all()]
    events = Event.objects.filter(kind=kind, thing_id__in=terms).values_list("pk", flat=True)
    named = Q()
    for key in (*terms, *events):
        named |= Q(key__contains=f":{key}:", occasion="members/roster")
    for name in {str(person), *map(str, person.stubs.all()), *names}:
        for end in (", ", "\n"):
            named |= Q(text__contains=f"- {name}{end}", occasion__in=DIGESTS)
    Message.objects.filter(Q(about_kind=kind, about_id__in=terms) | named).update(**EMPTIED)


# --- what the clock did


def over(terms, at):
    """Their last day has passed, as it was planned: to each person, and to the others in digests."""
    letters = (to_person(term, "term_over", key=term.pk) for term in terms)
    post_many([letter for letter in letters if letter])
    if terms:
        tell_others(terms, "leaves", at, key=f"{day_of(at)}:{gist(terms)}")


def ending(terms, at):
    """Reminders; `term.reminded` says which. What could not be told to the person, the secretariat is told."""
    letters = (to_person(term, "term_ending", key=reminder_key(term), **reminder(term)) for term in terms)
    post_many([letter for letter in letters if letter])
    if terms:
        post_many([digest(there, rows, capacity, at) for there, capacity, rows in digests(terms, at)])
        house = Addressee(settings.SECRETARIAT_EMAIL, "secretariat")
        post_many([digest(house, terms, "secretariat", at)])


def reminder_key(term) -> str:
    """It holds the end, so that one put right is reminded of afresh."""
    return f"{term.pk}:{term.reminded}:{term.planned_end}"


def reminder(term) -> dict:
    """Of use until the next one, or the end."""
    useful_until = term.planned_end - timedelta(days=REMINDERS[1] if term.reminded == REMINDERS[0] else 0)
    return {"reminder": True, "expires_at": datetime.combine(useful_until, time(), tzinfo=UTC)}


def digest(there, terms, capacity, at) -> dict:
    """One letter about all of these to one reader; for the secretariat with those who have no address."""
    own = capacity == "secretariat"
    link = reverse_lazy("admin:members_appointment_changelist") if own else page_of(terms[0])
    unreached = [term for term in terms if own and address_of(term.person) is None]
    words = {"occasion": "members/terms_ending", "terms": terms, "capacity": capacity, "unreached": unreached}
    key = f"terms_ending:{capacity}:{day_of(at)}:{gist(terms)}:{there.key}"
    return words | addressed(there, key) | {"link": link, "reminder": there.user is not None}


def gist(terms) -> str:
    """Which they are, in a few characters: the same ones give the same, so that no digest is written twice."""
    return sha256(" ".join(sorted(str(term.pk) for term in terms)).encode()).hexdigest()[:16]


# --- one letter


def tell(term, occasion, *, key, **more):
    """To the person, if there is any address."""
    if letter := to_person(term, occasion, key=key, **more):
        post(**letter)


def to_person(term, occasion, *, key, **more) -> dict | None:
    there = address_of(term.person)
    if there is None:
        return None
    words = {"occasion": f"members/{occasion}", "about": term, "term": term, "link": page_of(term)}
    return words | addressed(there, f"{occasion}:{key}") | more


def tell_others(terms, news, at, *, key, members=True):
    """The same news to those who lead the groups and to the focal points of those who nominated, each once."""
    post_many(
        [
            {"occasion": "members/roster", "terms": rows, "news": news, "capacity": capacity, "link": page_of(rows[0])}
            | addressed(there, f"roster:{news}:{capacity}:{key}:{there.key}")
            for there, capacity, rows in digests(terms, at, members=members)
        ]
    )


def addressed(there: Addressee, key) -> dict:
    return {"to": there.email, "recipient": there.user, "language": there.language, "key": key}


def page_of(term):
    """The page of the group, in the language of the letter."""
    return reverse_lazy("members:group", args=[term.group.slug]) if term.group else reverse_lazy("members:groups")
