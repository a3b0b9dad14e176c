"""The sender: one connection, letter after letter, each stamped after the server's 250."""

import logging
import smtplib
from contextlib import contextmanager
from time import monotonic

import django.db
from django.core.mail import get_connection
from django.db import connection
from django.utils.translation import gettext as _

from . import outcome, seal
from .envelope import envelope
from .lease import Lease
from .models import Gate, Message
from .smtp import Unanswered
from .wire import NoMailbox

log = logging.getLogger(__name__)
AT_MOST = 120  # seconds of one run: far within the task's limit, whatever the server does
TROUBLES_AT_MOST = 3  # in a row, then the server is left alone until the next run


class ServerTrouble(Exception):
    """The server, not the letter: it does not answer, refuses us, or hangs up."""


def deliver() -> bool:
    """Send what is due; True if something is left that could go at once. Nothing while the gate is shut."""
    end = monotonic() + AT_MOST
    with cheap_commits(), Sender() as sender:
        while monotonic() < end:
            if not Gate.lets_out():
                return False
            lease = Lease.claim()
            if not lease.rows:
                return False
            sender.send_batch(lease, end)
            if sender.gives_up:
                return False
    return True


@contextmanager
def cheap_commits():
    """Do not wait for the disk at each stamp: after a crash of the database the worst is a letter sent twice.

    Not so for what must never come twice: see Lease.mark.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")


class Sender:
    """`gives_up` is true once the server failed several times in a row."""

    def __init__(self):
        self.line, self.carried, self.troubles = get_connection(), 0, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.hang_up()

    @property
    def gives_up(self) -> bool:
        return self.troubles >= TROUBLES_AT_MOST

    def send_batch(self, lease: Lease, end: float):
        try:
            while lease.rows and not self.gives_up and monotonic() < end:
                lease.renew()
                self.settle(lease, lease.rows[0])
                lease.rows.pop(0)
        finally:
            lease.release()

    def settle(self, lease, row):
        """Send one letter and write what became of it."""
        reason = row.untrue()
        if reason:
            return outcome.cancelled(lease, row, reason)
        try:
            self.hand_over(lease, row)
        except ServerTrouble as trouble:
            self.troubles += 1
            outcome.postponed(lease, row, str(trouble), outcome.LONGEST_WHEN_DOWN)
        except Unanswered as broken:
            self.hang_up()
            outcome.unanswered(lease, row, str(broken))
        except smtplib.SMTPRecipientsRefused as refused:
            self.refused(lease, row, *next(iter(refused.recipients.values())))
        except smtplib.SMTPResponseException as refused:
            self.refused(lease, row, refused.smtp_code, refused.smtp_error)
        except seal.Unreadable:
            outcome.failed(lease, row, _("The secret can no longer be read: the site's key has changed."))
        except NoMailbox:
            outcome.failed(lease, row, _("The address has no domain that a letter could go to."))
        except django.db.Error:
            raise
        except Exception as fault:
            log.exception("A letter could not be made ready: %s", row.pk)
            self.hang_up()
            outcome.mishap(lease, row, fault)
        else:
            self.carried, self.troubles = self.carried + 1, 0
            outcome.sent(lease, row)

    def refused(self, lease, row, code, words):
        """A 5xx is for good, anything else for now."""
        self.troubles = 0
        if code == 421:  # it hangs up after these words
            self.hang_up()
        answer = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
        (outcome.failed if 500 <= code < 600 else outcome.postponed)(lease, row, answer)

    def hand_over(self, lease, row):
        """To the server; on a fresh line if a used one has ended, as servers end them after some letters."""
        mail = envelope(row)
        self.dial(lease)
        if row.once:  # if we die now, nobody knows whether it went: a person decides
            lease.mark(row, Message.Status.UNKNOWN)
        try:
            self.line.send_messages([mail])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            raise
        except OSError as broken:  # which smtplib's exceptions are
            used, self.carried = self.carried, 0
            self.hang_up()
            if not used:
                raise ServerTrouble(said(broken)) from broken
            self.hand_over(lease, row)

    def dial(self, lease):
        try:
            self.line.open()
        except OSError as trouble:
            self.hang_up()
            raise ServerTrouble(said(trouble)) from trouble
        talk = getattr(self.line, "connection", None)
        if talk is not None:
            talk.hand_over_until = lease.hand_over_until

    def hang_up(self):
        try:
            self.line.close()
        except OSError:
            self.line = get_connection()


def said(trouble: BaseException) -> str:
    """A server's words with its code, or what went wrong."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        words = trouble.smtp_error
        return f"{trouble.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return str(trouble) or type(trouble).__name__
