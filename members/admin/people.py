"""People: one page per human, with where they work, what they agreed to and what they declared."""

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle import clock
from portal.lifecycle.admin import Asking, LifecycleAdmin, Verb

from .. import rules
from ..forms.people import NewPersonForm
from ..models import Affiliation, Person
from .duplicates import Duplicates
from .people_verbs import STORY, VERBS
from .search import people_found

KINDS = {
    "interest_employment": _("Employment and contracts"),
    "interest_funding": _("Funding"),
    "interest_shares": _("Shareholdings in AI firms"),
    "interest_advisory": _("Advisory roles"),
    "interest_patents": _("Patents"),
    "interest_statements": _("Public statements"),
    "interest_relatives": _("Relatives"),
}
ADD = Verb("enter", _("Add a person"), may=rules.may_keep_people, form=NewPersonForm, done=_("The person is added."))


@admin.register(Person)
class PersonAdmin(Asking, Duplicates, LifecycleAdmin):
    asking = ADD
    verbs, story = VERBS, STORY
    page_template = "admin/members/person.html"
    list_before_template = "admin/members/people_top.html"
    list_display = ("name", "works_at", "address_of_account", "orcid")
    list_select_related = ("user",)
    unread = ("biography",)
    search_fields = ("latin_name",)  # opens the box; what it finds is below
    search_help_text = _("Name in any script, e-mail or ORCID")
    ordering = ("sort_name", "pk")
    shown = (
        "given_name",
        "family_name",
        "published_name",
        "orcid",
        "profile_url",
        "biography",
        "address_of_account",
        "other_addresses",
    )

    def get_queryset(self, request):
        """All of whom a list speaks: what a merge left leads to the one who was kept."""
        present = Affiliation.objects.on(clock.now().date()).filter(person=OuterRef("pk")).values("organisation")
        return super().get_queryset(request).living().annotate(present=ArraySubquery(present))

    def get_search_results(self, request, queryset, search_term):
        return people_found(queryset, search_term), False

    # --- columns

    @display(description=_("name"), ordering="sort_name")
    def name(self, person):
        return str(person)

    @display(description=_("works at"))
    def works_at(self, person):
        return ", ".join(person.present) or None

    @display(description=_("e-mail address"))
    def address_of_account(self, person):
        return person.user.email if person.user else None

    @display(description=_("other e-mail addresses"))
    def other_addresses(self, person):
        return "\n".join(person.addresses.order_by("email").values_list("email", flat=True))

    # --- pages

    def changelist_view(self, request, extra_context=None):
        extra = {"may_keep": rules.may_keep_people(request.user)}
        return super().changelist_view(request, extra | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The page of a stub is the page of whoever it was merged into."""
        stub = Person.objects.exclude(merged_into=None).filter(pk=object_id).first() if is_key(object_id) else None
        if stub and request.method in ("GET", "HEAD") and self.has_view_permission(request):
            return redirect(self.address(stub.kept))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def page(self, request, person):
        nominations = person.nominations.visible_to(request.user)
        declarations = person.interest_declarations.told_to(request.user)
        return super().page(request, person) | {
            "affiliations": person.affiliations.all(),
            "consents": person.consents.told_to(request.user).order_by("-given_at"),
            "declarations": [
                (each, [(in_words(kind), told) for kind, told in each.content.items()]) for each in declarations
            ],
            "nominations": nominations.select_related("call").order_by("-call__year"),
            "appointments": person.appointments.select_related("group").order_by("-starts_on"),
            **self.duplicates_of(request, person),
        }


def is_key(object_id) -> bool:
    return str(object_id).isdecimal() and len(str(object_id)) < 19


def in_words(kind: str) -> str:
    """The kind of an interest, by the name of its question."""
    return str(KINDS.get(kind) or capfirst(kind.replace("_", " ")))
