"""One thing of each kind, for the role matrix, and what fills the open parts of addresses."""

import re
from datetime import timedelta
from functools import cached_property

from django.test import Client
from django.utils import timezone

from members.models import Person
from nominations.deciding.models import Statistics
from nominations.models import Endorsement, Nomination
from nominations.reviewing.models import AssignmentRun, Employer, Remark
from nominations.reviewing.models.binding import impose
from nominations.reviewing.models.reckoning import RULES
from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.lifecycle.models import Event
from portal.notifications.models import Message
from portal.notifications.models.silence import stop_address
from tests import committee, decisions, make
from tests.accessions import accession_of
from tests.admin import enter
from tests.answers import complete
from tests.endorsements import invited, prepared, requested
from tests.experts import affiliation
from tests.portal.access import MORE
from tests.shortlists import shortlist_of

CONSENT = ("consent", "consent_agree", "consent_decline")
ACCESSION = [
    f"members:accession{page} pk" for page in ("", "_form", "_autosave", "_check", "_submit", "_done", "_withdraw")
]  # pages of the contact's own
TO_REVIEW = ("review", "autosave", "skip", "conflict", "decline", "cv", "statement", "page")  # of what waits
OF_THE_CHAIR = ("dossier", "file", "page", "give", "void", "conflict", "remark", "take_back")
OF_A_SHORTLIST = ("proposal", "proposal_take", "proposal_discard")
OF_A_NAMING = ("endorsement", "change", "send", "drop", "rank")  # pages of what the focal point prepared


class World:
    """People by role, and a thing of each kind; `applicant` owns whatever has an owner and is of the call.

    `contact` fills in an accession; `focal`, `council` and `predecessor` (a council delegate of old) act for Canada;
    `reviewer` and `chair` have seats in the committee of last year's call, which is in review.
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
        self.batch = self.call.batches.create(by=self.people["officer"])
        self.conflict = impose(self.nomination, self.people["expert"], reason="Cousins.", by=head, at=timezone.now())
        self.employer = Employer.enter(name="Data Trust Foundation", aliases=["DTF"], by=head)
        self.invitation = Invitation.send("new@example.org", Role.OFFICER, by=head)
        self.gather_committee()

    def gather_committee(self):
        """Last year's call in review: one nomination that waits for the reviewer, one that is reviewed, with a remark."""
        head = self.people["head"]
        self.judged_call = committee.call_in_review(by=head, year=2025, frozen=False)
        self.offer = decisions.offered(
            committee.candidate(self.judged_call, 3, by=head, author=self.people["applicant"]), by=head
        )
        waiting, done = committee.candidates(self.judged_call, 2, by=head)
        self.seat = committee.reviewer(self.judged_call, user=self.people["reviewer"], by=head)
        self.chair = committee.chair(self.judged_call, user=self.people["chair"], by=head)
        self.assignment = committee.given(waiting, self.seat, by=head)
        self.reviewed = committee.reviewed(done, self.seat, by=head)
        self.shortlist = shortlist_of(done, by=head)
        self.remark = Remark.say(done, self.seat, text="Strong on standards.", by=self.people["reviewer"])
        self.run = self.proposed(waiting)
        Statistics.make(self.judged_call)
        self.publication = decisions.fixed_at_once(
            decisions.not_selected(done, by=self.people["officer"]), by=self.people["officer"]
        )
        self.export = decisions.exported(self.judged_call, by=self.people["officer"])

    def proposed(self, nomination):
        """A proposal of who reviews what, of one pair."""
        pair = {"nomination": str(nomination.pk), "reviewer": str(self.seat.pk), "reasons": ["group", "language:en"]}
        return AssignmentRun.objects.create(
            call=self.judged_call,
            status="proposed",
            seed=1,
            rules=RULES | {"chosen": []},
            pairs=[pair | {"anchor": False, "kept": False}],
            report={"gives": [], "dropped": []},
            asked_at=timezone.now(),
            asked_by=self.people["head"],
        )

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
            "reviewing_conflict": self.conflict.pk,
            "reviewing_reviewer": self.seat.pk,
            "reviewing_assignment": self.assignment.pk,
            "reviewing_assignmentrun": self.run.pk,
            "reviewing_employer": self.employer.pk,
            "deciding_offer": self.offer.pk,
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
            **{f"reviewing:{name} pk": self.assignment.pk for name in TO_REVIEW},
            **{f"reviewing:{name} pk": self.reviewed.pk for name in ("remark", "take_back")},
            "remark": self.remark.pk,
            **{f"reviewing:committee_{name} pk": self.reviewed.nomination_id for name in OF_THE_CHAIR},
            "document": self.reviewed.version.documents.get().pk,
            **{f"deciding:{name} pk": self.shortlist.pk for name in OF_A_SHORTLIST},
            "assignment": self.reviewed.pk,
            **{
                f"deciding:{name} pk": self.offer.pk
                for name in ("offer", "offer_accept", "offer_decline", "offer_letter")
            },
            "deciding:reserve_leave pk": self.offer.decision_id,
            "admin:deciding_offer_do name": "prolong",
            "mfa_edit_webauthn pk": 1,
            "mfa_remove_webauthn pk": 1,
            "account_invitation token": self.invitation.link.rstrip("/").rsplit("/", 1)[-1],
            **{f"nominations:{name} token": self.named.token for name in CONSENT},
            "reminders token": stop_address(self.people["applicant"]).rstrip("/").rsplit("/", 1)[-1],
            "year": self.judged_call.year,
            **{f"deciding:{name} pk": self.reviewed.nomination_id for name in ("decision", "place", "take_back")},
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
            "batch": self.batch.pk,
            "one": self.twins[0].pk,
            "other": self.twins[1].pk,
            "merge": self.merge.pk,
            "deciding_publication": self.publication.pk,
            "deciding_export": self.export.pk,
            "admin:deciding_export_do name": "discard",
            "letter": self.publication.letters.get().pk,
            "admin:deciding_publication_do name": "take_back",
            "admin:reviewing_conflict_do name": "lift",
            "admin:reviewing_reviewer_do name": "end",
            "admin:reviewing_assignment_do name": "release",
            "admin:reviewing_assignment_many name": "release",
            "admin:reviewing_assignmentrun_do name": "discard",
            "admin:reviewing_conflict_many name": "confirm",
            "admin:reviewing_employer_do name": "correct",
            "admin:notifications_message_do name": "send_again",
        }


def in_days(days):
    return timezone.now() + timedelta(days=days)
