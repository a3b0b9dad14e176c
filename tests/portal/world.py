"""One thing of each kind, for the role matrix, and what fills the open parts of addresses."""

import re
from datetime import timedelta
from functools import cached_property

from django.test import Client
from django.utils import timezone

from members.models import Person
from nominations.models import Endorsement, Nomination
from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from portal.notifications.models.silence import stop_address
from tests import make
from tests.accessions import accession_of
from tests.admin import enter
from tests.answers import complete
from tests.endorsements import invited, prepared, requested
from tests.experts import affiliation
from tests.portal.access import MORE

CONSENT = ("consent", "consent_agree", "consent_decline")
ACCESSION = [
    f"members:accession{page} pk" for page in ("", "_form", "_autosave", "_check", "_submit", "_done", "_withdraw")
]  # pages of the contact's own
OF_A_NAMING = ("endorsement", "change", "send", "drop", "rank")  # pages of what the focal point prepared


class World:
    """People by role, and a thing of each kind; `applicant` owns whatever has an owner and is of the call.

    `contact` fills in an accession; `focal`, `council` and `predecessor` (a council delegate of old) act for Canada.
    """

    def __init__(self):
        self.people = {
            "visitor": None,
            "applicant": make.user("applicant@example.org", "Anna Applicant"),
            "other": make.user("other@example.org", "Otto Other"),
            "officer": make.user("officer@example.org", "Olga Officer", role="officer"),
            "head": make.user("head@example.org", "Hans Head", role="head"),
            "auditor": make.user("auditor@example.org", "Ada Auditor", role="auditor", until=in_days(30)),
            **{role: make.user(f"{role}@example.org", role.title()) for role in MORE},
        }
        self.member = make.member()
        make.delegate(self.people["focal"], self.member, "focal_point")
        make.delegate(self.people["council"], self.member, "council")
        make.delegate(self.people["predecessor"], self.member, "council", since=in_days(-90), until=in_days(-30))
        self.expert = make.expert(self.people["expert"])
        self.term = self.expert.appointments.get()
        self.place = affiliation(self.expert)
        head, owner = self.people["head"], self.people["applicant"]
        self.project = make.project(by=head, responsible=[self.expert])
        self.twins = make.twins()
        self.merge = make.merge(by=head)
        self.call = make.call(by=head)
        self.nomination = complete(make.nomination(author=owner, call=self.call), answers={"nationality_3": "CA"})
        self.nomination.submit(by=owner)
        self.nomination = Nomination.objects.get(pk=self.nomination.pk)
        self.word = Endorsement.request(self.nomination, self.member, by=owner)
        self.question = self.nomination.ask("Since when?", by=self.people["officer"])
        make.nomination(author=self.people["other"], call=self.call)
        self.prepared = prepared(self.call, self.member, self.people["focal"], name="Ben Later", email="b@example.org")
        self.asking = requested(Nomination.objects.get(person__user=self.people["other"]), self.member)
        self.imported = make.imported(by=self.people["officer"])
        self.accession = accession_of(self.people["contact"], "NO", "incomplete", by=self.people["officer"])
        self.applied = accession_of(self.people["other"], "KE", "submitted")
        self.ballot = make.ballot(make.recommended("GH", contact=self.people["contact"]), by=head)
        self.named = invited(self.call, self.member, self.people["focal"])
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
            "members_import": self.imported.pk,
            "members_member": self.member.pk,
            "members_delegate": self.member.delegates.get(capacity="focal_point").pk,
            "members_appointment": self.term.pk,
            "members_ballot": self.ballot.pk,
            "members_workinggroup": make.groups()[0].pk,
            "members_accession": self.applied.pk,
            "members_project": self.project.pk,
            "nominations_call": self.call.pk,
            "nominations_nomination": self.nomination.pk,
            "nominations_endorsement": self.named.pk,
            # the addresses' parts
            "code": self.member.code,
            "pk": self.nomination.pk,
            "question": self.question.pk,
            "word": self.word.pk,
            "section": "you",
            "kind": "cv",
            "members:group slug": make.groups()[0].slug,
            "members:expert public_id": self.expert.public_id,
            "number": 1,
            "nominations:document pk": self.nomination.documents.get().pk,
            "nominations:document_page pk": self.nomination.documents.get().pk,
            **{f"nominations:desk_{page} pk": self.prepared.pk for page in OF_A_NAMING},
            **{f"nominations:desk_{page} pk": self.asking.pk for page in ("endorse", "decline")},
            "nominations:desk_withdraw pk": self.named.pk,
            "nominations:desk_letter pk": self.prepared.letter.pk,
            **dict.fromkeys(ACCESSION, self.accession.pk),
            "members:accession_letter pk": self.accession.letter.pk,
            **{f"members:{name} pk": self.ballot.pk for name in ("ballot", "vote", "ballot_letter")},
            "mfa_edit_webauthn pk": 1,
            "mfa_remove_webauthn pk": 1,
            "account_invitation token": self.invitation.link.rstrip("/").rsplit("/", 1)[-1],
            **{f"nominations:{name} token": self.named.token for name in CONSENT},
            "reminders token": stop_address(self.people["applicant"]).rstrip("/").rsplit("/", 1)[-1],
            "app_label": "nominations",
            "content_type_id": 1,
            "admin:accounts_user_do name": "close",
            "admin:members_member_do name": "suspend",
            "admin:members_delegate_do name": "end",
            "admin:accounts_rolegrant_do name": "end",
            "admin:accounts_invitation_do name": "withdraw",
            "admin:members_appointment_do name": "renew",
            "admin:members_appointment_many name": "renew",
            "admin:members_accession_do name": "begin_assessment",
            "admin:nominations_nomination_do name": "declare_eligible",
            "admin:nominations_nomination_many name": "declare_eligible",
            "admin:nominations_call_do name": "conclude",
            "admin:members_import_do name": "carry_out",
            "admin:members_person_do name": "correct",
            "admin:members_project_do name": "correct",
            "admin:members_workinggroup_do name": "correct",
            "one": self.twins[0].pk,
            "other": self.twins[1].pk,
            "merge": self.merge.pk,
            "admin:notifications_message_do name": "send_again",
        }


def in_days(days):
    return timezone.now() + timedelta(days=days)
