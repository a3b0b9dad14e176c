"""The world of the role matrix with a word in each hidden place, so that a word seen tells where a wall is thin."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.db import connection

from nominations.models import Nomination
from portal.notifications.models import Message
from tests.answers import ANSWERS, complete
from tests.portal.access import ROLES
from tests.portal.authenticator import give_app
from tests.portal.routes import routes
from tests.portal.world import World

STAFF = {"officer", "head", "auditor"}
TYPED = ("organisation", "position", "biography", "motivation", "evidence_record", "interest_advisory", "phone")
OF_SESSIONS = {
    "django_session",
    "usersessions_usersession",
    "shared_cache",
    "deciding_look",
    "nominations_receiptprint",
}  # a look may be noted there: what was looked at, and by which hash a receipt is known

IN_ANOTHER_STATE = {  # what answers otherwise in this house: everybody has a password and an app, the nomination is judged
    "account_change_password",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "admin:nominations_nomination_do",
}


class House(World):
    """The applicant's nomination is held ineligible and changed since; the other's is a draft."""

    def __init__(self):
        super().__init__()
        owner, officer = self.people["applicant"], self.people["officer"]
        self.nomination.add_note("Hidden-note", by=officer)
        self.nomination.call.screening_hold_hours = 24
        self.nomination.call.save()
        self.nomination = Nomination.objects.get(pk=self.nomination.pk)
        self.nomination.declare_ineligible(reason="Hidden-result", by=officer)
        self.nomination.save_section("work", ANSWERS | {"organisation": "Hidden-change"}, by=owner)
        self.draft = Nomination.objects.get(person__user=self.people["other"])
        complete(self.draft, answers={name: f"Hidden-draft {name}" for name in TYPED} | {"orcid": ""})
        self.draft.documents.update(name="Hidden-draft.pdf")
        self.seen_by = {
            "Hidden-note": STAFF,
            "Hidden-result": STAFF,
            "Hidden-change": {"applicant"},
            "Hidden-draft": {"other"},
            **{secret: set() for secret in self.secrets()},
        }

    def secrets(self) -> list[str]:
        """What no page shows to anybody: keys, hashes, codes. Every second person has the same, so that few are looked for."""
        people = [person for person in self.people.values() if person]
        sealed = Message.objects.exclude(secret=None).exclude(secret=b"").values_list("secret", flat=True)
        kept = [bytes(secret).decode() for secret in sealed]
        return [*self.given_to(people[::2]), *self.given_to(people[1::2]), *kept, self.invitation.token_hash]

    def given_to(self, people) -> list[str]:
        """One password, one app and one list of codes for all of them."""
        first, *others = people
        first.set_password(f"Hidden password of {first.pk}")
        kept = [first.password, give_app(first), *RecoveryCodes.activate(first).get_unused_codes()[:2]]
        for person in people:
            person.password = first.password
            person.save()
        given = list(first.authenticator_set.values("type", "data"))
        Authenticator.objects.bulk_create(Authenticator(user=other, **row) for other in others for row in given)
        return kept + [str(row["data"][part]) for row in given for part in ("secret", "seed") if part in row["data"]]

    def clients(self, **options) -> dict:
        """A window for each role; their sessions are secrets, too."""
        clients = {role: self.client(role, **options) for role in ROLES}
        self.seen_by |= {key: set() for key in Session.objects.values_list("session_key", flat=True)}
        return clients

    def addresses(self):
        """Every address of the project; those about the nomination and its file also for the draft and its own."""
        return (address for _name, address in self.named_addresses())

    def named_addresses(self):
        """(name, address); those of the draft have no name, since the role matrix does not tell of it."""
        ours = {str(self.nomination.pk): str(self.draft.pk)}
        ours[str(self.nomination.documents.get().pk)] = str(self.draft.documents.get().pk)
        for route, name in routes().items():
            address = self.address(name, route)
            yield name, address
            yield from (("", address.replace(pk, other)) for pk, other in ours.items() if pk in address)

    def hidden_from(self, role) -> list[str]:
        return [word for word, roles in self.seen_by.items() if role not in roles]

    def shown_to(self, role) -> list[str]:
        return [word for word, roles in self.seen_by.items() if role in roles]


def written() -> dict[str, int]:
    """Table to rows inserted, updated and deleted since the transaction of the test began, as PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {table: rows for table, rows in cursor if table not in OF_SESSIONS and rows}
