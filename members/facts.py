"""The facts about who belongs, from members/data: loaded at every start, the same result each time."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from .models import Member, PastCoChair, Project, WorkingGroup

DATA = Path(__file__).parent / "data"


def load() -> dict[str, int]:
    """Bring Members, working groups and projects up to the files; returns how many rows each file has.

    What the secretariat changes in the admin and no file speaks of (a Member's state, the day it left) stays as it is,
    and so does every group and project that somebody corrected there.
    """
    with transaction.atomic():
        counts = {"members": load_members(), "working groups": load_groups(), "projects": load_projects()}
        load_co_chairs()
        return counts


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
            occasion_en=row["occasion_en"],
            occasion_fr=row["occasion_fr"],
            capital_zone=row["capital_zone"],
            source_url=row["source_url"],
        )
        for row in read("members.csv")
    ]
    return upsert(Member, rows, key="code", keep={"status", "left_on", "leave_reason"})


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
    return upsert(WorkingGroup, uncorrected(rows, key="slug"), key="slug", keep={"corrected_at"}, of=rows)


def load_projects() -> int:
    groups = dict(WorkingGroup.objects.values_list("slug", "pk"))
    rows = [
        Project(
            fact=row["title"],
            title=row["title"],
            group_id=groups[row["working_group_slug"]] if row["working_group_slug"] else None,
            year=int(row["year"]) if row["year"] else None,
            year_inferred=row["year_inferred"] == "true",
            kind=row["kind"],
            url=row["url"],
            source_url=row["source_url"],
        )
        for row in read("projects.csv")
    ]
    written = set(Project.objects.filter(fact=None).values_list("title", flat=True))  # by hand, before the file had it
    theirs = [row for row in uncorrected(rows, key="fact") if row.title not in written]
    return upsert(Project, theirs, key="fact", keep={"corrected_at"}, of=rows)


def load_co_chairs():
    """Nobody changes these here: the table is the file."""
    groups = dict(WorkingGroup.objects.values_list("slug", "pk"))
    PastCoChair.objects.all().delete()
    PastCoChair.objects.bulk_create(
        PastCoChair(
            group_id=groups[row["group_slug"]],
            name=row["name"],
            seen_from=int(row["seen_from"]) if row["seen_from"] else None,
            seen_until=int(row["seen_until"]) if row["seen_until"] else None,
            source_url=row["source_url"],
        )
        for row in read("co_chairs.csv")
    )


def uncorrected(rows, *, key) -> list:
    """Without those that somebody corrected here."""
    model = type(rows[0])
    ours = set(model.objects.exclude(corrected_at=None).values_list(key, flat=True))
    return [row for row in rows if getattr(row, key) not in ours]


def read(name: str) -> list[dict]:
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def upsert(model, rows, *, key, keep=frozenset(), of=None) -> int:
    """Insert or correct all rows in one statement, each found again by its key; the columns to keep are left alone.

    of: what the file has, where fewer rows than these are written. Returns their number.
    """
    names = {field.name for field in model._meta.concrete_fields if not field.primary_key} - {key, *keep}
    model._base_manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=sorted(names))
    return len(of or rows)
