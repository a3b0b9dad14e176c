"""Deciding in the secretariat's admin: lists and their publication, offers, exports."""

from . import exports, offers, publications, targets

__all__ = ["exports", "offers", "publications", "targets"]
