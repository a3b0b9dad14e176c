"""OwnDate: until when a Member may be asked in a call, earlier than the call says; its applicants read it."""

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models.delegate import Capacity
from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused

from .nominating import acting_for


class OwnDate(models.Model):
    """Requests that are there are not touched by it: the Member answers them until the call's own date."""

    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="own_dates")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("Member"))
    until = models.DateTimeField(_("asked until"))  # the first instant outside
    set_by = models.ForeignKey("members.Delegate", models.PROTECT, related_name="+")

    record, story = Lifecycle.record, Lifecycle.story  # a story without a life of statuses

    class Meta:
        verbose_name = _("own date of a Member")
        verbose_name_plural = _("own dates of Members")
        constraints = [models.UniqueConstraint(fields=["call", "member"], name="one_own_date_per_member_and_call")]

    def __str__(self):
        return f"{self.member}: {clock.told(self.until)}"

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("member")

    @classmethod
    def set(cls, *, call, member, until, by, at=None) -> "OwnDate":
        """The focal point sets the date, or another one later; never after the call's own, nor in the past."""
        with member.locked(at) as at:
            delegate = acting_for(member, by, (Capacity.FOCAL_POINT,), at)
            if until <= at:
                raise Refused(_t("The date must lie in the future."))
            if until > call.endorsement_end:
                raise Refused(
                    _t("The call ends this earlier: a Member's own date cannot be later than that of the call.")
                )
            fields = {"until": until, "set_by": delegate}
            own, _new = cls.objects.update_or_create(call=call, member=member, defaults=fields)
            own.record("date_set", by=by, at=at, capacity=delegate.as_what, facts={"until": until.isoformat()})
        return own
