"""The nightly broom: files that no row knows, left by a change that was rolled back or a machine that stopped."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from ..models import Document, DocumentPage

OLD = timedelta(days=1)  # younger ones may belong to a change under way
COLUMNS = {"documents": (Document, "file"), "pages": (DocumentPage, "picture")}


def forget_loose_files(at: datetime) -> list[str]:
    """Delete what nobody refers to and return its paths. at: aware."""
    gone = []
    for folder, (model, column) in COLUMNS.items():
        there = {f"{folder}/{name}" for name in names_in(folder)}
        there -= set(model.objects.values_list(column, flat=True))
        for path in sorted(there):
            if default_storage.get_modified_time(path) < at - OLD:
                default_storage.delete(path)
                gone.append(path)
    return gone


def names_in(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
