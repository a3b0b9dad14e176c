"""Submitting: the moment at which working answers become a version that counts."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from members.models import ConsentRecord, InterestDeclaration, Likeness
from portal.lifecycle.models import Refused

from ..notices import desks
from ..notices import nominations as notices
from ..questions import CONSENTS, CONSENTS_VERSION, INTERESTS, SECTIONS
from .barred import judges, look_for_conflicts


class Incomplete(Refused):
    """Sections are missing; the check page lists them."""


class Submission:
    """Trait of Nomination."""

    def submit(self, *, by, at=None):
        """Hand the nomination to the secretariat: freeze a version, keep consents and interests, send the receipt.

        May be called again before the deadline: the new version replaces the old one. A repeat without any change
        since the last version does nothing, so that a second click sends no second receipt. Returns the version.
        """
        with self.locked(at) as at:
            self.demand_submittable(at)
            if (
                self.shown_status(at) in (self.Status.SUBMITTED, self.Status.ELIGIBLE)
                and not self.changed_since_submitted()
            ):
                return self.submitted_version
            self.demand_no_judge()
            if not self.takes_answers(at):
                raise Refused(_("The time to submit has ended. Your answers are kept, but they were not submitted."))
            with override(self.language):  # that of the receipt, which shows these forms too
                forms = self.section_forms()
                complete = not any(form.errors for form in forms.values())
            if not complete:
                raise Incomplete(_("Some sections are not complete yet. The list shows what is missing."))
            version = self.freeze(by=by, at=at)
            self.settle_consents(version)
            self.declare_interests(version)
            self.learn_about_person(version)
            words = list(
                self.endorsements.naming().given().select_related("call", "member", "nomination").order_by("agreed_at")
            )
            version.named_by = [word.member for word in words]
            notices.nomination_received(self, version, forms)
            if version.number == 1:
                desks.completed(words, at)
            if self.call.tracks_frozen_at:
                look_for_conflicts(self.call, self, at=at)
        return version

    def demand_submittable(self, at):
        """Raise Refused unless its author may hand it in from the state they see."""
        shown = self.shown_status(at)
        if shown == self.Status.WITHDRAWN:
            raise Refused(_("You withdrew this nomination. Undo the withdrawal before you submit it."))
        if shown not in self.AT_WORK:
            raise Refused(_("This nomination can no longer be changed."))

    def demand_no_judge(self):
        """Whoever sits in the committee of a call is no candidate in it. Call inside the lock."""
        if judges(self):
            sentence = _(
                "You have a seat in the committee of this call, so you cannot be a candidate in it. Write to %(address)s "
                "which of the two you give up."
            )
            raise Refused(sentence % {"address": settings.SECRETARIAT_EMAIL})

    def freeze(self, *, by, at):
        """Make the next version and let it count; a screening result of the last one falls with it."""
        from .version import NominationVersion

        answers, documents = self.to_freeze()
        version = NominationVersion.freeze(
            self, at=at, in_grace=at >= self.deadline(), answers=answers, documents=documents
        )
        self.move(
            self.Status.SUBMITTED,
            verb="submitted" if version.number == 1 else "resubmitted",
            by=by,
            at=at,
            facts={"version": version.number, "sha256": version.sha256, "in_grace": version.in_grace},
            submitted_at=at,
            submitted_version=version,
            **self.listed(version.answers),
            **self.UNSCREENED,
        )
        return version

    def to_freeze(self) -> tuple[dict, list]:
        """The answers and documents that `submit` would freeze now.

        Of a returned nomination only the sections named are taken anew: changes elsewhere, made since the last
        version, wait for a submission of their own.
        """
        documents = self.current_documents
        if self.status != self.Status.RETURNED:
            return self.answers, documents
        frozen = self.submitted_version
        renewed = {name for section in self.returned_sections for name in SECTIONS[section].base_fields}
        answers = {name: value for name, value in frozen.answers.items() if name not in renewed}
        answers |= {name: value for name, value in self.answers.items() if name in renewed}
        return answers, documents if "documents" in self.returned_sections else frozen.frozen_documents

    def changed_since_submitted(self) -> bool:
        """Whether working answers or documents differ from the version that counts."""
        version = self.submitted_version
        if version is None:
            return True
        present = sorted(document.sha256 for document in self.current_documents)
        frozen = version.data
        return frozen["answers"] != self.answers or sorted(d["sha256"] for d in frozen["documents"]) != present

    def lapse_return(self, *, at=None):
        """The clock puts a return that nobody answered back to submitted, with the version that was there."""
        with self.locked(at) as at:
            if self.status != self.Status.RETURNED or at < self.returned_until + self.call.grace:
                return
            self.move(self.Status.SUBMITTED, verb="return_lapsed", by=None, at=at, **self.UNSCREENED)
            notices.return_lapsed(self)

    def settle_consents(self, version):
        """Write down which consents the person gives, and withdraw those no longer given."""
        ConsentRecord.settle(
            self.person,
            {purpose: bool(version.answers.get(f"consent_{purpose}")) for purpose in CONSENTS},
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

    def learn_about_person(self, version):
        """Bring the Person up to date with what was submitted; an ORCID that somebody else has is left to people."""
        answers, person = version.answers, self.person
        person.given_name, person.family_name = answers.get("given_name", ""), answers["family_name"]
        person.published_name = answers.get("published_name") or ""
        orcid = SECTIONS["work"].base_fields["orcid"].clean(answers.get("orcid", ""))
        holder = orcid and type(person).objects.filter(orcid=orcid).exclude(pk=person.pk).first()
        if holder:
            Likeness.note(person, holder, Likeness.Reason.ORCID)
        else:
            person.orcid = orcid
        person.save(update_fields=["given_name", "family_name", "published_name", "orcid"])
