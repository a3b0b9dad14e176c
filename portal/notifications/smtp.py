"""The line to the mail server: Django's, made to tell a letter that was not taken from one that was never answered for."""

import re
import smtplib
from time import monotonic

from django.core.mail.backends import smtp


class Unanswered(Exception):
    """The whole letter went over, and the line broke before the server said whether it took it."""


class TooLate(OSError):
    """The lease on the letter runs out: it is not handed over any more."""


class Careful:
    """Mixed into smtplib's classes. `hand_over_until`: monotonic seconds after which no letter may go over."""

    hand_over_until = float("inf")

    def data(self, msg):
        self.putcmd("data")
        code, words = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, words)
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
    """Opens, encrypts and signs in as Django's does."""

    @property
    def connection_class(self):
        return Tls if self.use_ssl else Plain
