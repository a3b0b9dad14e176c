"""SectionForm: what all six sections share."""

from typing import NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from .typed import Typed, tidy

LONGEST_CHOICE = 100  # what is kept of an answer from a closed list, whatever was sent


class Row(NamedTuple):
    """A question and its answer as people read them; `name` is the first field behind it."""

    name: str
    label: str
    answer: str


class Part(NamedTuple):
    """Some questions under a heading (empty: none); for the page, the print and the layout."""

    heading: str
    hint: str
    names: tuple[str, ...]


class SectionForm(forms.Form):
    """A section of the questionnaire, bound to answers: those of a nomination at work, or of a version.

    Class attributes: `title`, `summary` (one line for the task list), `parts` (the order on the page, with headings),
    `folded` (those that the page shows only on request, or when something stands in them),
    `together` (questions that read as one row: name of the first to a label and all names). The fields carry label,
    hint, limits and messages; each message says what to do. `hide_optional` on a field: it is not marked "(optional)".

    data: question name to string or list of strings, or None for an empty form (printing).
    documents: what stands for the files; those of the nomination if left out. call: whose groups can be chosen.
    """

    title = ""
    summary = ""
    parts: tuple[Part, ...] = ()
    folded: tuple[Part, ...] = ()
    together: dict[str, tuple[str, tuple[str, ...]]] = {}
    use_required_attribute = False  # saving never demands; completeness does

    def __init__(self, data=None, *, nomination=None, documents=None, call=None, **options):
        self.nomination = nomination
        self.call = call or (nomination.call if nomination else None)
        self.given_documents = documents
        super().__init__(data, **options)
        self.order_fields([name for part in self.parts for name in part.names])

    @property
    def documents(self) -> list:
        """The files that belong to these answers."""
        if self.given_documents is None:
            self.given_documents = self.nomination.current_documents if self.nomination else []
        return self.given_documents

    def has_documents(self) -> bool:
        """Whether the section holds files; only the one on documents may."""
        return False

    def layout(self) -> list[Part]:
        """The parts with their questions, for whoever lays out the section; without parts, all in one."""
        return list(self.parts) or [Part("", "", tuple(self.fields))]

    # --- what comes in

    @classmethod
    def typed(cls, sent) -> dict:
        """What a POST brings for this section: question name to string or list of strings.

        A box that is not ticked sends nothing, so it counts as empty when the form came whole (`revision` is with it);
        a text that is missing was not on the page, and is left as it is.
        """
        whole, typed = "revision" in sent, {}
        for name, field in cls.base_fields.items():
            if isinstance(field, forms.FileField):
                continue
            if isinstance(field, forms.MultipleChoiceField) and (whole or name in sent):
                typed[name] = sent.getlist(name)
            elif name in sent:
                typed[name] = sent[name]
            elif whole and not isinstance(field, Typed):
                typed[name] = ""
        return typed

    @classmethod
    def kept(cls, typed: dict) -> tuple[dict, list[str]]:
        """The answers as they are stored, and the names of those too long to keep whole.

        Of a text three times its limit is kept, so that nothing sane is cut; names that are no questions fall away.
        """
        kept, cut = {}, []
        for name, value in typed.items():
            field = cls.base_fields.get(name)
            if field is None or isinstance(field, forms.FileField):
                continue
            kept[name] = whole = shaped(field, tidy(value))
            if isinstance(field, Typed) and len(whole) > 3 * field.max_length:
                kept[name] = whole[: 3 * field.max_length]
                cut.append(name)
        return kept, cut

    # --- what people read

    def shown(self) -> list[Row]:
        """Every question with its answer in words, in order; for check page, receipt, dossier and diff."""
        rows, done = [], set()
        for name, field in self.fields.items():
            if name in self.together:
                label, names = self.together[name]
                rows.append(Row(name, str(label), self.said_together(name, names)))
                done.update(names)
            elif name not in done:
                rows.append(Row(name, str(field.label), self.said(name)))
        return rows

    def said(self, name: str) -> str:
        """One answer in words: labels for choices, commas between several, empty where nothing was said."""
        value, field = self.data.get(name, ""), self.fields[name]
        if isinstance(field, forms.BooleanField):
            return str(_("Yes")) if value else str(_("No")) if name in self.data and not field.required else ""
        choices = {str(key): label for key, label in flat(getattr(field, "choices", []))}
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(item, item)) for item in values if item)

    def said_together(self, first: str, names: tuple[str, ...]) -> str:
        """Several answers as one; sections say how where a comma does not do."""
        return ", ".join(filter(None, (self.said(name) for name in names)))

    def problems_of(self, row: Row) -> list[str]:
        """What is wrong with the answers behind a row; asked of a bound form."""
        names = self.together.get(row.name, ("", (row.name,)))[1]
        return [text for name in names for text in self.errors.get(name, [])]


def shaped(field, value):
    """A list for questions with several answers, one string for all others, whatever was sent."""
    if isinstance(field, forms.MultipleChoiceField):
        values = value if isinstance(value, list) else [value]
        return [item[:LONGEST_CHOICE] for item in values[: len(field.choices)] if item]
    text = (value[-1] if value else "") if isinstance(value, list) else value
    return text if isinstance(field, Typed) else text[:LONGEST_CHOICE]


def flat(choices):
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from flat(label)
        else:
            yield value, label
