"""The portal's settings as in production, but static files by their plain names: nobody collected them here."""

from portal.settings import *  # noqa: F403

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=EMAIL_TIMEOUT)  # noqa: F405  no test waits 20 seconds for silence
