"""Working groups: their mandate and facts, corrected by the secretariat."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import LifecycleAdmin, Verb

from .. import rules
from ..forms.facts import GroupForm
from ..models import WorkingGroup

CORRECT = _(
    "What you write here stays: the file of facts leaves it alone from then on. The public page shows it at once."
)


@admin.register(WorkingGroup)
class WorkingGroupAdmin(LifecycleAdmin):
    verbs = (
        Verb("correct", _("Correct"), may=rules.may_keep_facts, form=GroupForm, explains=CORRECT, done=_("Corrected.")),
    )
    story = {"corrected": _("Corrected"), "fields": _("what was changed")}
    list_display = ("name_en", "name_fr", "established_on", "concluded")
    shown = (
        "name_en",
        "name_fr",
        "summary_en",
        "summary_fr",
        "established_on",
        "concluded",
        "source_url",
        "co_chairs_of_old",
        "public_page",
    )

    @display(description=_("co-chairs of old, by the file of facts"))
    def co_chairs_of_old(self, group):
        seen = ((one.name, one.years or "?", one.source_url) for one in group.past_co_chairs.all())
        return format_html_join("\n", "{}, {}: {}", seen)

    @display(description=_("public page"))
    def public_page(self, group):
        return format_html('<a href="{0}">{0}</a>', group.get_absolute_url())
