"""Ballots, as staff read them: who has voted while one is open, the count after it, and never who voted what."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import LifecycleAdmin, StateFilter, short, short_end

from ..models import Ballot
from ..models.rule import Basis, Rule
from ..notices.ballots import unreached

Status = Ballot.Status


@admin.register(Ballot)
class BallotAdmin(LifecycleAdmin):
    page_template = "admin/members/ballot.html"
    list_display = ("country", "ruled", "opens", "closes", "outcome", "state")
    list_filter = (StateFilter,)
    list_select_related = ("accession",)
    ordering = ("-opens_at", "pk")
    shown = ("application", "ruled", "why", "conditions", "opens", "closes", "entitled", "result")
    story = {
        "opened": _("Opened"),
        "voted": _("Voted"),
        "closed": _("Closed and counted"),
        "called_off": _("Called off"),
        **{rule.value: rule.label for rule in Rule},
        **{basis.value: basis.label for basis in Basis},
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("accession")

    @display(description=_("country"))
    def country(self, ballot):
        return str(ballot.accession)

    @display(description=_("application"))
    def application(self, ballot):
        address = reverse("admin:members_accession_change", args=[ballot.accession_id])
        return format_html('<a href="{}">{}</a>', address, ballot.accession)

    @display(description=_("rule"))
    def ruled(self, ballot):
        return ballot.rule_words

    @display(description=_("how it is decided"))
    def conditions(self, ballot):
        return ballot.conditions

    @display(description=_("opens"), ordering="opens_at")
    def opens(self, ballot):
        return short(ballot.opened_at or ballot.opens_at)

    @display(description=_("closes"), ordering="closes_at")
    def closes(self, ballot):
        return short_end(ballot.closes_at)

    @display(description=_("outcome"))
    def outcome(self, ballot):
        return None if ballot.adopted is None else _t("adopted") if ballot.adopted else _t("not adopted")

    @display(description=_("outcome"))
    def result(self, ballot):
        return ballot.explained

    def page(self, request, ballot):
        """The roll, with who has voted: while it is open, and not in a silence procedure, where that would say what. After
        the close, whom the word of a vote did not reach.
        """
        roll = list(ballot.roll.select_related("member"))
        told = ballot.status == Status.OPEN and not ballot.is_silent
        return super().page(request, ballot) | {
            "roll": roll,
            "told": told,
            "unreached": unreached(ballot),
            "heard": sum(entry.vote_id is not None for entry in roll) if told else 0,
        }
