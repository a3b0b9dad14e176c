"""The nightly broom: files that no row knows, left by a change that was rolled back or a machine that stopped."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

OLD = timedelta(days=1)  # younger ones may belong to a change under way
FOLDERS = ("documents", "pages")


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that names a stored file: (model, name of the column)."""
    for model in apps.get_models():
        yield from ((model, field.name) for field in model._meta.local_fields if isinstance(field, models.FileField))


def forget_loose_files(at: datetime) -> list[str]:
    """Delete what nobody refers to and return its paths. at: aware."""
    there = {f"{folder}/{name}" for folder in FOLDERS for name in names_in(folder)}
    for model, column in columns():
        there -= set(model._base_manager.values_list(column, flat=True))
    loose = [path for path in sorted(there) if default_storage.get_modified_time(path) < at - OLD]
    for path in loose:
        default_storage.delete(path)
    return loose


def names_in(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
