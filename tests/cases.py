"""Many cases of one question, asked in one test: each is tried, and all that went wrong are told together."""

from contextlib import contextmanager, nullcontext

import pytest
from django.db import transaction


def each(cases, attempt, around=nullcontext):
    """`attempt(case)` for each, or `attempt(*case)` where it has several parts."""
    wrong = {}
    for case in cases:
        try:
            with around():
                attempt(*case) if isinstance(case, tuple) else attempt(case)
        except (Exception, pytest.fail.Exception) as trouble:
            wrong[repr(case)] = trouble
    if wrong:
        told = [f"{case}: {type(trouble).__name__}: {trouble}" for case, trouble in wrong.items()]
        raise AssertionError("\n".join([f"{len(wrong)} went wrong:", *told])) from next(iter(wrong.values()))


def each_undone(cases, attempt):
    """The same from one place: what a case does is undone before the next. It reads anew from the database what it changes."""
    each(cases, attempt, around=undone)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
