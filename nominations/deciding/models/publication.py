"""Publication: a list of decisions that becomes public in one act: prepared, released by a second person, published."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.lifecycle import clock
from portal.lifecycle.models import Job, random_id

from ...models.passing import OneOf
from .fixing import Fixing
from .gone import LeftOut
from .publishing import Publishing


class PublicationQuerySet(models.QuerySet):
    def open(self):
        """Those that hold decisions and are not published."""
        return self.filter(status__in=Publication.OPEN)

    def due(self, at):
        return self.filter(status=Publication.Status.SCHEDULED, publish_at__lte=at)

    def visible_to(self, user):
        """For whoever reads files. Of its content pages leave out what this person may not see."""
        return self if user.is_authenticated and user.may_read_files else self.none()


class Publication(Fixing, Publishing, LeftOut, Job):
    """content: the list as canonical JSON, hashed: one entry a decision, in the order of references (see fixing.py).

    hands: keys of all accounts that proposed or changed any of its decisions, or asked for it; none of them releases it,
    which the database keeps, too. offers_until: until when the selected answer. publish_at: the moment for which it was
    released. foreign: links in its letters that are not ours. head_number, head_sha256: the last row of the record's
    chain when this was published.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting to be prepared")
        RUNNING = "running", _("being prepared")
        DONE = "done", _("ready to be released")
        SCHEDULED = "scheduled", _("released for a moment")
        PUBLISHED = "published", pgettext_lazy("decision", "published")
        FAILED = "failed", _("could not be prepared")
        DISCARDED = "discarded", _("taken back")

    class Kind(models.TextChoices):
        LIST = "list", _("the list of a call")
        RELEASE = "release", _("from the reserve list")

    MOVES = {
        Status.WAITING: {Status.RUNNING, Status.FAILED, Status.DISCARDED},
        Status.RUNNING: {Status.DONE, Status.FAILED, Status.DISCARDED},
        Status.DONE: {Status.SCHEDULED, Status.PUBLISHED, Status.DISCARDED},
        Status.SCHEDULED: {Status.DONE, Status.PUBLISHED, Status.DISCARDED},
        Status.FAILED: {Status.DISCARDED},
    }
    LETTERS_HOLD = {
        "deciding/summary": {Status.PUBLISHED},
        "deciding/held_back": {Status.DONE},
        "deciding/left_out": {Status.PUBLISHED},
    }
    OPEN = (Status.WAITING, Status.RUNNING, Status.DONE, Status.SCHEDULED, Status.FAILED)

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="publications", verbose_name=_("call"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LIST)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.WAITING)
    content = models.TextField(editable=False, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    hands = ArrayField(models.BigIntegerField(), default=list, editable=False)
    foreign = ArrayField(models.TextField(), default=list, editable=False)
    offers_until = models.DateTimeField(_("offers are answered until"))
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    head_number = models.PositiveIntegerField(null=True, editable=False)
    head_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(status__in=["waiting", "running", "done", "scheduled", "failed"]),
                name="one_publication_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(OneOf(F("released_by"), F("hands"))),
                name="nobody_releases_what_they_wrote",
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(OneOf(F("asked_by"), F("hands"))),
                name="whoever_asks_has_a_hand_in_it",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["scheduled", "published"])
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="published_has_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(publish_at__isnull=False), name="scheduled_has_a_moment"
            ),
        ]

    def __str__(self):
        return f"{self.call} · {clock.told(self.asked_at)}"

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("call").defer("content")
