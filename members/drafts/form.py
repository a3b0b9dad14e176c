"""AnswerForm: questions of a form that is filled in over days, bound to answers as they were typed."""

from typing import NamedTuple

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.text import tidy

from ..fields import Closed
from ..typed import Typed
from ..written import Written

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


class AnswerForm(forms.Form):
    """Class attributes: `title`, `parts` (the order on the page, with headings),
    `folded` (those that the page shows only on request, or when something stands in them) and `folded_words` on them,
    `together` (questions that read as one row: name of the first to a label and all names),
    `numbered` (parts that ask the same again). The fields carry label,
    hint, limits and messages; each message says what to do. `hide_optional` on a field: it is not marked "(optional)".

    data: question name to string or list of strings, or None for an empty form (printing).
    """

    title = ""
    parts: tuple[Part, ...] = ()
    folded: tuple[Part, ...] = ()
    folded_words = ""
    together: dict[str, tuple[str, tuple[str, ...]]] = {}
    numbered: tuple[Part, ...] = ()
    default_renderer = Written
    use_required_attribute = False  # saving never demands; completeness does

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.order_fields([name for part in self.parts for name in part.names])

    def layout(self) -> list[Part]:
        """The parts with their questions, for whoever lays out the form; without parts, all in one."""
        return list(self.parts) or [Part("", "", tuple(self.fields))]

    # --- what comes in

    @classmethod
    def typed(cls, sent) -> dict:
        """What a POST brings for this form: question name to string or list of strings.

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

    @classmethod
    def labels(cls) -> dict:
        """Question name to label, for whoever names it alone; after its heading where others are called the same."""
        headings = {name: part.heading for part in cls.parts if part in cls.numbered for name in part.names}
        return {
            name: format_lazy("{}, {}", headings[name], field.label) if name in headings else field.label
            for name, field in cls.base_fields.items()
        }

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
        """One answer in words: labels for choices, semicolons between several (some have commas), empty where nothing was said."""
        value, field = self.data.get(name, ""), self.fields[name]
        if isinstance(field, forms.BooleanField):
            return str(_("Yes")) if value else str(_("No")) if name in self.data and not field.required else ""
        choices = field.labels() if isinstance(field, Closed) else {}
        values = value if isinstance(value, list) else [value]
        return "; ".join(str(choices.get(item, item)) for item in values if item)

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
