"""Accounts, roles and invitations for the heads; allauth's own tables hold secrets and are shown to nobody."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

from . import accounts, invitations, secretariat

for table in (EmailAddress, EmailConfirmation, Authenticator, UserSession):
    if admin.site.is_registered(table):
        admin.site.unregister(table)

__all__ = ["accounts", "invitations", "secretariat"]
