"""Working groups: the facts."""

from django.contrib import admin

from portal.lifecycle.admin import ReadingAdmin

from ..models import WorkingGroup


@admin.register(WorkingGroup)
class WorkingGroupAdmin(ReadingAdmin):
    list_display = ("name_en", "name_fr", "established_on", "concluded")
    shown = ("name_en", "name_fr", "summary_en", "summary_fr", "established_on", "concluded", "source_url")
