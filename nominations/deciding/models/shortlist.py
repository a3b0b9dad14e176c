"""Shortlist: one proposal of the optimiser under the rules of the call; it decides nothing, the committee takes or edits it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Job
from portal.notifications.doorbell import wake

from .shortlisting import Shortlisting


class ShortlistQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For whoever reads files; a chair reads them at the workbench."""
        return self if user.is_authenticated and user.may_read_files else self.none()


class Shortlist(Shortlisting, Job):
    """rules: what was asked (seats, targets, cap, locks in and out). outcome: what was found, as Ground.told says it.

    Once decisions were taken from it, nobody sets it aside. What its figures rest on is what whoever asked could see: proposed.py shows them to nobody who may see less.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        TAKEN = "taken", _("taken")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    MOVES = Job.MOVES | {Status.DONE: {Status.TAKEN, Status.DISCARDED}}
    READY = (Status.DONE, Status.TAKEN)

    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.WAITING)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="shortlists", verbose_name=_("call"))
    seed = models.PositiveBigIntegerField(_("number that breaks ties"))
    rules = models.JSONField(_("rules"), default=dict)
    outcome = models.JSONField(default=dict, editable=False)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of the optimiser")
        verbose_name_plural = _("proposals of the optimiser")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(status__in=["waiting", "running"]), name="one_shortlist_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.call} · {clock.told(self.asked_at)}"

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("call").defer("outcome")

    def ring(self):
        from ..tasks import work_shortlist

        wake(work_shortlist, str(self.pk))
