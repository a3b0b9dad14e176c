"""DecisionBatch: many decisions proposed in one act, so that the act can be undone as one."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Refused

from ..phase import decidable, demand_open


class DecisionBatch(models.Model):
    """before: nomination's key to what was proposed for it before (see Proposing.told), or None where nothing was."""

    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("decisions in one act")
        verbose_name_plural = _("decisions in one act")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.call} · {len(self.before)}"

    def left(self):
        """Decisions that are as this act left them: proposed by it, or taken back, and nobody decided since."""
        from .decision import Decision

        later = Q(status=Decision.Status.PROPOSED) | Q(proposed_at__gt=self.at)
        since = Decision.objects.filter(later, nomination=OuterRef("nomination"))
        gone = Q(~Exists(since), status=Decision.Status.TAKEN_BACK, nomination__in=decidable(self.call).values("pk"))
        return Decision.objects.filter(gone | Q(status=Decision.Status.PROPOSED, publication=None), batch=self)

    def undo(self, *, by, capacity="", at=None) -> int:
        """Put back what stood before, as far as nobody changed it since; returns of how many."""
        from .decision import Decision

        with self.call.locked(at) as at:
            demand_open(self.call, at)
            if self.undone_at:
                raise Refused(_t("This was undone already."))
            if Decision.objects.proposed().filter(batch=self).exclude(publication=None).exists():
                raise Refused(_t("The list is fixed for publication. Take it back before you undo this."))
            back = {pk: self.before[str(pk)] for pk in self.left().values_list("nomination", flat=True)}
            Decision.put_back(self.call, back, by=by, at=at, capacity=capacity)
            type(self).objects.filter(pk=self.pk).update(undone_at=at)
        return len(back)
