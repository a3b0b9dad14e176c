"""The secretariat's desk for the call: one file per noun."""

from . import calls, endorsements, nominations

__all__ = ["calls", "endorsements", "nominations"]
