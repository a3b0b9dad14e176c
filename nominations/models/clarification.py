"""Clarification: a question of the secretariat to an applicant, and the answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, Refused, random_id

from ..notices import nominations as notices
from .barred import unbarred


class ClarificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_authenticated and user.may_read_files:
            return unbarred(self, user)
        return self.filter(nomination__person__user=user) if user.is_authenticated else self.none()


class Clarification(Lifecycle):
    class Status(models.TextChoices):
        ASKED = "asked", _("waiting for an answer")
        ANSWERED = "answered", _("answered")

    BARRED_BY = "nomination"
    MOVES = {Status.ASKED: {Status.ANSWERED}}
    LETTERS_HOLD = {"nominations/clarification_asked": {Status.ASKED}}

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    nomination = models.ForeignKey("nominations.Nomination", models.CASCADE, related_name="clarifications")
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.ASKED)
    question = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    answer = models.TextField(_("answer"), max_length=3000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the applicant")
        verbose_name_plural = _("questions to the applicant")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="asked", answered_at=None) | Q(status="answered", answered_at__isnull=False),
                name="answered_has_a_moment",
            )
        ]

    def __str__(self):
        return self.question[:60]

    @property
    def call(self):
        return self.nomination.call

    def give_answer(self, text, *, by, at=None):
        """The applicant answers, once."""
        with self.locked(at) as at:
            if not text.strip():
                raise Refused(_t("Write your answer before you send it."))
            self.move(self.Status.ANSWERED, verb="answered", by=by, at=at, answer=text.strip(), answered_at=at)
            self.nomination.record("answered", by=by, at=at, facts={"clarification": str(self.pk)})
            notices.clarification_answered(self)
