"""The questionnaire as people read it on paper, before they sign up: the same classes as the form itself."""

from typing import NamedTuple

from django import forms

from .questions import SECTIONS

LONG_LIST = 40  # a longer list (countries) is named, not printed


class Printed(NamedTuple):
    """A question: its words, its limit in characters, its choices; `need` is required, optional or depends."""

    label: str
    hint: str
    need: str
    limit: int | None
    most: int | None
    choices: list[str]
    listed: int
    kind: str
    repeated: bool = False  # its choices were printed with an earlier question


class PrintedPart(NamedTuple):
    heading: str
    hint: str
    questions: list[Printed]
    repeats: int


class PrintedSection(NamedTuple):
    number: int
    name: str
    title: str
    summary: str
    parts: list[PrintedPart]

    @property
    def questions(self) -> list[Printed]:
        return [question for part in self.parts for question in part.questions]


def printed(call=None) -> list[PrintedSection]:
    """The sections with their questions; `call` decides which groups can be chosen."""
    return [
        PrintedSection(number, name, str(section.title), str(section.summary), parts_of(section(None, call=call)))
        for number, (name, section) in enumerate(SECTIONS.items(), start=1)
    ]


def parts_of(form) -> list[PrintedPart]:
    """The parts of a section; parts that ask the same again (output 2, 3, ...) are counted with the first."""
    parts: list[PrintedPart] = []
    first = ""
    for heading, hint, names in form.layout():
        questions = [question(form.fields[name]) for name in names]
        if parts and parts[-1].questions == questions:
            whole = form.together.get(first, (heading,))[0]
            parts[-1] = parts[-1]._replace(heading=str(whole), repeats=parts[-1].repeats + 1)
        else:
            first = names[0]
            parts.append(PrintedPart(str(heading), str(hint), questions, 1))
    return [part._replace(questions=once(part.questions)) for part in parts]


def once(questions: list[Printed]) -> list[Printed]:
    """The same list of choices is printed with the first of the questions that offer it."""
    seen, found = [], []
    for asked in questions:
        found.append(asked._replace(choices=[], repeated=True) if asked.choices and asked.choices in seen else asked)
        seen.append(asked.choices)
    return found


def question(field) -> Printed:
    choices = [str(label) for value, label in getattr(field, "choices", []) if value]
    return Printed(
        label=str(field.label),
        hint=str(field.help_text),
        need=need(field),
        limit=getattr(field, "max_length", None),
        most=getattr(field, "most", None) if choices else None,
        choices=choices if len(choices) <= LONG_LIST else [],
        listed=len(choices),
        kind=kind(field),
    )


def need(field) -> str:
    """`depends`: the form marks it neither way, because the section's words say when it is needed.

    A file that is not optional is needed: its field demands nothing only because the file is kept beside the answers.
    """
    unmarked = getattr(field, "hide_optional", False)
    if field.required or (unmarked and isinstance(field, forms.FileField)):
        return "required"
    return "depends" if unmarked else "optional"


def kind(field) -> str:
    """What one does with it: choose, tick, upload, or write."""
    if isinstance(field, forms.ChoiceField):
        return "several" if isinstance(field, forms.MultipleChoiceField) else "one"
    if isinstance(field, forms.BooleanField):
        return "tick"
    return "file" if isinstance(field, forms.FileField) else "text"
