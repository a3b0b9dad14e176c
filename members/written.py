"""The plain controls, written at once: Django renders three templates for each line of a form."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html


def line(widget):
    value = {} if widget["value"] is None else {"value": widget["value"]}
    return format_html(
        "<input{}>", flatatt({"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]})
    )


def text(widget):
    attrs = flatatt({"name": widget["name"], **widget["attrs"]})
    return format_html("<textarea{}>\n{}</textarea>", attrs, widget["value"] or "")  # browsers drop the first line end


PLAIN = dict.fromkeys(
    (forms.TextInput.template_name, forms.URLInput.template_name, forms.CheckboxInput.template_name), line
)
PLAIN[forms.Textarea.template_name] = text


class Written(DjangoTemplates):
    def render(self, template_name, context, request=None):
        write = PLAIN.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)
