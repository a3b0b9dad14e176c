"""The log: every Event, as it was written. Nobody changes it, and nothing here can."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from ..models import Event
from ..templatetags.lifecycle import capacity, told
from .filters import BetweenFilter
from .reading import ReadingAdmin, short


class WhenFilter(BetweenFilter):
    title = _("when")
    parameter_name = field = "at"


def story_of(event) -> dict:
    """The words of the admin that shows such things."""
    return getattr(admin.site._registry.get(event.kind.model_class()), "story", {})


def what(event) -> str:
    """The verb of an Event in those words."""
    return story_of(event).get(event.verb) or capfirst(event.verb.replace("_", " "))


@admin.register(Event)
class EventAdmin(ReadingAdmin):
    list_display = ("when", "what", "who", "in_capacity", "about")
    list_filter = (WhenFilter,)
    ordering = ("-pk",)
    shown = ("at", "recorded_at", "what", "who", "in_capacity", "about", "facts_told")

    def get_queryset(self, request):
        return super().get_queryset(request).with_things().select_related("by")

    @display(description=_("when"), ordering="at")
    def when(self, event):
        return short(event.at)

    @display(description=_("what"))
    def what(self, event):
        return what(event)

    @display(description=_("who"))
    def who(self, event):
        return event.by or _("the clock")

    @display(description=_("in which capacity"))
    def in_capacity(self, event):
        return capacity(event.capacity)

    @display(description=_("about"))
    def about(self, event):
        """A link where the thing is there and has a page; else its kind alone."""
        if event.thing is None:
            return capfirst(event.kind.name)
        try:
            address = reverse(f"admin:{event.kind.app_label}_{event.kind.model}_change", args=[event.thing_id])
        except NoReverseMatch:
            return str(event.thing)
        return format_html('<a href="{}">{}</a>', address, event.thing)

    @display(description=_("facts"))
    def facts_told(self, event):
        return "\n".join(f"{name}: {value}" for name, value in told(event, story_of(event)))
