"""Gate: whether letters leave this portal at all. Every sender asks before each batch.

A restored database knows letters that may have gone out meanwhile, and a copy of the real one knows real people.
So the gate is shut by `manage.py restore`, and it counts as shut in a database that is not the one it was made in,
however the copy came about. A person opens it: `manage.py release_mail`.
"""

from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Now
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused

from .. import doorbell
from .message import Message

Letter = Message.Status


class Here(Func):
    """Which database this is: the cluster's number, which initdb gave it, and the database's within it."""

    template = (
        "(SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid"
        " FROM pg_database WHERE datname = current_database())"
    )
    output_field = models.CharField()
    arity = 0


class Gate(Lifecycle):
    class Status(models.TextChoices):
        OPEN = "open", _("open")
        SHUT = "shut", _("shut")

    MOVES = {Status.OPEN: {Status.SHUT, Status.OPEN}, Status.SHUT: {Status.OPEN}}

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.OPEN)
    home = models.CharField(max_length=60, editable=False)
    since = models.DateTimeField(_("since"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("gate of the outbox")
        verbose_name_plural = _("gate of the outbox")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_gate")]

    def __str__(self):
        return _t("The outbox as a whole")

    @classmethod
    def now(cls) -> "Gate":
        """The gate as it stands; made open with the tables, and wherever it was never made."""
        gates = cls.objects.annotate(here=Here())
        gate = gates.first()
        if gate is None:
            cls.objects.bulk_create([cls(home=Here())], ignore_conflicts=True)
            gate = gates.get()
        return gate

    @property
    def shut(self) -> bool:
        """Shut by a restore, or brought here from another database. Ask it of `now()`."""
        return self.status == self.Status.SHUT or self.home != self.here

    @classmethod
    def lets_out(cls) -> bool:
        """The sender's question. In a copy of a database the first one to ask shuts the gate, so that it has a moment."""
        gate = cls.now()
        if gate.shut and gate.status == cls.Status.OPEN:
            gate.close(facts={"home": gate.home, "here": gate.here})
        return not gate.shut

    def close(self, *, facts, by=None):
        """No letter leaves any more; those in a sender's hand still do."""
        with self.locked():
            if self.status == self.Status.OPEN:
                self.move(self.Status.SHUT, verb="shut", by=by, since=Now(), facts=facts)

    @staticmethod
    def waiting():
        """The letters that would leave at once if it opened."""
        return Message.objects.late()

    def open(self, *, by, send: bool, at=None):
        """Let letters leave from this database. send: also those that wait; else each of them waits for a person."""
        at = at or clock.now()
        if not by.governs:
            raise Refused(_t("Only a head of the secretariat may do this."))
        with self.locked():
            if not Gate.now().shut:
                raise Refused(_t("Letters leave already."))
            waiting = self.waiting().count()
            if not send:
                self.keep_back()
            facts = {"shut": self.since.isoformat(), "waiting": waiting, "sent": send}
            self.move(self.Status.OPEN, verb="opened", by=by, at=at, facts=facts, home=Here(), since=at)
            doorbell.ring_on_commit()

    def keep_back(self):
        """What may have gone out before: nobody knows, so a person decides letter by letter, or many at once."""
        why = _t("It waited while the outbox was shut. It may have gone out before.")
        doubt = {"status": Letter.UNKNOWN, "secret": None, "leased_until": None, "answer": why}
        self.waiting().update(**doubt)
        Message.objects.filter(status=Letter.UNKNOWN).update(
            handed_over=F("handed_over") + 2
        )  # no second try by itself
