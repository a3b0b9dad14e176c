"""Applying: what a country's contact does until the application is with the secretariat."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.lifecycle import clock
from portal.lifecycle.aoe import end_of
from portal.lifecycle.models import Refused

from ..application import Application
from ..countries import country_names
from ..drafts.saving import demand_not_overtaken, differing
from ..notices import accession as notices
from .member import Member

CHECKED_WITHIN = timedelta(days=14)  # what the portal promises; no rule of the Partnership's is known


class Incomplete(Refused):
    """Answers or the letter are missing; the check page lists them."""


class Applying:
    """Trait of Accession."""

    @classmethod
    def start(cls, country: str, *, by, at=None):
        """The application of this country by this contact: the one that is there and not over, or a new draft.

        country: ISO 3166-1 alpha-2. Refused for a Member of today and for one that left. Of what is not public yet
        (another application, an admission on a day to come) only `submit` speaks.
        """
        there = cls.objects.owned_by(by).filter(country=country).exclude(status__in=cls.OVER).first()
        if there:
            return there
        at = at or clock.now()
        cls.demand_no_member(country, at)
        try:
            with transaction.atomic():
                accession = cls.objects.create(country=country, contact=by, started_at=at)
                accession.record("started", by=by, at=at)
        except IntegrityError:  # asked twice at once
            return cls.objects.get(country=country, contact=by, status=cls.Status.DRAFT)
        return accession

    @classmethod
    def demand_no_member(cls, country: str, at):
        """Raise Refused, in a sentence for its contact, where everybody knows that this country cannot apply."""
        name = country_names(get_language() or "en").get(country)
        if name is None:
            raise Refused(_("Choose a country on the list."))
        member = Member.objects.filter(code=country).first()
        if member and member.status == Member.Status.LEFT:
            facts = {"country": member.name, "day": formats.date_format(member.left_on)}
            raise Refused(
                _("%(country)s was a Member and left on %(day)s. Write to the secretariat about coming back.") % facts
            )
        if member and member.admitted_on <= clock.day_of(at):
            facts = {"country": member.name, "day": formats.date_format(member.admitted_on)}
            raise Refused(_("%(country)s is a Member already, admitted on %(day)s.") % facts)

    def demand_free(self, at):
        """Raise Refused unless this country can apply; the same sentence for an application and for an admission to come."""
        self.demand_no_member(self.country, at)
        others = type(self).objects.under_way().filter(country=self.country).exclude(pk=self.pk)
        if others.exists() or Member.objects.filter(code=self.country).exists():
            raise Refused(self.taken())

    def taken(self) -> str:
        sentence = _(
            "An application of this country is with the secretariat already: %(country)s. Write to the secretariat if you should be its contact."
        )
        return sentence % {"country": self.country_name}

    def demand_at_work(self):
        """Raise Refused, in a sentence for its contact, unless the application can be changed."""
        if self.status == self.Status.WITHDRAWN:
            raise Refused(_("You withdrew this application, so it can no longer be changed."))
        if self.status == self.Status.DISMISSED:
            raise Refused(_("The secretariat set this application aside, so it can no longer be changed."))
        if self.status not in self.AT_WORK:
            raise Refused(_("This application was sent in, so it can no longer be changed."))

    def save_answers(self, typed: dict, *, by, revision: int | None = None, window="", at=None) -> list[str]:
        """Keep what was typed, valid or not. Returns the names of answers too long to be kept whole.

        typed: question name to string or list of strings; other names are ignored, missing ones left as they are.
        revision, window: the form's, as when it was opened; raises Overtaken if another window saved other answers since.
        """
        clean, cut = Application.kept(typed)
        with self.locked(at) as at:
            self.demand_at_work()
            changed = differing(self.answers, clean)
            demand_not_overtaken(changed, revision=revision, window=window, last=(self.revision, self.window))
            self.saved_at = at
            if changed:
                self.answers, self.window = {**self.answers, **clean}, window
                self.revision += 1
            self.save(update_fields=["answers", "revision", "window", "saved_at"])
        return cut

    def form(self) -> Application:
        """The questions, bound to the working answers."""
        return Application(self.answers)

    def missing(self) -> dict[str, list[str]]:
        """What `submit` will ask for: question, or `letter`, to sentences; empty when complete."""
        found = {name: list(texts) for name, texts in self.form().errors.items()}
        return found if self.letter else found | {"letter": [_("Attach the letter of intent as a PDF")]}

    def submit(self, *, by, at=None):
        """Send it in, for the first time or after it was returned: freeze answers and letter, tell both sides.

        A second click changes nothing. Returns the AccessionVersion.
        """
        try:
            with self.locked(at) as at:
                if self.status == self.Status.SUBMITTED:
                    return self.versions.last()
                self.demand_at_work()
                if self.missing():
                    raise Incomplete(_("Something is missing yet. The list shows what."))
                self.demand_changed()
                self.demand_free(at)
                return self.send_in(by=by, at=at)
        except IntegrityError:  # another contact was faster by an instant
            raise Refused(self.taken()) from None

    def demand_changed(self):
        """Raise Refused where it would go back to the secretariat as it came from there."""
        last = self.versions.last()
        if last and last.letter_id == self.letter.pk and last.data["answers"] == self.answers:
            raise Refused(
                _(
                    "Nothing was changed since it was returned. Change what the secretariat asks for, then send it in again."
                )
            )

    def send_in(self, *, by, at):
        """The move itself. Call inside the lock."""
        from .accession_version import AccessionVersion

        form = self.form()
        form.is_valid()
        version = AccessionVersion.freeze(self, at=at)
        self.move(
            self.Status.SUBMITTED,
            verb="submitted" if version.number == 1 else "resubmitted",
            by=by,
            at=at,
            facts={"version": version.number, "sha256": version.sha256, "document": str(version.letter_id)},
            submitted_at=at,
            due_at=end_of((at + CHECKED_WITHIN).date()),
            incomplete_reason="",
            **form.cleaned_data,
        )
        notices.application_received(self, version)
        return version
