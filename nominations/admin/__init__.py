"""The secretariat's desk for the call: one file per noun."""

from . import calls, nominations

__all__ = ["calls", "nominations"]
