"""Who belongs, as staff read it: one file per noun."""

from . import accessions, appointments, ballots, delegates, groups, imports, members, people, projects

__all__ = ["accessions", "appointments", "ballots", "delegates", "groups", "imports", "members", "people", "projects"]
