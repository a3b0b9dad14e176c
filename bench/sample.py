"""The world that is measured: a call that is open, an officer, and one nomination that walked through the verbs."""

from datetime import timedelta
from typing import NamedTuple

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.base import ContentFile

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
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "type": factor.type, "id": factor.pk, "at": clock.now().timestamp()}
        for factor in user.authenticator_set.all()
    ]
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}
