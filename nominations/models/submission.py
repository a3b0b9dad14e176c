"""Submitting: the moment at which working answers become a version that counts."""

from django.utils.translation import gettext as _

from members.models import ConsentRecord, InterestDeclaration
from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .. import notices
from ..questions import CONSENTS, CONSENTS_VERSION, INTERESTS


class Incomplete(Refused):
    """Sections are missing; the check page lists them."""


class Submission:
    """Trait of Nomination."""

    def submit(self, *, by, at=None):
        """Hand the nomination to the secretariat: freeze a version, keep consents and interests, send the receipt.

        May be called again before the deadline: the new version replaces the old one. A repeat without any change
        since the last version does nothing, so that a second click sends no second receipt. Returns the version.
        """
        from .version import NominationVersion

        at = at or clock.now()
        with self.locked():
            if self.status == self.Status.SUBMITTED and not self.changed_since_submitted():
                return self.submitted_version
            if not self.takes_answers(at):
                raise Refused(_("The time to submit has ended. Your answers are kept, but they were not submitted."))
            if self.missing():
                raise Incomplete(_("Some sections are not complete yet. The list shows what is missing."))
            version = NominationVersion.freeze(self, at=at, in_grace=at >= self.deadline())
            self.move(
                self.Status.SUBMITTED,
                verb="submitted" if version.number == 1 else "resubmitted",
                by=by,
                at=at,
                facts={"version": version.number, "sha256": version.sha256, "in_grace": version.in_grace},
                submitted_at=at,
                submitted_version=version,
                returned_sections=[],
                returned_until=None,
                return_reason="",
                screened_at=None,
                screening_shown_at=None,
            )
            self.settle_consents(version)
            self.declare_interests(version)
            self.learn_names()
            notices.nomination_received(self, version)
        return version

    def changed_since_submitted(self) -> bool:
        """Whether working answers or documents differ from the version that counts."""
        version = self.submitted_version
        if version is None:
            return True
        present = sorted(self.documents.current().values_list("sha256", flat=True))
        frozen = version.data
        return frozen["answers"] != self.answers or sorted(d["sha256"] for d in frozen["documents"]) != present

    def lapse_return(self, *, at=None):
        """The clock puts a return that nobody answered back to submitted, with the version that was there."""
        at = at or clock.now()
        with self.locked():
            if self.status != self.Status.RETURNED or at < self.returned_until + self.call.grace:
                return
            self.move(self.Status.SUBMITTED, verb="return_lapsed", by=None, at=at, returned_sections=[], returned_until=None, return_reason="")
            notices.return_lapsed(self)

    def settle_consents(self, version):
        """Write down which consents the person gives, and withdraw those no longer given."""
        for purpose in CONSENTS:
            ConsentRecord.settle(
                self.person,
                purpose,
                given=bool(version.answers.get(f"consent_{purpose}")),
                text_version=CONSENTS_VERSION,
                way=f"nomination {self.reference}",
                at=version.received_at,
            )

    def declare_interests(self, version):
        """Keep the interests as an InterestDeclaration of the person."""
        words = {name: version.answers[name] for name in INTERESTS if version.answers.get(name)}
        InterestDeclaration.objects.create(
            person=self.person,
            occasion=InterestDeclaration.Occasion.NOMINATION,
            declared_at=version.received_at,
            nothing_to_declare=not words,
            content=words,
        )

    def learn_names(self):
        """Bring the Person up to date with what was submitted."""
        answers, person = self.answers, self.person
        person.given_name, person.family_name = answers["given_name"], answers["family_name"]
        person.published_name = answers.get("published_name") or ""
        person.save(update_fields=["given_name", "family_name", "published_name"])
