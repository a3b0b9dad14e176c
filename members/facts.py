"""The facts about who belongs, from members/data: loaded at every start, the same result each time."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from .models import Member, WorkingGroup

DATA = Path(__file__).parent / "data"


def load() -> dict[str, int]:
    """Bring Members and working groups up to the files; returns how many rows each file has.

    What the secretariat changes in the admin and no file speaks of (a Member's state, the day it left) stays as it is.
    """
    with transaction.atomic():
        return {"members": load_members(), "working groups": load_groups()}


def load_members() -> int:
    rows = [
        Member(
            code=row["iso_alpha2"],
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            region=row["region"],
            admitted_on=date.fromisoformat(row["admitted_on"]),
            day_inferred=row["day_inferred"] == "true",
            founding=row["founding"] == "true",
            capital_zone=row["capital_zone"],
            source_url=row["source_url"],
        )
        for row in read("members.csv")
    ]
    return upsert(Member, rows, key="code", keep={"status", "left_on"})


def load_groups() -> int:
    rows = [
        WorkingGroup(
            slug=row["slug"],
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            summary_en=row["summary_en"],
            summary_fr=row["summary_fr"],
            established_on=date.fromisoformat(row["established_on"]) if row["established_on"] else None,
            concluded=row["concluded"] == "true",
            order=order,
            source_url=row["source_url"],
        )
        for order, row in enumerate(read("working_groups.csv"))
    ]
    return upsert(WorkingGroup, rows, key="slug")


def read(name: str) -> list[dict]:
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def upsert(model, rows, *, key, keep=frozenset()) -> int:
    """Insert or correct all rows in one statement, each found again by its key; the columns to keep are left alone."""
    names = {field.name for field in model._meta.concrete_fields if not field.primary_key} - {key, *keep}
    model._base_manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=sorted(names))
    return len(rows)
