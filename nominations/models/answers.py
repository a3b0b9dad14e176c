"""The answers of a nomination: saved whatever they are, judged only when asked."""

import unicodedata

from django.utils.translation import gettext as _

from members.models import WorkingGroup
from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from ..questions import SECTIONS


class Overtaken(Refused):
    """Somebody saved in another tab meanwhile; nothing was overwritten."""


class Answers:
    """Trait of Nomination. `answers` maps a question's name to what was typed: a string or a list of strings."""

    def save_section(self, section: str, typed: dict, *, by, revision: int | None = None, at=None) -> "Answers":
        """Keep what was typed in one section, valid or not.

        typed: question name to string or list of strings; other names are ignored, missing ones left as they are.
        revision: the one the form was opened with; raises Overtaken if a later save changed one of the same answers.
        Drafts, submitted and returned ones can be saved at any time, even after the end: the page says what counts.
        """
        at = at or clock.now()
        names = set(SECTIONS[section].base_fields)
        clean = {name: tidy(value) for name, value in typed.items() if name in names}
        with self.locked():
            if self.status not in (self.Status.DRAFT, self.Status.SUBMITTED, self.Status.RETURNED, self.Status.ELIGIBLE):
                raise Refused(_("This nomination can no longer be changed."))
            if revision is not None and revision != self.revision and self.differs(clean):
                raise Overtaken(_("This section was saved in another window. Nothing was overwritten: compare, then save again."))
            self.answers = {**self.answers, **clean}
            self.revision += 1
            self.saved_at = at
            self.derive()
            self.save(update_fields=["answers", "revision", "saved_at", *DERIVED])
        return self

    def differs(self, clean: dict) -> bool:
        return any(self.answers.get(name, "") != value for name, value in clean.items())

    def derive(self):
        """Fill the columns that lists and filters use from the answers; nonsense derives nothing."""
        answers = self.answers
        full = f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip()
        self.display_name = (str(answers.get("published_name") or "") or full)[:160]
        groups = {g.slug: g for g in WorkingGroup.objects.at_work()}
        self.group = groups.get(answers.get("first_group"))
        self.second_group = groups.get(answers.get("second_group"))
        self.residence = code(answers.get("residence"), 2)
        self.stakeholder_group = code(answers.get("stakeholder_group"), 20)

    def section_form(self, section: str, data: dict | None = None):
        """The section's form, bound to what is saved (or to `data`)."""
        return SECTIONS[section](data if data is not None else self.answers, nomination=self)

    def section_state(self, section: str) -> str:
        """One of `new`, `started`, `complete`: complete when every required answer is there and all are valid."""
        form = self.section_form(section)
        if form.is_valid():
            return "complete"
        touched = any(self.answers.get(name) for name in form.fields) or form.has_documents()
        return "started" if touched else "new"

    def missing(self) -> dict[str, dict[str, list[str]]]:
        """What `submit` will ask for: section to question to sentences; empty when complete."""
        forms = {name: self.section_form(name) for name in SECTIONS}
        return {name: {q: list(e) for q, e in form.errors.items()} for name, form in forms.items() if form.errors}


DERIVED = ("display_name", "group", "second_group", "residence", "stakeholder_group")


def tidy(value):
    """NFC and Unix line ends, and nothing that PostgreSQL cannot hold (NUL); otherwise as typed."""
    if isinstance(value, (list, tuple)):
        return [tidy(item) for item in value]
    return unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\x00", "")


def code(value, length: int) -> str:
    return value if isinstance(value, str) and len(value) <= length else ""
