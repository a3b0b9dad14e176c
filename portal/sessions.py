"""Sessions in the database, asked only for names that we could have given."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    """A cookie can carry anything, also signs that PostgreSQL cannot hold: such a visitor simply has no session."""

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
