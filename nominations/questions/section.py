"""SectionForm: what all six sections share."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SectionForm(forms.Form):
    """A section of the questionnaire, bound to a nomination's answers.

    Class attributes: `title`, `summary` (one line for the task list). The fields carry label, help text, limits and
    messages; each message says what to do.
    """

    title = ""
    summary = ""
    use_required_attribute = False  # saving never demands; completeness does

    def __init__(self, data=None, *, nomination=None, **kwargs):
        self.nomination = nomination
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = getattr(field, "ask", None) or _("Answer this question")

    def has_documents(self) -> bool:
        """Whether the section holds files; only the one on documents may."""
        return False

    def shown(self) -> list[tuple[str, str, str]]:
        """(name, label, answer as people read it) for every question, in order; for print, check and receipt."""
        return [(name, str(field.label), self.said(name)) for name, field in self.fields.items()]

    def said(self, name: str) -> str:
        """One answer in words: labels for choices, lines for lists, empty where nothing was said."""
        value, field = self.data.get(name, ""), self.fields[name]
        choices = dict(flat(getattr(field, "choices", [])))
        values = value if isinstance(value, list) else [value]
        words = [str(choices.get(item, item)) for item in values if item not in ("", None)]
        if isinstance(field, forms.BooleanField):
            return str(_("Yes")) if value else ""
        return ", ".join(words)


def flat(choices):
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from flat(label)
        else:
            yield value, label
