"""Nominations as the secretariat finds, reads and screens them."""

from django.contrib import admin

from portal.lifecycle.admin import LifecycleAdmin

from ..models import Nomination
from .verbs import VERBS


@admin.register(Nomination)
class NominationAdmin(LifecycleAdmin):
    verbs = VERBS
    list_display = ("reference", "display_name", "status")
    list_display_links = ("reference",)
