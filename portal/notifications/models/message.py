"""Message: one row of the outbox, word for word what somebody was told."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import OpClass
from django.db import connection, models
from django.db.models import Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.barred import names_barred, speaks_of_barred
from portal.lifecycle.models import Lifecycle, Refused, random_id

from .. import doorbell, seal
from .silence import Silence

REFERENCE_IN_SUBJECT = Func("subject", Value(r"N\d\d-\d{5,}"), function="substring", output_field=models.CharField())


@cache
def present_state(model) -> str:
    """The SQL that asks for a thing's state, NULL if it lives without one. Made once: a sender asks before each letter."""
    state = "status" if any(field.name == "status" for field in model._meta.fields) else "NULL"
    return f"SELECT {state} FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s"  # noqa: S608  all of it ours


def state_of(model, pk) -> tuple | None:
    """The state of a thing, alone in a tuple; None where it is gone. A model whose letters depend on more says it itself."""
    if hasattr(model, "state_for_letters"):
        return model.state_for_letters(pk)
    with connection.cursor() as cursor:
        cursor.execute(present_state(model), [pk])
        return cursor.fetchone()


class MessageQuerySet(models.QuerySet):
    def naming(self, reference: str):
        """Letters whose subject names a thing by its reference (N26-00481), in whatever language; it has an index."""
        return self.alias(named=REFERENCE_IN_SUBJECT).filter(named=reference)

    def due(self):
        """What may be sent now. Of several letters to one address only the oldest, so that they arrive in order.

        A letter that waits for another try holds back the later ones; one with a secret neither waits nor holds back,
        because somebody sits before the screen.
        """
        earlier = Message.objects.filter(to=OuterRef("to"), written_at__lt=OuterRef("written_at"), masked=False)
        waiting = earlier.filter(
            Q(status="sending") | Q(status="queued") & (Q(not_before__lte=Now()) | Q(tried_at__isnull=False))
        )
        return self.filter(Q(masked=True) | ~Exists(waiting), status="queued", not_before__lte=Now()).exclude(
            expires_at__lte=Now()
        )

    def late(self):
        """What should be gone by now: due, or tried and still here."""
        return self.filter(status__in=["queued", "sending"]).filter(
            Q(not_before__lte=Now()) | Q(tried_at__isnull=False)
        )

    def for_staff(self):
        """Those that whoever keeps the outbox may know of."""
        return self.filter(private=False)

    def visible_to(self, user):
        """For whoever reads files: none between others, and none about, or naming, what a conflict bars them from."""
        if not user.is_authenticated or not user.may_read_files:
            return self.none()
        return (
            self.for_staff()
            .exclude(speaks_of_barred(user, "about_kind", "about_id"))
            .exclude(names_barred(user, "subject", "text"))
        )

    def undelivered_between_others(self, thing):
        """Private letters about a thing that failed, or may have. What staff may know of them says whoever wrote them."""
        kind = ContentType.objects.get_for_model(thing)
        found = self.filter(private=True, about_kind=kind, about_id=str(thing.pk))
        return found.filter(status__in=["failed", "unknown"])

    def waiting_for(self, what: str):
        """What needs a person, and what is held: one meaning for the numbers and for the lists behind them."""
        if what == "person":
            return self.for_staff().filter(status__in=["failed", "unknown"])
        if what == "held":
            return self.for_staff().filter(status="queued", tried_at=None, not_before__gt=Now())
        raise ValueError(what)


class Message(Lifecycle):
    class Status(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("unknown: the connection broke before the answer")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        Status.QUEUED: {Status.SENDING, Status.CANCELLED},
        Status.SENDING: {Status.SENT, Status.FAILED, Status.UNKNOWN, Status.CANCELLED, Status.QUEUED},
        Status.SENT: {Status.QUEUED},
        Status.FAILED: {Status.QUEUED},
        Status.UNKNOWN: {Status.QUEUED, Status.CANCELLED},
        Status.CANCELLED: {Status.QUEUED},
    }

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    key = models.CharField(max_length=200, unique=True, help_text=_("What makes this letter the only one of its kind."))
    occasion = models.CharField(_("occasion"), max_length=80)
    to = models.EmailField(_("to"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField("HTML")
    secret = models.BinaryField(null=True, editable=False)  # encrypted; erased on sending, expiry and failure
    masked = models.BooleanField(_("carried a secret"), default=False, editable=False)
    reminder = models.BooleanField(_("reminder"), default=False)
    private = models.BooleanField(
        _("between others"),
        default=False,
        editable=False,
        help_text=_("Staff does not learn that it was written: that alone would say too much."),
    )
    once = models.BooleanField(
        _("never twice"),
        default=False,
        help_text=_("If it is not known whether it arrived, a person decides, not the sender."),
    )
    about_kind = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    about_id = models.CharField(max_length=36, blank=True)
    about = GenericForeignKey("about_kind", "about_id")

    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    written_at = models.DateTimeField(_("written"), db_default=Now())
    not_before = models.DateTimeField(_("not before"), db_default=Now())  # of the next try, after a first one
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    tried_at = models.DateTimeField(_("first tried"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    mishaps = models.PositiveSmallIntegerField(_("tries that failed by a fault of ours"), default=0)
    handed_over = models.PositiveSmallIntegerField(_("times handed over without an answer"), default=0)
    edition = models.PositiveSmallIntegerField(_("times sent again by hand"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answer = models.TextField(_("the mail server's answer"), blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            # a sender takes the oldest: in this order it looks at a batch, and not at all that wait, whatever the
            # planner believes of a table that fills and empties in minutes
            models.Index(fields=["written_at"], condition=Q(status__in=["queued", "sending"]), name="message_due"),
            models.Index(
                fields=["to", "written_at"], condition=Q(status__in=["queued", "sending"]), name="message_order"
            ),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            models.Index(fields=["-written_at"], name="message_newest"),
            models.Index(fields=["status", "-written_at"], condition=~Q(status="sent"), name="message_unsent"),
            models.Index(OpClass(Upper("to"), name="text_pattern_ops"), name="message_reader"),
            models.Index(REFERENCE_IN_SUBJECT, name="message_reference"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(status="sent") | Q(sent_at__isnull=False), name="sent_has_a_moment"),
            models.CheckConstraint(
                condition=Q(secret=None) | Q(masked=True, status__in=["queued", "sending"]),
                name="secrets_live_until_sent",
            ),
        ]

    def __str__(self):
        return self.subject

    @classmethod
    def reseal(cls) -> int:
        """Close the secrets that wait by the present key; returns how many. Raises seal.Unreadable."""
        waiting = cls.objects.filter(secret__isnull=False).select_for_update()
        for message in waiting:
            cls.objects.filter(pk=message.pk).update(secret=seal.renew(message.secret))
        return len(waiting)

    @property
    def message_id(self) -> str:
        """The same on every try, so that a repeat is recognised; another after it is sent again by hand."""
        edition = f".{self.edition}" if self.edition else ""
        return f"<{self.pk.hex}{edition}@{urlsplit(settings.SITE_URL).hostname}>"

    def untrue(self) -> str:
        """Why a letter is not true any more, or no longer wanted; empty while it holds."""
        if not self.text:
            return _t("Its words were erased.")
        if self.about_kind_id:
            model = ContentType.objects.get_for_id(self.about_kind_id).model_class()
            there = state_of(model, self.about_id)
            if there is None:
                return _t("What it was about has been deleted.")
            if there[0] is not None and not model.letter_holds(self.occasion, there[0]):
                return _t("Something else is true by now.")
        if self.reminder and Silence.objects.filter(pk=self.recipient_id).exists():
            return _t("The person stopped reminders.")
        return ""

    def demand_sendable(self, at):
        """Raise Refused for what must not leave (again): a secret, what is out of date, what is not true any more."""
        if self.masked:
            raise Refused(_t("This message carried a code or a link to sign in. The person can ask for a new one."))
        if self.expires_at and self.expires_at <= at:
            raise Refused(_t("What this message says is out of date."))
        if obstacle := self.untrue():
            raise Refused(obstacle)

    def send_again(self, *, by, edition=None, at=None):
        """Put it back into the queue, also one that was sent: somebody lost it. One with a secret never goes again.

        edition: the one that was looked at; refused where somebody, or a second click, has sent a later one meanwhile.
        """
        with self.locked(at) as at:
            self.demand_sendable(at)
            if edition not in (None, self.edition):
                raise Refused(_t("It was sent again meanwhile. Look at it before you send it once more."))
            was_sent = self.status == self.Status.SENT
            fresh = {
                "attempts": 0,
                "mishaps": 0,
                "handed_over": 0,
                "tried_at": None,
                "leased_until": None,
                "answer": "",
            }
            fresh |= {"not_before": at, "edition": self.edition + was_sent}
            facts = {"sent": self.sent_at.isoformat()} if was_sent else {}
            self.move(self.Status.QUEUED, verb="sent_again", by=by, at=at, facts=facts, **fresh)
            doorbell.ring_on_commit()

    def cancel(self, *, by, at=None):
        """Keep it from leaving; its words stay in the outbox."""
        with self.locked():
            self.move(self.Status.CANCELLED, verb="cancelled", by=by, at=at, secret=None, answer="")
