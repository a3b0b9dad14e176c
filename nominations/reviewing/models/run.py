"""AssignmentRun: one reckoning of who reviews what: asked for, reckoned by a job, inspected, deployed, undone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Job

from .deploying import Deploying
from .reckoning import Reckoning


class AssignmentRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For whoever reads files. Of what a run says on a nomination, proposal.py leaves out what this person may not see."""
        return self if user.is_authenticated and user.may_read_files else self.none()

    def at_work(self):
        return self.filter(status__in=AssignmentRun.AT_WORK)


class AssignmentRun(Reckoning, Deploying, Job):
    """rules: what was asked (see `ask`). seed: what breaks ties, so that a run can be repeated.

    pairs: the proposal, a list of {nomination, reviewer, reasons, anchor, kept}, as Ground makes it. report: `dropped`, the
    pairs that would be taken back; `gives`, where nothing is possible: which rule must give and by how much; once deployed,
    `left_out`, with the reason. No page shows counts that are stored: each counts what its reader may see.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being reckoned")
        PROPOSED = "proposed", _("proposed")
        INFEASIBLE = "infeasible", _("impossible under the rules")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")
        DEPLOYED = "deployed", _("assigned as proposed")
        UNDONE = "undone", _("undone")

    MOVES = {
        Status.WAITING: {Status.RUNNING, Status.FAILED, Status.DISCARDED},
        Status.RUNNING: {Status.RUNNING, Status.PROPOSED, Status.INFEASIBLE, Status.FAILED, Status.DISCARDED},
        Status.PROPOSED: {Status.DEPLOYED, Status.DISCARDED},
        Status.INFEASIBLE: {Status.DISCARDED},
        Status.FAILED: {Status.DISCARDED},
        Status.DEPLOYED: {Status.UNDONE},
    }

    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="assignment_runs", verbose_name=_("call"))
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.WAITING)
    seed = models.PositiveBigIntegerField(_("number that breaks ties"))
    rules = models.JSONField(_("rules"), default=dict)
    pairs = models.JSONField(default=list, editable=False)
    report = models.JSONField(default=dict, editable=False)

    objects = AssignmentRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment run")
        verbose_name_plural = _("assignment runs")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(status__in=["waiting", "running"]), name="one_run_at_a_time"
            )
        ]

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("call").defer("pairs", "report")

    def __str__(self):
        return f"{self.call} · {clock.told(self.asked_at)}"
