"""The outbox: what people are told, who wants no reminders, and whether letters leave at all."""

from .gate import Gate
from .message import Message
from .silence import Silence

__all__ = ["Gate", "Message", "Silence"]
