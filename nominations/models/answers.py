"""The answers of a nomination: saved whatever they are, judged only when asked."""

from django.utils.translation import gettext as _

from members.drafts.saving import demand_not_overtaken, differing
from portal.lifecycle.models import Refused

from ..questions import SECTIONS


class Answers:
    """Trait of Nomination. `answers` maps a question's name to what was typed: a string or a list of strings."""

    def save_section(
        self, section: str, typed: dict, *, by, revision: int | None = None, window="", at=None
    ) -> list[str]:
        """Keep what was typed in one section, valid or not. Returns the names of answers too long to be kept whole.

        typed: question name to string or list of strings; other names are ignored, missing ones left as they are.
        revision: the one the form was opened with; raises Overtaken if the section got other answers since, from
        another window (a word that names an opened page: its own autosave never overtakes it).
        Works after the end too: the page says what counts.
        """
        clean, cut = SECTIONS[section].kept(typed)
        with self.locked(at) as at:
            self.demand_open(section, at)
            changed = differing(self.answers, clean)
            last = self.section_revisions.get(section, (0, ""))
            demand_not_overtaken(changed, revision=revision, window=window, last=last)
            self.saved_at = at
            if changed:
                self.write(section, clean, window)
            self.save(update_fields=["answers", "revision", "section_revisions", "saved_at"])
        return cut

    def write(self, section: str, clean: dict, window=""):
        """Put answers in their place, one revision on. Call inside the lock, and save."""
        self.answers = {**self.answers, **clean}
        self.revision += 1
        self.section_revisions = {**self.section_revisions, section: [self.revision, window]}

    # --- what can be changed

    def demand_open(self, section: str, at):
        """Raise Refused, in a sentence for its author, unless this section can be changed at this moment."""
        shown = self.shown_status(at)
        if shown == self.Status.WITHDRAWN:
            raise Refused(_("You withdrew this nomination. Undo the withdrawal before you change it."))
        if shown not in self.AT_WORK:
            raise Refused(_("This nomination can no longer be changed."))
        if shown == self.Status.RETURNED and section not in self.returned_sections:
            raise Refused(_("The secretariat returned other sections. Only those can be changed now."))

    def open_sections(self, at) -> list[str]:
        """The sections that its author can change at this moment, in order."""
        shown = self.shown_status(at)
        if shown == self.Status.RETURNED:
            return [section for section in SECTIONS if section in self.returned_sections]
        return list(SECTIONS) if shown in self.AT_WORK else []

    # --- what they are worth

    def section_form(self, section: str, data: dict | None = None):
        """The section's form, bound to what is saved (or to `data`)."""
        return SECTIONS[section](self.answers if data is None else data, nomination=self)

    def section_forms(self) -> dict:
        """All six, bound to what `submit` would freeze now: section to form."""
        answers, documents = self.to_freeze()
        return {name: form(answers, nomination=self, documents=documents) for name, form in SECTIONS.items()}

    def section_state(self, section: str, form=None) -> str:
        """One of `new`, `started`, `problem` (something there is wrong), `complete` (all is there and valid)."""
        form = form or self.section_form(section)
        if form.is_valid():
            return "complete"
        if any(form.data.get(name) for name in form.errors):
            return "problem"
        touched = any(form.data.get(name) for name in form.fields) or form.has_documents()
        return "started" if touched else "new"

    def missing(self) -> dict[str, dict[str, list[str]]]:
        """What `submit` will ask for: section to question to sentences; empty when complete."""
        return {
            name: {question: list(texts) for question, texts in form.errors.items()}
            for name, form in self.section_forms().items()
            if form.errors
        }
