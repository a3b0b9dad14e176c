"""Builders: each reaches its state by walking the verbs."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from members.models import WorkingGroup
from nominations.models import Call, Nomination
from portal.accounts.models import RoleGrant, User

GROUPS = {
    "responsible-ai": "Responsible AI",
    "data-governance": "Data Governance",
    "future-of-work": "Future of Work",
    "innovation-and-commercialisation": "Innovation and Commercialisation",
}
RUBRIC = {"Expertise": 35, "Record": 25, "International work": 15, "Motivation": 15, "Availability": 10}


def user(email, name="", *, role=None, until=None, password=None, **fields):
    """An account with its address verified; with a role if one is named."""
    account = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    if role:
        RoleGrant.objects.create(user=account, role=role, until=until)
    return account


def groups():
    """The four working groups, in order."""
    return [
        WorkingGroup.objects.get_or_create(
            slug=slug, defaults={"name_en": name, "name_fr": name, "order": order, "source_url": "https://example.org/"}
        )[0]
        for order, (slug, name) in enumerate(GROUPS.items())
    ]


def call(*, by, year=2026, published=True, **fields):
    """A call open since ten days and for nine more, with seats and rubric; no hold on screening letters."""
    now = timezone.now()
    call = Call.objects.create(
        **{
            "year": year,
            "title_en": f"Call for experts {year}",
            "title_fr": f"Appel à experts {year}",
            "intro_en": "Come and work with us.",
            "opens_at": now - timedelta(days=10),
            "closes_at": now + timedelta(days=9),
            "screening_hold_hours": 0,
        }
        | fields
    )
    for group in groups():
        call.seats.create(group=group, number=20)
    for order, (name, weight) in enumerate(RUBRIC.items()):
        call.criteria.create(name_en=name, weight=weight, order=order)
    if published:
        call.publish(by=by)
    return call


def nomination(*, author, call, answers=None, at=None):
    """A draft of this author; with these answers, section by section, if any are given."""
    from nominations.questions import SECTIONS

    draft = Nomination.start(call=call, by=author, at=at)
    if answers:
        for section in SECTIONS:
            draft.save_section(section, answers, by=author, at=at)
    return draft
