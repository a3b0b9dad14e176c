"""The secretariat's desk for the call: one file per noun."""

from . import nominations

__all__ = ["nominations"]
