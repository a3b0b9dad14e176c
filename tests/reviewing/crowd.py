"""Many candidates out of one, by some statements: for a journey that needs a whole call."""

from django.db import transaction

from members.models import Person
from nominations.models import Nomination, NominationVersion
from portal.lifecycle.models import random_id


def crowd(first, size, groups):
    """Bring the call of this nomination to so many like it, in these groups by turns; returns the call."""
    numbers = range(first.number + 1, first.number + size)
    people = [Person(given_name="Cara", family_name=f"Candidate {number}") for number in numbers]
    version, made = first.submitted_version, []
    with transaction.atomic():
        Person.objects.bulk_create(people)
        for number, person in zip(numbers, people, strict=True):
            one = Nomination.objects.get(pk=first.pk) if not made else made[-1][0]
            one, copy = again(one), again(version)
            one.number, one.reference = number, f"{first.reference[:4]}{number:05}"
            one.person, one.display_name = person, f"Cara Candidate {number}"
            one.search_name = f"cara candidate {number}"
            one.group = groups[number % len(groups)]
            copy.nomination_id, one.submitted_version_id = one.pk, copy.pk
            made.append((one, copy))
        Nomination.objects.bulk_create(one for one, _ in made)
        NominationVersion.objects.bulk_create(copy for _, copy in made)
        type(first.call).objects.filter(pk=first.call_id).update(last_number=first.number + size)
    return first.call


def again(row):
    """The same row, not stored yet, under another key."""
    fields = [field for field in row._meta.concrete_fields if not field.generated]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    return type(row)(**values | {"id": random_id()})
