"""What stands around a control: label, hint, error, counter. Small tags, because a page has twenty of each."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .fields import limit

register = template.Library()

CHOICE = """<div class="choice">
<input class="form-check-input" type="{}" name="{}" value="{}" id="{}"{}{}>
<label for="{}">{}</label>
</div>"""


@register.simple_tag
def words(field):
    """The words of a label or legend."""
    if field.field.required or getattr(field.field, "hide_optional", False):
        return field.label
    return format_html('{} <span class="opt">{}</span>', field.label, _("(optional)"))


@register.simple_tag
def hint(field):
    """What helps to answer; where a field has none, nothing."""
    if not field.help_text:
        return ""
    return format_html('<div class="hint" id="{}_helptext">{}</div>', field.auto_id, SafeString(field.help_text))


@register.simple_tag
def wrong(field):
    """What is wrong with a field, in the same words as in the summary."""
    errors = field.errors
    if not errors:
        return ""
    one = '<div><span class="visually-hidden">{} </span>{}</div>'
    said = format_html_join("", one, ((_("Error:"), error) for error in errors))
    return format_html('<div class="errmsg" id="{}_error">{}</div>', field.auto_id, said)


@register.simple_tag
def room(field):
    """How much room a long text has; counter.js keeps it up to date."""
    most = limit(field)
    if not most:
        return ""
    return format_html(
        '<p class="count" id="{}_count" data-left="{}" data-over="{}">{}</p>',
        field.auto_id,
        _("%(n)s characters left") % {"n": "%s"},
        _("%(n)s characters too many") % {"n": "%s"},
        _("At most %(n)s characters") % {"n": intcomma(most)},
    )


@register.simple_tag
def choices(field):
    """Radios or checkboxes, one to a row."""
    return format_html_join("\n", CHOICE, (choice(option) for option in field.subwidgets))


def choice(option) -> tuple:
    data, place = option.data, option.id_for_label
    checked = mark_safe(" checked") if data["selected"] else ""
    disabled = mark_safe(" disabled") if data["attrs"].get("disabled") else ""
    return data["type"], data["name"], str(data["value"]), place, checked, disabled, place, option.choice_label
