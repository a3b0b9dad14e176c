"""What a head does to somebody else's account: close it, open it again, end its sessions, take a lost second factor away."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _t

from portal.lifecycle.models import Lifecycle, Refused

from .. import notices
from .role_grant import may_govern, refuse_without_head


class Keeping:
    """Verbs of User; each records who did it and tells the person."""

    record, story = Lifecycle.record, Lifecycle.story  # a story without a life of statuses

    def lock(self):
        """One change of this account at a time; needs a transaction."""
        type(self).objects.select_for_update(no_key=True).get(pk=self.pk)

    def close(self, *, by, at=None):
        """Nobody signs in with this account any more, and who is signed in is out at once."""
        may_govern(by, self)
        with transaction.atomic():
            refuse_without_head(self)
            self._open(False, by=by, at=at)
            self.drop_sessions()

    def reopen(self, *, by, at=None):
        """The account may sign in again; roles that ended meanwhile stay ended."""
        may_govern(by, self)
        with transaction.atomic():
            self._open(True, by=by, at=at)

    def _open(self, active, *, by, at):
        self.lock()
        self.refresh_from_db()
        if self.is_active == active:
            raise Refused(_t("This account is open.") if active else _t("This account is closed already."))
        self.is_active = active
        self.save(update_fields=["is_active"])
        self.forget_roles()
        self.record("account reopened" if active else "account closed", by=by, at=at)

    def end_sessions(self, *, by, at=None):
        """Sign somebody out everywhere."""
        may_govern(by, self)
        with transaction.atomic():
            self.drop_sessions()
            self.record("sessions ended", by=by, at=at)

    def drop_sessions(self):
        """Delete every session of this account on the server."""
        for session in UserSession.objects.filter(user=self):
            session.end()

    def lose_second_factor(self, *, by, at=None):
        """Recovery for who lost phone and codes: app, passkeys and codes go, sessions end, the person is told."""
        may_govern(by, self)
        with transaction.atomic():
            self.lock()
            gone, _kinds = Authenticator.objects.filter(user=self).delete()
            if not gone:
                raise Refused(_t("This account has no second step."))
            self.drop_sessions()
            self.record("second factor removed", by=by, at=at)
            notices.second_factor_removed(self)
