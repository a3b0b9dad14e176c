"""How a section's questions stand on the page: its parts, each with a heading where it has one."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout


class PartFieldset(Fieldset):
    """Some questions under one legend and one hint."""

    template = "nominations/parts/part.html"

    def __init__(self, part):
        super().__init__(part.heading, *part.names)
        self.hint = part.hint


def laid_out(form):
    """Give a section's form the helper that crispy lays it out with."""
    form.helper = FormHelper()
    form.helper.form_tag, form.helper.disable_csrf = False, True
    pieces = []
    for part in form.layout():
        pieces += [PartFieldset(part)] if part.heading else part.names
    form.helper.layout = Layout(*pieces)
    return form
