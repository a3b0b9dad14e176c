"""Remark: what somebody of the committee says on a nomination to the others."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused, random_id
from portal.lifecycle.text import tidy

from .assignment import Assignment
from .conflict import Conflict

LONGEST = 2000  # characters


class RemarkQuerySet(models.QuerySet):
    def heard_by(self, seat, nomination):
        """The thread of a nomination for this seat: all of it or nothing, and never by whoever has a conflict with it.

        Reviewers hear it once their own review is in; a chair hears that of each nomination that exists for them.
        """
        if not speaks(seat, nomination):
            return self.none()
        return self.said_on(nomination)

    def said_on(self, nomination):
        """The thread for somebody of whom is known that they hear it; nothing by whoever has a conflict."""
        bar = Conflict.objects.in_force().filter(nomination=nomination, user=OuterRef("reviewer__user"))
        return self.filter(~Exists(bar), nomination=nomination).select_related("reviewer__user")


class Remark(Lifecycle):
    """One entry of the committee's thread on a nomination; never changed, taken back by its author alone.

    Its story is its own and not the seat's: whoever is barred from the nomination finds no Event of it either.
    """

    BARRED_BY = "nomination"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    nomination = models.ForeignKey("nominations.Nomination", models.PROTECT, related_name="remarks")
    reviewer = models.ForeignKey("reviewing.Reviewer", models.PROTECT, related_name="remarks")
    text = models.TextField(_("remark"), max_length=LONGEST)
    at = models.DateTimeField(_("when"))
    token = models.CharField(max_length=36, blank=True, editable=False)  # of the page that sent it: twice is once
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "reviewer", "token"], condition=~Q(token=""), name="a_remark_is_sent_once"
            )
        ]

    def __str__(self):
        return f"{self.reviewer} {clock.told(self.at)}"

    @classmethod
    def to_tell(cls):
        """With what its name is made of."""
        return cls.objects.select_related("reviewer__user")

    @classmethod
    def say(cls, nomination, seat, *, text, by, token="", at=None) -> "Remark":
        """Say something to the others who judge this nomination; with the token of a page, once. The same again is no error."""
        text = tidy(text).strip()
        with seat.locked(at) as at:
            demand_speaking(seat, nomination, by)
            if not text:
                raise Refused(_t("Write your remark before you send it."))
            if len(text) > LONGEST:
                raise Refused(_t("Shorten your remark to %(most)s characters.") % {"most": LONGEST})
            words = {"nomination": nomination, "reviewer": seat, "token": token}
            said = cls.objects.filter(**words).first() if token else None
            if said is None:
                said = cls.objects.create(**words, text=text, at=at)
                said.record("remarked", by=by, at=at, capacity=seat.as_what)
        return said

    def take_back(self, *, by, at=None):
        """Its author no longer says so: the others read that there was one, and no longer what."""
        with transaction.atomic(), self.reviewer.locked(at) as at:
            demand_speaking(self.reviewer, self.nomination, by)
            mine = type(self).objects.select_for_update().get(pk=self.pk)
            if mine.taken_back_at is None:
                self.taken_back_at = at
                self.save(update_fields=["taken_back_at"])
                self.record("remark_taken_back", by=by, at=at, capacity=self.reviewer.as_what)


def speaks(seat, nomination) -> bool:
    """Whether this seat has part in the thread of a nomination now."""
    if seat.chairs and seat.sees().filter(pk=nomination.pk).exists():
        return True
    judged = Assignment.objects.visible_to(seat.user).filter(reviewer=seat, nomination=nomination)
    return judged.filter(status=Assignment.Status.DONE).exists()


def why_silent(call) -> str:
    """Why nothing is said any more. That reviews closed is no reason: then the committee decides, and has to talk."""
    if call.status != call.Status.PUBLISHED:
        return _t("This call is in the archive: nothing is said on it any more.")
    return ""


def demand_speaking(seat, nomination, by):
    if by.pk != seat.user_id or not speaks(seat, nomination):
        raise Refused(_t("You take part in this conversation once your own review is in."))
    if silent := why_silent(seat.call):
        raise Refused(silent)
