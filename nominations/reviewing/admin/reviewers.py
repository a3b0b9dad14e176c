"""Reviewers: named for a call, changed, away, ended; with what each has and has done."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.countries import country_names
from nominations.admin.filters import CallFilter
from portal.lifecycle.admin import Asking, ChoiceFilter, LifecycleAdmin, Verb, short

from ..models import Conflict, Reviewer
from ..models.reviewer import LANGUAGES
from ..rules import may_keep_committee
from ..seat_forms import AwayForm, EndForm, FactsForm, NameForm, SeatForm

NAME = Verb(
    "name",
    _("Name a reviewer"),
    may=may_keep_committee,
    form=NameForm,
    explains=_("The person gets a letter, and sees nothing before accepting the terms of confidentiality."),
    act=lambda *, email, **words: Reviewer.name(email, **words),
    done=_("Named: %(who)s. The person is told."),
)


def serves(reviewer) -> bool:
    return reviewer.ended_at is None


def at_work(reviewer) -> bool:
    """In the archive a seat can only be ended."""
    return serves(reviewer) and reviewer.call.status == reviewer.call.Status.PUBLISHED


VERBS = (
    Verb(
        "change",
        _("Change groups, languages or loads"),
        may=may_keep_committee,
        form=SeatForm,
        when=at_work,
        explains=_("What is assigned stays. The next assignment follows the new loads."),
        done=_("Changed."),
    ),
    Verb(
        "state_facts",
        _("Correct what conflicts follow from"),
        may=may_keep_committee,
        form=FactsForm,
        when=at_work,
        explains=_("Conflicts that follow bind at once, and end what the reviewer has of those nominations."),
        done=_("Kept. Conflicts that follow bind from now on."),
        quiet=True,
    ),
    Verb(
        "go_away",
        _("Enter time away"),
        may=may_keep_committee,
        form=AwayForm,
        when=at_work,
        explains=_("The next assignment gives less, in proportion to the days; what is given stays."),
        done=_("Kept."),
        quiet=True,
    ),
    Verb(
        "end",
        _("End the seat"),
        may=may_keep_committee,
        form=EndForm,
        when=serves,
        danger=True,
        explains=_("The person sees nothing from now on. Reviews that are in stay; what waits goes back to be given."),
        done=_("Ended. What waited can be given to others."),
    ),
)


class ServingFilter(ChoiceFilter):
    title = _("seat")
    parameter_name = "seat"

    def lookups(self, request, model_admin):
        return [
            ("serves", _("serves")),
            ("chairs", _("chairs")),
            ("terms", _("terms not accepted")),
            ("ended", _("ended")),
        ]

    def queryset(self, request, queryset):
        chosen = {
            "serves": Q(ended_at=None),
            "chairs": Q(chairs=True),
            "terms": Q(terms_accepted_at=None, ended_at=None),
            "ended": Q(ended_at__isnull=False),
        }
        return queryset.filter(chosen[self.value()]) if self.value() in chosen else queryset


@admin.register(Reviewer)
class ReviewerAdmin(Asking, LifecycleAdmin):
    asking = NAME
    verbs = VERBS
    story = {
        "named": _("Named"),
        "changed": _("Groups, languages or loads changed"),
        "facts_stated": _("What conflicts follow from was stated"),
        "terms_accepted": _("Terms accepted"),
        "away": _("Time away entered"),
        "ended": _("Seat ended"),
        "conflicts_found": _("Conflicts of interest found"),
        **dict(Conflict.Kind.choices),
        **dict(LANGUAGES),
    }
    list_before_template = "admin/reviewing/reviewers_top.html"
    list_display = ("who", "call", "seat", "load", "progress", "reads", "its_groups")
    list_filter = (CallFilter, ServingFilter)
    list_select_related = ("user", "call")
    search_fields = ("user__email",)
    search_help_text = _("The beginning of an e-mail address or of a name")
    ordering = ("-call__year", "order", "pk")
    shown = ("who", "call", "seat", "its_groups", "reads", "loads", "load", "progress", "away_days", "named_at")
    shown += ("of_nations", "lives", "works", "employed", "member")

    def get_queryset(self, request):
        return super().get_queryset(request).with_load(request.user).prefetch_related("groups")

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        found = Q(user__email__istartswith=term) | Q(user__name__istartswith=term)
        return (queryset.filter(found) if term else queryset), False

    # --- columns

    @display(description=_("who"), ordering="user__email")
    def who(self, seat):
        return f"{seat.user.name} ({seat.user.email})" if seat.user.name else seat.user.email

    @display(description=_("seat"))
    def seat(self, seat):
        if seat.ended_at:
            return _t("ended %(when)s") % {"when": short(seat.ended_at)}
        told = [_t("chair")] if seat.chairs else []
        told += [] if seat.has_accepted else [_t("terms not accepted")]
        return ", ".join(told) or _t("serves")

    @display(description=_("groups"))
    def its_groups(self, seat):
        return ", ".join(group.name for group in seat.groups.all())

    @display(description=_("reads"))
    def reads(self, seat):
        return ", ".join(str(label) for code, label in LANGUAGES if code in seat.languages)

    @display(description=pgettext_lazy("nominations to a reviewer", "given"))
    def load(self, seat):
        return _t("%(given)s of at most %(most)s") % {"given": seat.given, "most": seat.most}

    @display(description=_("reviewed"))
    def progress(self, seat):
        return f"{seat.done} / {seat.given}"

    @display(description=_("fewest and most reviews"))
    def loads(self, seat):
        return f"{seat.least} – {seat.most}"

    @display(description=_("away"))
    def away_days(self, seat):
        return "\n".join(str(one) for one in seat.away.all())

    @display(description=_("nationalities"))
    def of_nations(self, seat):
        return ", ".join(self.named(code) for code in seat.nationalities)

    @display(description=_("country of residence"))
    def lives(self, seat):
        return self.named(seat.residence)

    @display(description=_("country of work"))
    def works(self, seat):
        return self.named(seat.country_of_work)

    @display(description=_("employers of the last three years"))
    def employed(self, seat):
        return "\n".join(seat.employers)

    def named(self, code) -> str:
        return country_names(get_language() or "en").get(code, code)
