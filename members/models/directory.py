"""The public directory: who sat when and where, worked for whom, and whom some typed words fit."""

import re

from anyascii import anyascii
from django.db import models
from django.db.models import Exists, OuterRef

from portal.lifecycle.text import plain

from .affiliation import Affiliation

WORDS = 8  # looked for at once


class Directory(models.QuerySet):
    """Trait of PersonQuerySet. Ask it of `public()`: what is asked here narrows, and shows nobody."""

    def sitting(self, day, **where):
        """Those with a term on that day; `where` narrows the terms: group=…, role=…."""
        from .appointment import Appointment

        return self.filter(Exists(Appointment.objects.on(day).filter(person=OuterRef("pk"), **where)))

    def having_sat(self, day, **where):
        """Those with a term that had begun by that day, over or not."""
        from .appointment import Appointment

        return self.filter(Exists(Appointment.objects.begun(day).filter(person=OuterRef("pk"), **where)))

    def working(self, day, **where):
        """Those whose affiliation of that day fits: country=…, stakeholder_group=…."""
        return self.filter(Exists(Affiliation.objects.on(day).filter(person=OuterRef("pk"), **where)))

    def found(self, typed, day):
        """Each word fits a part of the name or of an organisation of that day, in whatever script either is written.

        Both are looked for in Latin letters without accents, each by its index: of an OR the database reads every row.
        """
        words = re.findall(r"\w+", plain(anyascii(typed)))
        if typed.strip() and not words:
            return self.none()
        rows = self
        for word in words[:WORDS]:
            names = self.model.objects.filter(latin_name__contains=word).values("pk")
            places = Affiliation.objects.on(day).filter(latin_name__contains=word).order_by().values("person")
            rows = rows.filter(pk__in=names.union(places))
        return rows

    def in_order(self):
        """As in a dictionary."""
        return self.order_by("sort_name", "pk")

    def standing_after(self, person):
        """In the order of a dictionary; by the index."""
        return self.filter(sort_name__gte=person.sort_name).exclude(sort_name=person.sort_name, pk__lte=person.pk)

    def standing_before(self, person):
        return self.filter(sort_name__lte=person.sort_name).exclude(sort_name=person.sort_name, pk__gte=person.pk)
