"""How a form's field is shown: its control with what describes it, its limit, and the list of what is wrong."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

register = template.Library()

OF_THIS = {"max_length", "control", "lost"}  # errors whose words say "this" and not of what

CONTROL = {
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.RadioSelect: "form-check-input",
}


@register.filter
def kind(field: BoundField) -> str:
    """How the field is laid out: choices, checkbox, group, or line."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):  # checkboxes for several choices are a kind of it
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if widget.use_fieldset else "line"


@register.filter
def limit(field: BoundField) -> int | None:
    """The number of characters a long text may have; short lines need no counter."""
    if not isinstance(field.field.widget, forms.Textarea):
        return None
    return getattr(field.field, "max_length", None) or field.field.widget.attrs.get("data-limit")


def described_by(field: BoundField) -> str:
    """The ids of hint, error and counter, in the order in which they are read."""
    own = field.field.widget.attrs.get("aria-describedby", "")
    parts = [
        own,
        f"{field.auto_id}_helptext" if field.help_text else "",
        f"{field.auto_id}_error" if field.errors else "",
    ]
    if limit(field):
        parts.append(f"{field.auto_id}_count")
    return " ".join(part for part in parts if part)


@register.filter(name="described_by")
def described_by_filter(field: BoundField) -> str:
    return described_by(field)


@register.simple_tag
def control(field: BoundField):
    """The control alone. A text over its limit is never cut by the browser: it is kept, and said to be too long."""
    widget = field.field.widget
    name = next(
        (name for base, name in CONTROL.items() if isinstance(widget, base)),
        "form-control",
    )
    attrs = {"class": " ".join(filter(None, [name, widget.attrs.get("class", "")]))}
    if not field.use_fieldset and (describes := described_by(field)):
        attrs["aria-describedby"] = describes
    if limit(field):
        attrs |= {"maxlength": False, "data-limit": limit(field)}
    if isinstance(widget, forms.Textarea) and "rows" not in widget.attrs:
        attrs["rows"] = 6
    return field.as_widget(attrs=attrs)


def target(field: BoundField) -> str:
    """The id of the control an error leads to; of choices, the first."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.simple_tag
def problems(form=None, more=None) -> list[dict]:
    """All errors of a form with the control each leads to, in the order of the fields; more: with `last`, after them."""
    if not isinstance(form, forms.BaseForm) or not form.is_bound:
        return list(more or [])
    whole = [{"text": text, "target": ""} for text in form.non_field_errors()]
    fields = [{"text": text, "target": "" if f.is_hidden else target(f)} for f in form for text in named(f)]
    first, last = ([each for each in more or [] if bool(each.get("last")) is at_end] for at_end in (False, True))
    return whole + first + fields + last


def named(field: BoundField):
    """The errors of a field; those that say "this", such as "This is 3 characters too long", with the field's label."""
    for error in field.errors.as_data():
        for text in error.messages:
            yield _("%(label)s: %(text)s") % {"label": field.label, "text": text} if error.code in OF_THIS else text
