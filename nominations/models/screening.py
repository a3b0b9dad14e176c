"""Screening: what the secretariat decides about a submitted nomination, and what the applicant learns when."""

from datetime import timedelta

from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..notices import nominations as notices
from ..questions import SECTIONS
from .barred import look_for_conflicts


class Screening:
    """Trait of Nomination."""

    def return_for_correction(self, *, sections, until, reason, by, at=None, seen=None):
        """Give it back for named sections until a date; the version received stays valid meanwhile."""
        with self.locked(at) as at:
            self.demand_submitted(self.Status.RETURNED)
            self.demand_seen(seen)
            unknown = [name for name in sections if name not in SECTIONS]
            if not sections or unknown:
                raise Refused(_("Name at least one section to correct."))
            if until <= at:
                raise Refused(_("The date to correct by must lie in the future."))
            if not reason.strip():
                raise Refused(_("Say what is to be corrected: the applicant reads it."))
            self.move(
                self.Status.RETURNED,
                verb="returned",
                by=by,
                at=at,
                facts={"sections": list(sections), "until": until.isoformat()},
                returned_sections=list(sections),
                returned_until=until,
                return_reason=reason.strip(),
            )
            notices.nomination_returned(self, at)

    def demand_submitted(self, to):
        """Screening takes what is submitted; a withdrawn one comes back by its person alone, whatever MOVES says."""
        if self.status != self.Status.SUBMITTED:
            raise Refused(self.refusal(to))

    def demand_seen(self, seen):
        """What is judged is the version that was read; seen: its key, or None for whoever does not say."""
        if seen is not None and self.submitted_version_id != seen:
            raise Refused(_("A new version was submitted meanwhile. Look at it before you decide."))

    def declare_eligible(self, *, by, at=None, seen=None, batch=None):
        """It meets the conditions of the call. The applicant learns it when the hold has passed.

        seen: the key of the version that was looked at. batch: the act by which many are declared at once.
        """
        with self.locked(at) as at:
            self.demand_submitted(self.Status.ELIGIBLE)
            self.demand_seen(seen)
            self.move(self.Status.ELIGIBLE, verb="declared_eligible", by=by, at=at, batch=batch, **self.held(at))
            notices.nomination_eligible(self)

    def declare_ineligible(self, *, reason, by, at=None, seen=None):
        """It does not meet the conditions, for a reason that the applicant will read."""
        with self.locked(at) as at:
            self.demand_submitted(self.Status.INELIGIBLE)
            self.demand_seen(seen)
            if not reason.strip():
                raise Refused(_("Give the reason: the applicant reads it."))
            self.move(
                self.Status.INELIGIBLE,
                verb="declared_ineligible",
                by=by,
                at=at,
                ineligible_reason=reason.strip(),
                **self.held(at),
            )
            notices.nomination_ineligible(self)

    def undo_screening(self, *, reason, by, at=None):
        """Take eligible or ineligible back, with a reason for the file; the applicant is told if they knew."""
        with self.locked(at) as at:
            if self.status not in (self.Status.ELIGIBLE, self.Status.INELIGIBLE):
                raise Refused(_("There is no screening result to undo."))
            if not reason.strip():
                raise Refused(_("Say why: the reason is kept in the file."))
            knew = at >= self.screening_shown_at
            self.move(
                self.Status.SUBMITTED,
                verb="screening_undone",
                by=by,
                at=at,
                facts={"reason": reason.strip()},
                ineligible_reason="",
                screened_at=None,
                screening_shown_at=None,
                batch=None,
            )
            if knew:
                notices.screening_undone(self, at)

    def release_screening(self, *, by, at=None):
        """Let the letter leave now instead of after the hold."""
        with self.locked(at) as at:
            if self.status not in (self.Status.ELIGIBLE, self.Status.INELIGIBLE) or at >= self.screening_shown_at:
                raise Refused(_("No screening letter is waiting."))
            self.screening_shown_at = at
            self.save(update_fields=["screening_shown_at"])
            self.record("screening_released", by=by, at=at)
            notices.release_screening_letter(self, at)

    def held(self, at) -> dict:
        """The stamps of a screening result: when it was found, and from when its applicant sees it."""
        return {"screened_at": at, "screening_shown_at": at + timedelta(hours=self.call.screening_hold_hours)}

    def correct(self, *, question, value, reason, by, at=None):
        """Correct an applicant's typo in the version that counts: a new version, a reason, and a letter that says so."""
        from .version import NominationVersion

        with self.locked(at) as at:
            before = self.answers.get(question, "")
            self.put_right(question, tidy(value), reason)
            version = NominationVersion.freeze(self, at=at, in_grace=False)
            self.submitted_version = version
            for name, listed in self.listed(version.answers).items():
                setattr(self, name, listed)
            self.save()
            self.record(
                "corrected",
                by=by,
                at=at,
                facts={"question": question, "reason": reason.strip(), "version": version.number},
            )
            look_for_conflicts(self.call, self, at=at)
            notices.nomination_corrected(self, version, question=question, before=before, reason=reason.strip())
        return version

    def put_right(self, question, value, reason):
        """Put a corrected answer in the place of the one that counts, or raise Refused. Call inside the lock, and save."""
        section = next((name for name, form in SECTIONS.items() if question in form.base_fields), None)
        if (
            section is None
            or self.submitted_version is None
            or self.status in (self.Status.WITHDRAWN, self.Status.DECIDED)
        ):
            raise Refused(_("This answer cannot be corrected."))
        if not reason.strip():
            raise Refused(_("Say why you correct it: the applicant reads it."))
        if self.changed_since_submitted():
            raise Refused(_("The applicant has unsent changes. Ask them to correct it, or return it for correction."))
        if value.strip() == str(self.answers.get(question, "")).strip():
            raise Refused(_("This is the answer as it stands. Correct it before you save it."))
        self.write(section, {question: value})
        if errors := self.section_form(section).errors.get(question):
            raise Refused(" ".join(errors))

    def ask(self, question, *, by, at=None):
        """Ask the applicant something; they answer by the link in the mail."""
        with self.locked(at) as at:
            if self.submitted_version_id is None:
                raise Refused(_("There is nothing to ask about before the nomination is submitted."))
            if not question.strip():
                raise Refused(_("Write the question before you send it."))
            clarification = self.clarifications.create(question=question.strip(), asked_by=by, asked_at=at)
            self.record("asked", by=by, at=at, facts={"clarification": str(clarification.pk)})
            notices.clarification_asked(clarification)
        return clarification

    def add_note(self, text, *, by, at=None):
        """Write into the file what no applicant reads."""
        with self.locked(at) as at:
            if not text.strip():
                raise Refused(_("Write the note before you save it."))
            note = self.notes.create(text=text.strip(), by=by, at=at)
            self.record("noted", by=by, at=at, facts={"note": note.pk})
        return note

    def extend(self, *, until, reason, by, at=None):
        """Give this one person more time, with a reason; everybody else's end stays."""
        with self.call.locked(at) as at, self.locked(at):  # the call first, as whoever publishes does
            extension = self.call.extend(until=until, reason=reason, by=by, person=self.person, at=at)
            self.record("extended", by=by, at=at, facts={"until": until.isoformat(), "reason": reason.strip()})
            del self.ends_at  # read with the row, before it was moved
        return extension
