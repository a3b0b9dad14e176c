"""Who belongs, as staff read it: one file per noun."""

from . import groups, members, people

__all__ = ["groups", "members", "people"]
