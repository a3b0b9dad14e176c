"""The line to the mail server: Django's, made to tell a letter that was not taken from one that was never answered for."""

import re
import smtplib
from time import monotonic

from django.core.mail.backends import smtp

from .wire import mailbox

TAKEN = (250, 251)


class Unanswered(Exception):
    """The whole letter went over, and the line broke before the server said whether it took it."""


class TooLate(OSError):
    """The lease on the letter runs out: it is not handed over any more."""


class Careful:
    """Mixed into smtplib's classes. `hand_over_until`: monotonic seconds after which no letter may go over."""

    hand_over_until = float("inf")

    def carry(self, sender, address, letter):
        """One letter to one address; raises what smtplib's `sendmail` raises.

        Sender, address and DATA go over in one breath where the server takes that (RFC 2920): half the waiting.
        """
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("pipelining"):
            self.sendmail(sender, [address], letter)
            return
        size = f" SIZE={len(letter)}" if self.has_extn("size") else ""
        self.send(f"MAIL FROM:<{sender}>{size}\r\nRCPT TO:<{address}>\r\nDATA\r\n")
        mail, rcpt, data = self.getreply(), self.getreply(), self.getreply()
        if data[0] == 354 and mail[0] in TAKEN and rcpt[0] in TAKEN:
            data = self.content(letter)
            if data[0] == 250:
                return
        elif data[0] == 354:  # it waits for a letter to nobody
            self.send(b".\r\n")
            self.getreply()
        self._rset()
        if mail[0] not in TAKEN:
            raise smtplib.SMTPSenderRefused(*mail, sender)
        if rcpt[0] not in TAKEN:
            raise smtplib.SMTPRecipientsRefused({address: rcpt})
        raise smtplib.SMTPDataError(*data)

    def data(self, msg):
        self.putcmd("data")
        code, words = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, words)
        return self.content(msg)

    def content(self, msg) -> tuple[int, bytes]:
        """The letter itself, and what the server says to it."""
        if monotonic() > self.hand_over_until:
            self.close()
            raise TooLate
        self.send(re.sub(rb"(?m)^\.", b"..", msg).removesuffix(b"\r\n") + b"\r\n.\r\n")
        try:
            return self.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as broken:
            raise Unanswered(str(broken)) from broken


class Plain(Careful, smtplib.SMTP):
    pass


class Tls(Careful, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Opens, encrypts and signs in as Django's does. Every letter of ours has one reader."""

    def _send(self, mail):
        letter = mail.message().as_bytes(linesep="\r\n")
        self.connection.carry(mailbox(mail.from_email), mailbox(mail.to[0]), letter)
        return True

    @property
    def connection_class(self):
        return Tls if self.use_ssl else Plain
