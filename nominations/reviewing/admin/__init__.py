"""The committee in the secretariat's admin."""

from . import assignments, conflicts, declaring, employers, reviewers, runs

__all__ = ["assignments", "conflicts", "declaring", "employers", "reviewers", "runs"]
