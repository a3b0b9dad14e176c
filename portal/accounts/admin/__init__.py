"""Accounts, roles and invitations, for the heads."""

from . import accounts, invitations, secretariat

__all__ = ["accounts", "invitations", "secretariat"]
