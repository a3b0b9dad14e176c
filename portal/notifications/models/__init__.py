"""The outbox: what people are told, and who wants no reminders."""

from .message import Message
from .silence import Silence

__all__ = ["Message", "Silence"]
