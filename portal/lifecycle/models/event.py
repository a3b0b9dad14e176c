"""Event: who did what to what, when, in which capacity."""

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..barred import speaks_of_barred


class EventQuerySet(models.QuerySet):
    def about(self, thing):
        """The story of one thing, oldest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(kind=kind, thing_id=str(thing.pk)).select_related("by").order_by("pk")

    def with_things(self):
        """With what they are about, in one statement for each kind: what its name is made of, a model says by `to_tell`."""
        told = [model.to_tell() for model in apps.get_models() if hasattr(model, "to_tell")]
        return self.select_related("kind").prefetch_related(GenericPrefetch("thing", told))

    def visible_to(self, user):
        """All for whoever reads files, but those about what a conflict of interest bars them from; none for others."""
        if not user.is_authenticated or not user.may_read_files:
            return self.none()
        return self.exclude(speaks_of_barred(user, "kind", "thing_id"))


class Event(models.Model):
    """Ids and facts only: names stand elsewhere, where they can be erased."""

    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    thing_id = models.CharField(max_length=36)
    thing = GenericForeignKey("kind", "thing_id")
    verb = models.CharField(_("what"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("who"), null=True, blank=True, related_name="+"
    )
    capacity = models.CharField(_("in which capacity"), max_length=40, blank=True)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    facts = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["kind", "thing_id", "id"], name="event_story")]

    def __str__(self):
        return f"{self.verb} · {clock.told(self.at)}"
