"""One thing of each kind, for the role matrix, and what fills the open parts of addresses."""

import re
from datetime import timedelta
from functools import cached_property

from django.test import Client
from django.utils import timezone

from members.models import Member, Person
from nominations.models import Nomination
from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from portal.notifications.models.silence import stop_address
from tests import make
from tests.admin import enter
from tests.answers import complete

ROLES = ("visitor", "applicant", "other", "officer", "head", "auditor")


class World:
    """People by role, and a thing of each kind; `applicant` owns whatever has an owner."""

    def __init__(self):
        self.people = {
            "visitor": None,
            "applicant": make.user("applicant@example.org", "Anna Applicant"),
            "other": make.user("other@example.org", "Otto Other"),
            "officer": make.user("officer@example.org", "Olga Officer", role="officer"),
            "head": make.user("head@example.org", "Hans Head", role="head"),
            "auditor": make.user("auditor@example.org", "Ada Auditor", role="auditor", until=in_days(30)),
        }
        head, owner = self.people["head"], self.people["applicant"]
        self.call = make.call(by=head)
        self.nomination = complete(make.nomination(author=owner, call=self.call))
        self.nomination.submit(by=owner)
        self.nomination = Nomination.objects.get(pk=self.nomination.pk)
        self.question = self.nomination.ask("Since when?", by=self.people["officer"])
        make.nomination(author=self.people["other"], call=self.call)
        self.invitation = Invitation.send("new@example.org", Role.OFFICER, by=head)

    def client(self, role, **options) -> Client:
        client = Client(**options)
        person = self.people[role]
        return enter(client, User.objects.get(pk=person.pk)) if person else client

    def address(self, name, route) -> str:
        """The address of a route: its open parts filled by the table below, else by a word nobody uses."""
        filled = re.sub(
            r"\^?\(\?P<(\w+)>[^)]*\)\$?|<(?:\w+:)?(\w+)>", lambda part: self.fill(name, part[1] or part[2]), route
        )
        return "/" + filled.rstrip("$")

    def fill(self, name, part) -> str:
        """By the route's name and the part, or by the part alone."""
        table = self.parts
        if part == "object_id":
            model = re.search(r"(?:admin:|admin/)(\w+?)[_/](\w+?)(?:_\w+|/<.*)$", name)
            return str(table.get(f"{model[1]}_{model[2]}", "1")) if model else "1"
        return str(table.get(f"{name} {part}", table.get(part, "nothing")))

    @cached_property
    def parts(self) -> dict:
        return {
            # the admin's things
            "lifecycle_event": Event.objects.earliest("pk").pk,
            "notifications_message": Message.objects.earliest("written_at").pk,
            "accounts_user": self.people["other"].pk,
            "accounts_invitation": self.invitation.pk,
            "accounts_rolegrant": self.people["officer"].role_grants.get().pk,
            "members_person": Person.of(self.people["applicant"]).pk,
            "members_member": make_member().pk,
            "members_workinggroup": make.groups()[0].pk,
            "nominations_call": self.call.pk,
            "nominations_nomination": self.nomination.pk,
            # the addresses' parts
            "pk": self.nomination.pk,
            "question": self.question.pk,
            "section": "you",
            "kind": "cv",
            "number": 1,
            "nominations:document pk": self.nomination.documents.get().pk,
            "nominations:document_page pk": self.nomination.documents.get().pk,
            "mfa_edit_webauthn pk": 1,
            "mfa_remove_webauthn pk": 1,
            "account_invitation token": self.invitation.link.rstrip("/").rsplit("/", 1)[-1],
            "reminders token": stop_address(self.people["applicant"]).rstrip("/").rsplit("/", 1)[-1],
            "app_label": "nominations",
            "content_type_id": 1,
            "admin:accounts_user_do name": "close",
            "admin:accounts_rolegrant_do name": "end",
            "admin:accounts_invitation_do name": "withdraw",
            "admin:nominations_nomination_do name": "declare_eligible",
            "admin:nominations_nomination_many name": "declare_eligible",
            "admin:nominations_call_do name": "conclude",
            "admin:notifications_message_do name": "send_again",
        }


def make_member():
    return Member.objects.create(
        code="CA", name_en="Canada", name_fr="Canada", region="Americas", admitted_on="2020-06-15"
    )


def in_days(days):
    return timezone.now() + timedelta(days=days)
