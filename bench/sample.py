"""The world that is measured: a call that is open, an officer, and one nomination that walked through the verbs."""

from datetime import timedelta
from typing import NamedTuple

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth import login
from django.core.files.base import ContentFile
from django.test import RequestFactory

from nominations.models import Call, Nomination
from nominations.questions import SECTIONS
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.demo.cast import signed_up
from portal.demo.story import call_of, night
from portal.lifecycle import clock
from portal.sessions import SessionStore

from .journey import PERSON, answers, cv


class World(NamedTuple):
    call: Call
    officer: User
    nomination: Nomination


def begin() -> World:
    """Everything by the verbs, so that the one nomination that is copied is true in every row."""
    officer = signed_up("officer@example.org", "Amina Diallo", password=None)
    RoleGrant.objects.create(user=officer, role=Role.OFFICER)
    auth.TOTP.activate(officer, auth.generate_totp_secret())
    now = clock.now()
    call = call_of(now.year, closes=night(now + timedelta(days=9)), by=officer)
    author = signed_up(PERSON.email, "Aïssatou Ndiaye", password=None)
    nomination = Nomination.start(call=call, by=author)
    for section in SECTIONS:
        nomination.save_section(section, answers(), by=author)
    nomination.attach("cv", ContentFile(cv(), name="cv.pdf"), by=author)
    for document in nomination.documents.all():
        document.read()
    nomination.submit(by=author)
    return World(call, officer, nomination)


def cookie_of(user) -> dict[str, str]:
    """The cookie of somebody who is signed in; of staff, with the second step done."""
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), user
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for factor in Authenticator.objects.filter(user=user):
        record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
    return {settings.SESSION_COOKIE_NAME: request.session.session_key}
