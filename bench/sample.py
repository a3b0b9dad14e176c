"""The world that is measured: a call that is open, an officer, one nomination that walked through the verbs, a Council, and a desk."""

from datetime import timedelta
from typing import NamedTuple

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth import login
from django.core.files.base import ContentFile
from django.test import RequestFactory

from members.models import Delegate, WorkingGroup
from nominations.models import Call, Endorsement, Nomination
from nominations.questions import SECTIONS
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.demo.calls import call_of
from portal.demo.cast import signed_up
from portal.lifecycle import clock
from portal.lifecycle.aoe import end_of
from portal.sessions import SessionStore

from .committee import Committee
from .council import Council, seated
from .journey import PERSON, answers, cv

PLACES = 10  # of each Member in each group, so that many people can be named


class World(NamedTuple):
    call: Call
    officer: User
    nomination: Nomination
    council: Council
    asked: Endorsement  # of the Member whose desk is measured
    named: Endorsement
    committee: Committee | None = None  # seated when there is something to judge


def begin() -> World:
    """Everything by the verbs, so that the one nomination that is copied is true in every row."""
    officer = signed_up("officer@example.org", "Amina Diallo", password=None)
    RoleGrant.objects.create(user=officer, role=Role.OFFICER)
    auth.TOTP.activate(officer, auth.generate_totp_secret())
    now = clock.now()
    call = call_of(now.year, closes=end_of((now + timedelta(days=9)).date()), by=officer, quota=PLACES)
    author = signed_up(PERSON.email, "Aïssatou Ndiaye", password=None)
    nomination = Nomination.start(call=call, by=author)
    for section in SECTIONS:
        nomination.save_section(section, answers(), by=author)
    nomination.attach("cv", ContentFile(cv(), name="cv.pdf"), by=author)
    for document in nomination.documents.all():
        document.read()
    nomination.submit(by=author)
    council = seated(nomination.person)
    focal = Delegate.objects.select_related("member", "user").get(member__code="SN", capacity="focal_point")
    asked = Endorsement.request(nomination, focal.member, by=author)
    return World(call, officer, nomination, council, asked, named_by(focal, call))


def named_by(focal, call) -> Endorsement:
    """A nomination that was sent, with its letter; the person has not answered."""
    typed = {"name": "Nia Okafor", "email": "nia@example.net", "statement": "She led our evaluation of algorithms."}
    group = WorkingGroup.objects.at_work().first()
    one = Endorsement.prepare(call=call, member=focal.member, by=focal.user, group=group, time_granted=True, **typed)
    one.attach_letter(ContentFile(cv(), name="letter.pdf"), by=focal.user)
    one.invite(by=focal.user)
    return one


def cookie_of(user) -> dict[str, str]:
    """The cookie of somebody who is signed in; of staff, with the second step done."""
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), user
    login(request, user, backend="portal.accounts.signed_in.SignedIn")
    for factor in Authenticator.objects.filter(user=user):
        record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
    return {settings.SESSION_COOKIE_NAME: request.session.session_key}
