"""Sessions in the database, asked only for names that we could have given, and with few statements."""

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone
from django.utils.crypto import get_random_string

from portal.lifecycle.prepared import Prepared


class SessionStore(DatabaseSessions):
    """A cookie can carry anything, also signs that PostgreSQL cannot hold: such a visitor simply has no session."""

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()

    def _get_session_from_db(self):
        """As Django's, which puts the statement together anew for each request."""
        found = session.first(key=self.session_key)
        if found and found.expire_date > timezone.now():
            return found
        self._session_key = None

    def _get_new_session_key(self):
        """Django asks first whether somebody has this name of 165 random bits; the INSERT would tell."""
        return get_random_string(32, VALID_KEY_CHARS)

    def delete(self, session_key=None):
        """Without reading the row before."""
        if key := session_key or self.session_key:
            self.model.objects.filter(session_key=key).delete()


session = Prepared(lambda key: SessionStore.get_model_class().objects.filter(session_key=key), key=str)
