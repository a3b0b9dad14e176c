"""ScreeningBatch: many declared eligible in one act, so that they can be shown, and undone, as one."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Refused, random_id

from .passing import Doubts

AT_ONCE = 300  # each is a lock, a letter and an Event in a transaction of its own: some seconds in all


class ScreeningBatch(models.Model):
    """Its key comes from the page that showed what would happen: a second click finds the batch, and does nothing."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    call = models.ForeignKey("nominations.Call", models.PROTECT, related_name="batches", verbose_name=_("call"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("batch of screening")
        verbose_name_plural = _("batches of screening")

    def __str__(self):
        return f"{self.call} {self.at}"

    @classmethod
    def declare(cls, call, chosen, *, key, by) -> tuple["ScreeningBatch", list, list | None]:
        """Declare those eligible that were shown and still pass every check: (batch, done, left with the reason).

        Each in a transaction of its own, so that one refusal stops no other. `left` is None where the act was done before.
        """
        from .nomination import Nomination

        batch, new = cls.objects.get_or_create(pk=key, defaults={"call": call, "by": by})
        if not new:
            return batch, [], None
        shown = Nomination.objects.visible_to(by).filter(call=call, pk__in=chosen[:AT_ONCE])
        passing = Nomination.objects.passing(Doubts(call, by)).filter(pk__in=chosen[:AT_ONCE])
        fits = dict(passing.values_list("pk", "submitted_version"))
        done, left = [], []
        for nomination in shown.order_by("submitted_at", "number"):
            try:
                if nomination.pk not in fits:
                    raise Refused(_t("It does not pass every check any more, or somebody screened it."))
                nomination.declare_eligible(by=by, seen=fits[nomination.pk], batch=batch)
                done.append(nomination)
            except Refused as refusal:
                left.append((nomination, str(refusal)))
        return batch, done, left

    def standing(self, user):
        """What was declared by it and stands, as far as this account may see it."""
        return self.nominations.visible_to(user).filter(status="eligible").order_by("submitted_at", "number")

    def held(self, user, at):
        """Those of them whose letters have not left."""
        return self.standing(user).filter(screening_shown_at__gt=at)

    def undo(self, *, by, reason) -> tuple[list, list]:
        """Take back all whose letters wait, each in a transaction of its own: (those undone, those refused with the reason)."""
        done, left = [], []
        for nomination in self.held(by, clock.now()):
            try:
                nomination.undo_screening(reason=reason, by=by)
                done.append(nomination)
            except Refused as refusal:
                left.append((nomination, str(refusal)))
        return done, left
