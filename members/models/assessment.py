"""Assessment: the secretariat completes an application or returns it, and records what the Steering Committee found."""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _

from portal.lifecycle.aoe import end_of
from portal.lifecycle.models import Refused

from ..notices import accession as notices
from .finding import Finding

PUT_WITHIN = timedelta(days=14)  # to the Council; ours, as no rule of the Partnership's is known


class Assessment:
    """Trait of Accession."""

    def return_incomplete(self, *, reason, until, by, at=None):
        """Give it back to its contact, who completes it and sends it in again by a date."""
        with self.locked(at) as at:
            self.demand_another(by)
            if not reason.strip():
                raise Refused(_("Say what is missing: the contact reads it."))
            demand_ahead(until, at)
            self.move(
                self.Status.INCOMPLETE,
                verb="returned_incomplete",
                by=by,
                at=at,
                facts={"until": until.isoformat(), "reason": reason.strip()},
                incomplete_reason=reason.strip(),
                due_at=until,
            )
            notices.application_incomplete(self, at)

    def dismiss(self, *, reason, by, at=None):
        """Set it aside without the Council: nobody who speaks for the country sent it in, or it is never completed.

        The country is free again. A contact who meant it can start anew.
        """
        with self.locked(at) as at:
            self.demand_another(by)
            self.decide(self.Status.DISMISSED, "dismissed", reason, by=by, at=at)
            notices.application_dismissed(self)

    def begin_assessment(self, *, until, by, at=None):
        """It is complete: the Steering Committee has it, and should have assessed it by a date."""
        with self.locked(at) as at:
            self.demand_another(by)
            demand_ahead(until, at)
            self.move(
                self.Status.UNDER_ASSESSMENT,
                verb="assessment_began",
                by=by,
                at=at,
                facts={"until": until.isoformat()},
                due_at=until,
            )
            notices.assessment_began(self, at)

    def record_finding(self, criterion, verdict, evidence, *, by, at=None) -> Finding:
        """Write down what the Committee found on one criterion, in place of what stood there."""
        with self.locked(at) as at:
            self.demand_another(by)
            self.demand_under_assessment()
            if criterion not in Finding.Criterion.values or verdict not in Finding.Verdict.values:
                raise Refused(_("Choose a finding of the list."))
            if not evidence.strip():
                raise Refused(_("Write on what evidence: the Council reads it."))
            words = {"verdict": verdict, "evidence": evidence.strip()}
            finding, _new = Finding.objects.update_or_create(accession=self, criterion=criterion, defaults=words)
            facts = {"criterion": str(criterion), "finding": str(verdict)}
            self.record("finding_recorded", by=by, at=at, facts=facts)
        return finding

    def record_findings(self, findings, *, by, at=None):
        """Several at once, all or none. findings: of (criterion, verdict, evidence); those that stand so are left alone."""
        with self.locked(at) as at:
            self.demand_another(by)
            self.demand_under_assessment()
            there = set(self.findings.values_list("criterion", "verdict", "evidence"))
            for criterion, verdict, evidence in findings:
                if (criterion, verdict, evidence.strip()) not in there:
                    self.record_finding(criterion, verdict, evidence, by=by, at=at)

    def recommend(self, *, reason, assessed_on, by, at=None):
        """The Steering Committee recommends to the Council that the country be admitted."""
        self.conclude(self.Status.RECOMMENDED, "recommended", reason=reason, assessed_on=assessed_on, by=by, at=at)

    def do_not_recommend(self, *, reason, assessed_on, by, at=None):
        """The Steering Committee does not recommend it; the Council may still be asked."""
        self.conclude(
            self.Status.NOT_RECOMMENDED, "not_recommended", reason=reason, assessed_on=assessed_on, by=by, at=at
        )

    def conclude(self, to, verb, *, reason, assessed_on, by, at):
        """End the assessment: all three criteria with evidence, the Committee's reasons, and the day of its meeting."""
        with self.locked(at) as at:
            self.demand_another(by)
            self.demand_under_assessment(to)
            if self.unassessed():
                raise Refused(_("Record the finding on all three criteria first, each with its evidence."))
            if not reason.strip():
                raise Refused(_("Give the reasons of the Steering Committee: the contact and the Council read them."))
            if not self.submitted_at.astimezone(UTC).date() <= assessed_on <= at.astimezone(UTC).date():
                raise Refused(_("The day of the assessment lies between the day of the application and today."))
            self.move(
                to,
                verb=verb,
                by=by,
                at=at,
                facts={"assessed_on": assessed_on.isoformat()},
                recommendation=reason.strip(),
                assessed_on=assessed_on,
                due_at=end_of((at + PUT_WITHIN).date()),
            )
            notices.application_assessed(self, at)

    def demand_under_assessment(self, to=None):
        if self.status != self.Status.UNDER_ASSESSMENT:
            raise Refused(self.refusal(to) if to else _("The Steering Committee does not assess this at present."))

    def unassessed(self) -> list[str]:
        """The criteria without a finding."""
        found = set(self.findings.values_list("criterion", flat=True))
        return [criterion for criterion in Finding.Criterion.values if criterion not in found]


def demand_ahead(until, at):
    if until <= at:
        raise Refused(_("The date must lie in the future."))
