"""How a form's questions stand on the page: its parts, each with a heading where it has one."""

from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms

MANY = 8


class PartFieldset(Fieldset):
    """Some questions under one legend and one hint."""

    template = "drafts/part.html"

    def __init__(self, form, part):
        super().__init__(part.heading, *questions(form, part.names))
        self.hint = part.hint


class Folded(Div):
    """Parts that few need: closed until somebody asks, open when an answer or an error is in it."""

    template = "drafts/folded.html"

    def __init__(self, form, parts):
        super().__init__(*(PartFieldset(form, part) for part in parts))
        self.words = form.folded_words
        names = [name for part in parts for name in part.names]
        self.open = any(form[name].value() or form[name].errors for name in names)


def laid_out(form):
    """Give a form the helper that crispy lays it out with."""
    form.helper = FormHelper()
    form.helper.form_tag, form.helper.disable_csrf = False, True
    form.helper.layout = Layout(*pieces(form))
    return form


def pieces(form):
    """Parts as fieldsets; what stands alone as it is; folded parts, one after the other, under one summary."""
    for folded, parts in groupby(form.layout(), key=lambda part: part in form.folded):
        if folded:
            yield Folded(form, list(parts))
        else:
            for part in parts:
                yield from [PartFieldset(form, part)] if part.heading else questions(form, part.names)


def questions(form, names):
    """Many boxes to tick stand in two columns where there is room."""
    for name in names:
        many = isinstance(form.fields[name], forms.MultipleChoiceField) and len(form.fields[name].choices) > MANY
        yield Field(name, wrapper_class="two") if many else name
