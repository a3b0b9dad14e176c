"""The project. Imports the Celery app and nothing else, so that tasks find it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
