"""Statements that requests ask again and again, put together once: that takes Django longer than PostgreSQL needs to answer."""

import copy
from uuid import UUID

from django.db import connections
from django.utils.functional import cached_property

# what no statement of ours holds; numbers that fit the smallest kind of key: else Django would answer by itself
STANDS_FOR = {
    int: lambda place: 31_000 + place,
    UUID: lambda place: UUID(int=place),
    str: lambda place: f"open {place}",
}


class Prepared:
    """build: makes the queryset out of its open values, given by their kinds: `Prepared(build, user=int, pk=UUID)`.

    `rows(user=…, pk=…)` are then its rows for these. An open value is compared with a column as it is; whatever else
    `build` says must hold as long as the process lives: no language, no moment.
    """

    def __init__(self, build, **kinds):
        self.build = build
        self.open = {name: STANDS_FOR[kind](place) for place, (name, kind) in enumerate(kinds.items(), 1)}

    def rows(self, **values) -> list:
        queryset, compiler, sql, params = self.written
        filled = {self.open[name]: value for name, value in values.items()}
        params = tuple(filled.get(value, value) if isinstance(value, int | UUID | str) else value for value in params)
        rows, again = queryset.all(), copy.copy(compiler)
        again.connection = connections[rows.db]
        again.as_sql = lambda *args, **options: (sql, params)
        rows.query.get_compiler = lambda *args, **options: again
        return list(rows)

    def first(self, **values):
        return next(iter(self.rows(**values)), None)

    @cached_property
    def written(self):
        queryset = self.build(**self.open)
        compiler = queryset.query.get_compiler(using=queryset.db)
        return queryset, compiler, *compiler.as_sql()
