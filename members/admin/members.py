"""Members: the facts with their sources."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin

from ..models import Member
from ..models.member import Region


class RegionFilter(ChoiceFilter):
    title = _("region")
    parameter_name = field = "region"

    def lookups(self, request, model_admin):
        return Region.choices


@admin.register(Member)
class MemberAdmin(LifecycleAdmin):
    list_display = ("name_en", "code", "region", "admitted_on", "founding", "state")
    list_filter = (RegionFilter,)
    search_fields = ("name_en", "name_fr", "code")
    search_help_text = _("Name or code")
    shown = ("name_en", "name_fr", "code", "region", "admitted_on", "left_on", "founding", "source")

    @display(description=_("source"))
    def source(self, member):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', member.source_url)
