"""Fields that no form offers are not stored: neither from a form, nor from the query, nor from JSON."""

import json
from datetime import timedelta
from typing import NamedTuple

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.db.models import BooleanField, DateField, ForeignKey, IntegerField, JSONField
from django.urls import reverse
from django.utils import timezone

from members.models import Delegate
from nominations.models import Nomination
from portal.accounts.models import Invitation, RoleGrant, User
from portal.accounts.roles import Role
from tests import make
from tests.accessions import APPLICATION, EVIDENCE, accession_of
from tests.admin import do, enter, list_of, page_of
from tests.answers import ANSWERS, complete
from tests.portal.test_lifecycle_admin import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(24)]
MODELS = [model for app in ("accounts", "members", "nominations") for model in apps.get_app_config(app).get_models()]
MODELS += [EmailAddress]
LONG_AGO = timezone.now() - timedelta(days=9000)


class Case(NamedTuple):
    """Who posts what where, and all that may change by it: `model.column`, or `+model` for a new row."""

    who: str
    address: object  # called with the house
    words: dict
    changes: set


@pytest.fixture
def house(settings, call, leila, tomas, amina, jonas, stranger):
    """Leila's nomination is submitted, Tomáš's a draft, the stranger has none."""
    settings.REQUIRE_STAFF_MFA = False
    hers, his = complete(make.nomination(author=leila, call=call)), make.nomination(author=tomas, call=call)
    complete(his, answers={"orcid": ""})
    hers.submit(by=leila)
    expert = make.user("expert@example.org", "Ada Expert")
    return {
        "expert": make.expert(expert),
        "expert_user": expert,
        "hers": hers,
        "his": his,
        "call": call,
        "question": hers.ask("Since when?", by=amina),
        "filled": accession_of(leila, status="filled"),
        "sent": accession_of(leila, "KE", "submitted"),
        "assessed": assessed(leila, amina),
        "invitation": Invitation.send("new@example.org", Role.OFFICER, by=jonas),
        "member": make.member(id=4711),
        "leila": leila,
        "tomas": tomas,
        "jonas": jonas,
        "amina": amina,
        "stranger": stranger,
    }


def assessed(contact, officer):
    accession = accession_of(contact, "CL", "under_assessment", by=officer)
    accession.record_findings(EVIDENCE, by=officer)
    return accession


def applying(page, thing):
    return lambda house: reverse(f"members:{page}", args=[house[thing].pk])


def own(name, thing, *more):
    return lambda house: reverse(f"nominations:{name}", args=[house[thing].pk, *more])


DRAFTED = {"nomination.answers", "nomination.revision", "nomination.section_revisions", "nomination.saved_at"}
LISTED = {
    f"nomination.{name}"
    for name in (
        "display_name",
        "search_name",
        "names",
        "group",
        "second_group",
        "residence",
        "stakeholder_group",
        "gender",
    )
}
KNOWN = {
    f"person.{name}" for name in ("given_name", "family_name", "published_name", "orcid", "sort_name", "latin_name")
}
TYPED = {f"accession.{name}" for name in ("answers", "revision", "window", "saved_at")}
STATE = {"accession.status", "accession.due_at"}
SOON = (timezone.now() + timedelta(days=9)).date().isoformat()
SCREENED = {"nomination.status", "nomination.screened_at", "nomination.screening_shown_at"}
CASES = {
    "profile": Case(
        "leila",
        lambda house: "/en/accounts/profile/",
        {"name": "L", "language": "fr", "time_zone": "Europe/Paris"},
        {"user.name", "user.language", "user.time_zone"},
    ),
    "sign-up": Case(
        "",
        lambda house: "/en/accounts/signup/",
        {"email": "nia@example.org", "name": "Nia"},
        {"+user", "+emailaddress"},
    ),
    "start": Case(
        "stranger", lambda house: reverse("nominations:start"), {}, {"+person", "+nomination", "call.last_number"}
    ),
    "section": Case("tomas", own("section", "his", "work"), ANSWERS | {"position": "Mine"}, DRAFTED),
    "autosave": Case("tomas", own("autosave", "his", "work"), ANSWERS | {"position": "Mine"}, DRAFTED),
    "submit": Case(
        "tomas",
        own("submit", "his"),
        {"declared": "on"},
        {
            "nomination.status",
            "nomination.submitted_at",
            "nomination.submitted_version",
            "+nominationversion",
            "+consentrecord",
            "+interestdeclaration",
        }
        | LISTED
        | KNOWN,
    ),
    "withdraw": Case("tomas", own("withdraw", "hers"), {}, set()),
    "withdraw one's own": Case(
        "leila", own("withdraw", "hers"), {}, {"nomination.status", "nomination.withdrawn_from"}
    ),
    "answer": Case(
        "leila",
        lambda house: reverse("nominations:clarification", args=[house["hers"].pk, house["question"].pk]),
        {"answer": "Since 2019."},
        {"clarification.status", "clarification.answer", "clarification.answered_at"},
    ),
    "accept an invitation": Case(
        "",
        lambda house: house["invitation"].link,
        {},
        {"+user", "+emailaddress", "+rolegrant", "invitation.status", "invitation.accepted_by", "user.last_login"},
    ),
    "invite": Case(
        "jonas",
        lambda house: list_of(Invitation, "add"),
        {"email": "other@example.org", "role": "officer", "language": "en"},
        {"+invitation"},
    ),
    "give a role": Case("jonas", lambda house: do(house["leila"], "give_role"), {"role": "officer"}, {"+rolegrant"}),
    "screen": Case("amina", lambda house: do(house["hers"], "declare_eligible"), {}, SCREENED),
    "return": Case(
        "amina",
        lambda house: do(house["hers"], "return_for_correction"),
        WORDS["return_for_correction"],
        {"nomination.status", "nomination.returned_sections", "nomination.returned_until", "nomination.return_reason"},
    ),
    "note": Case("amina", lambda house: do(house["hers"], "add_note"), {"text": "Looked up."}, {"+note"}),
    "ask": Case("amina", lambda house: do(house["hers"], "ask"), {"question": "Since when?"}, {"+clarification"}),
    "apply": Case("stranger", lambda house: reverse("members:accession_start"), {"country": "GH"}, {"+accession"}),
    "application": Case("leila", applying("accession_form", "filled"), APPLICATION | {"position": "Mine"}, TYPED),
    "application, on the way": Case(
        "leila", applying("accession_autosave", "filled"), APPLICATION | {"position": "Mine"}, TYPED
    ),
    "application of another": Case("tomas", applying("accession_form", "filled"), APPLICATION, set()),
    "application that was sent in": Case("leila", applying("accession_form", "sent"), APPLICATION, set()),
    "send in": Case(
        "leila",
        applying("accession_submit", "filled"),
        {"declared": "on"},
        {"+accessionversion", "accession.status", "accession.submitted_at", "accession.due_at"}
        | {f"accession.{name}" for name in APPLICATION},
    ),
    "withdraw an application": Case("leila", applying("accession_withdraw", "sent"), {}, STATE),
    "begin the assessment": Case("amina", lambda house: do(house["sent"], "begin_assessment"), {"until": SOON}, STATE),
    "return an application": Case(
        "amina",
        lambda house: do(house["sent"], "return_incomplete"),
        {"until": SOON, "reason": "A page."},
        STATE | {"accession.incomplete_reason"},
    ),
    "record findings": Case(
        "amina",
        lambda house: do(house["assessed"], "record_findings"),
        {
            "values": "met",
            "values_evidence": "One.",
            "role": "partly",
            "role_evidence": "Two.",
            "expertise": "not_met",
            "expertise_evidence": "Three.",
        },
        {"finding.verdict", "finding.evidence"},
    ),
    "recommend": Case(
        "amina",
        lambda house: do(house["assessed"], "recommend"),
        {"assessed_on": timezone.now().date().isoformat(), "reason": "Strong."},
        STATE | {"accession.recommendation", "accession.assessed_on"},
    ),
    "page of an application": Case("amina", lambda house: page_of(house["sent"]), {}, set()),
    "page of a nomination": Case("jonas", lambda house: page_of(house["hers"]), {}, set()),
    "page of an account": Case("jonas", lambda house: page_of(house["leila"]), {}, set()),
    "list of nominations": Case(
        "jonas", lambda house: list_of(Nomination), {"form-0-status": "eligible", "_save": "Save"}, set()
    ),
    "name a delegate": Case(
        "amina",
        lambda house: list_of(Delegate, "add"),
        {
            "member": "4711",
            "capacity": "deputy",
            "email": "leila@example.org",
            "institution": "Ministry",
            "since": "",
            "until": "",
            "succeeds": "",
            "language": "en",
        },
        {"+delegate"},
    ),
    "correct a person": Case(
        "amina",
        lambda house: do(house["expert"], "correct"),
        {
            "given_name": "Ada",
            "family_name": "Neu",
            "published_name": "",
            "orcid": "",
            "biography": "",
            "profile_url": "",
        },
        KNOWN | {"person.to_compare"},
    ),
    "one's public profile": Case(
        "expert_user",
        lambda house: reverse("members:profile_edit"),
        {"published_name": "Ada N.", "orcid": "", "biography": "", "profile_url": ""},
        {"person.published_name", "person.latin_name", "person.to_compare", "person.sort_name"},
    ),
    "where one works": Case(
        "expert_user",
        lambda house: reverse("members:profile_work"),
        {"organisation": "Ours", "position": "", "stakeholder_group": "science", "country": "FR"},
        {"+affiliation", "person.to_compare"},
    ),
    "suspend a Member": Case(
        "amina",
        lambda house: do(house["member"], "suspend"),
        {"reason": "Dues.", "on": ""},
        {"+suspension", "member.status"},
    ),
    "copy a call": Case(
        "amina", lambda house: do(house["call"], "copy"), {"year": "2031"}, {"+call", "+seats", "+criterion"}
    ),
}


def hostile(field, house):
    """A value for a column that would do harm."""
    if isinstance(field, ForeignKey):
        return str(house["stranger"].pk if field.related_model is User else getattr(house.get(field.name), "pk", 1))
    if isinstance(field, BooleanField):
        return "on"
    if isinstance(field, IntegerField):
        return "777"
    if isinstance(field, JSONField):
        return '{"forged": true}'
    choices = {"status": "withdrawn", "role": "head", "withdrawn_from": "eligible"}
    return LONG_AGO.isoformat() if isinstance(field, DateField) else choices.get(field.name, "forged")


def forged(house, words) -> dict:
    """Every column of every table of ours, by its name, with and without `_id`; what the form asks for stays as it is."""
    fields = [field for model in MODELS for field in model._meta.concrete_fields]
    columns = {name: hostile(field, house) for field in fields for name in (field.name, field.attname)}
    more = {
        "is_staff": "on",
        "is_superuser": "on",
        "user_permissions": "1",
        "groups": "1",
        "roles": "head",
        "by": "1",
        "at": "2001-01-01",
    }
    return columns | more | words


def photograph() -> dict:
    """(model, primary key) to values, of every row of ours."""
    return {
        (model._meta.model_name, row["pk"]): row
        for model in MODELS
        for row in model._base_manager.values("pk", *[field.name for field in model._meta.concrete_fields])
    }


def changes(before, after) -> set:
    found = {f"+{name}" for name, pk in after.keys() - before.keys()}
    found |= {f"-{name}" for name, pk in before.keys() - after.keys()}
    for name, pk in before.keys() & after.keys():
        old, new = before[name, pk], after[name, pk]
        found |= {f"{name}.{column}" for column in old if old[column] != new[column]}
    return found


def test_every_form_stores_what_it_asks_for_and_nothing_else(client_factory, house):
    for name, case in CASES.items():
        with transaction.atomic():
            faults = stored_beyond(case, house, client_factory())
            transaction.set_rollback(True)
        assert not faults, f"{name}: {faults}"


def stored_beyond(case, house, client) -> list:
    """What a form stored that it does not ask for, or that it was not taken."""
    if case.who:
        enter(client, house[case.who])
    address, sent = case.address(house), forged(house, case.words)
    before = photograph()
    client.post(address, json.dumps(sent), content_type="application/json")
    client.post(
        f"{address}?{'&'.join(f'{key}={value}' for key, value in sent.items() if len(str(value)) < 50)}", case.words
    )
    client.post(address, sent)
    after = photograph()

    found = [*(changes(before, after) - {"user.last_login"} - case.changes)]
    if case.changes and not changes(before, after) & case.changes:
        found.append("The form itself was not taken.")
    found += [row for key, row in after.items() if key not in before and is_forged(row)]
    if User.objects.get(pk=house["stranger"].pk).roles or RoleGrant.objects.filter(user=house["stranger"]).exists():
        found.append("The stranger has a role.")
    return found


def is_forged(row) -> bool:
    return bool(
        {"forged", "777"} & {str(value) for value in row.values()}
        or row.get("status") in ("withdrawn", "published")
        or row.get("role") == "head"
        or LONG_AGO in row.values()
    )
