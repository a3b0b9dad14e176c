"""People: one page per human, with what they agreed to and what they declared."""

from django.contrib import admin
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle.admin import ReadingAdmin

from ..models import Person

KINDS = {
    "interest_employment": _("Employment and contracts"),
    "interest_funding": _("Funding"),
    "interest_shares": _("Shareholdings in AI firms"),
    "interest_advisory": _("Advisory roles"),
    "interest_patents": _("Patents"),
    "interest_statements": _("Public statements"),
    "interest_relatives": _("Relatives"),
}


@admin.register(Person)
class PersonAdmin(ReadingAdmin):
    page_template = "admin/members/person.html"
    list_display = ("name", "address_of_account", "orcid")
    list_select_related = ("user",)
    search_fields = ("family_name",)
    search_help_text = _("Name, e-mail or ORCID")
    ordering = ("family_name", "given_name", "pk")
    shown = ("given_name", "family_name", "published_name", "address_of_account", "orcid")

    def get_search_results(self, request, queryset, search_term):
        """By the beginning of a name or an address, or by an ORCID."""
        term = search_term.strip()
        if not term:
            return queryset, False
        names = Q(given_name__istartswith=term) | Q(family_name__istartswith=term) | Q(published_name__icontains=term)
        return queryset.filter(names | Q(user__email__istartswith=term) | Q(orcid=term)), False

    @display(description=_("name"), ordering="family_name")
    def name(self, person):
        return str(person)

    @display(description=_("e-mail address"))
    def address_of_account(self, person):
        return person.user.email if person.user else ""

    def page(self, request, person):
        declarations = person.interest_declarations.all()
        return super().page(request, person) | {
            "consents": person.consents.order_by("-given_at"),
            "declarations": [
                (each, [(in_words(kind), told) for kind, told in each.content.items()]) for each in declarations
            ],
            "nominations": person.nominations.select_related("call").order_by("-call__year"),
        }


def in_words(kind: str) -> str:
    """The kind of an interest, by the name of its question."""
    return str(KINDS.get(kind) or capfirst(kind.replace("_", " ")))
