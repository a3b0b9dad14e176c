"""Conflicts of interest: found, declared and imposed; confirmed and lifted. Whom one bars does not see it here either."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.admin.filters import CallFilter
from nominations.rules import may_screen
from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, Verb, short
from portal.lifecycle.templatetags.lifecycle import badge

from ..models import Conflict
from ..sources import in_words
from .words import LiftForm


class KindFilter(ChoiceFilter):
    title = _("kind")
    parameter_name = field = "kind"

    def lookups(self, request, model_admin):
        return Conflict.Kind.choices


class StateFilter(ChoiceFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("binding", _("binds")), ("unconfirmed", _("binds, not confirmed yet")), ("lifted", _("lifted"))]

    def queryset(self, request, queryset):
        if self.value() == "lifted":
            return queryset.exclude(lifted_at=None)
        if self.value() == "unconfirmed":
            return queryset.in_force().filter(confirmed_at=None)
        return queryset.in_force() if self.value() == "binding" else queryset


class OfCallFilter(CallFilter):
    field = "nomination__call"


@admin.register(Conflict)
class ConflictAdmin(LifecycleAdmin):
    verbs = (
        Verb(
            "confirm",
            _("Confirm"),
            may=may_screen,
            when=lambda conflict: conflict.may_be_confirmed,
            explains=_("Somebody looked, and it is so. It binds before this, too."),
            done=_("Confirmed."),
            confirm=True,
            bulk=True,
        ),
        Verb(
            "lift",
            _("Lift"),
            may=may_screen,
            form=LiftForm,
            when=lambda conflict: conflict.is_in_force,
            explains=_(
                "The person finds the nomination again, unless another conflict binds. What ended because of this one stays ended."
            ),
            done=_("Lifted: it binds no longer."),
            danger=True,
        ),
    )
    story = {"bound": _("Began to bind"), "confirmed": _("Confirmed"), "lifted": _("Lifted")} | dict(
        Conflict.Kind.choices
    )
    list_display = ("who", "nomination_named", "kind", "state", "begins")
    list_display_links = ("who",)
    list_filter = (StateFilter, KindFilter, OfCallFilter)
    list_select_related = ("user", "nomination")
    unread = ("nomination__answers", "nomination__section_revisions", "nomination__names")
    search_fields = ("nomination__reference",)
    search_help_text = _("Reference, or e-mail address of the account")
    ordering = ("-since", "pk")
    shown = (
        "who",
        "nomination_linked",
        "kind",
        "whence",
        "reason",
        "since",
        "by",
        "confirmed_by",
        "confirmed_at",
        "lifted_at",
        "lifted_by",
        "lift_reason",
    )

    def get_search_results(self, request, queryset, search_term):
        """By the reference of the nomination, or the beginning of the account's address."""
        typed = search_term.strip()
        if not typed:
            return queryset, False
        if "@" in typed:
            return queryset.filter(user__email__startswith=typed.lower()), False
        return queryset.filter(nomination__reference=typed.upper()), False

    @display(description=_("account"), ordering="user__email")
    def who(self, conflict):
        return str(conflict.user)

    @display(description=_("nomination"), ordering="nomination__reference")
    def nomination_named(self, conflict):
        return str(conflict.nomination)

    @display(description=_("nomination"))
    def nomination_linked(self, conflict):
        address = reverse("admin:nominations_nomination_change", args=[conflict.nomination_id])
        return format_html('<a href="{}">{}</a>', address, conflict.nomination)

    @display(description=_("state"))
    def state(self, conflict):
        if not conflict.is_in_force:
            return badge(_t("lifted"), waiting=False)
        return badge(_t("confirmed") if conflict.confirmed_at else _t("binds"), waiting=False)

    @display(description=_("since"), ordering="since")
    def begins(self, conflict):
        return short(conflict.since)

    @display(description=_("follows from"))
    def whence(self, conflict):
        return ", ".join(in_words(conflict)) or "–"
