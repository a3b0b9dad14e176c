"""Appointments: who sits where, by which way, from when until when."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle import clock
from portal.lifecycle.admin import LifecycleAdmin, StateFilter
from portal.lifecycle.models import Refused

from .. import rules
from ..ends import picture
from ..forms.appointment import AppointForm, FindPersonForm
from ..models import Appointment, Person
from ..notices.terms import address_of
from .search import people_found
from .term_filters import GroupFilter, OnFilter, RoleFilter, RouteFilter, WaitsFilter
from .term_verbs import APPOINT, STORY, VERBS

SHORT = "j M Y"  # a day in a list
FEW = 10  # people to choose from; whoever finds more types more


@admin.register(Appointment)
class AppointmentAdmin(LifecycleAdmin):
    verbs, story = VERBS, STORY
    list_display = ("who", "place", "in_role", "named_by", "first", "last", "state")
    list_filter = (GroupFilter, RoleFilter, RouteFilter, StateFilter, WaitsFilter, OnFilter)
    list_select_related = ("person__user", "group", "member")
    list_before_template = "admin/members/appointments_top.html"
    page_template = "admin/members/appointment.html"
    unread = ("reason",)
    search_fields = ("person",)  # opens the box; what it finds is in search.py
    search_help_text = _("Name, e-mail or ORCID")
    ordering = ("-starts_on", "-pk")
    shown = ("who", "place", "in_role", "way", "starts_on", "until", "announced", "reason")

    def get_urls(self):
        ends = self.admin_site.admin_view(self.ends_view)
        return [path("ends/", ends, name="members_appointment_ends"), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        return people_found(queryset, search_term, "person__"), False

    # --- columns

    @display(description=_("who"), ordering="person__sort_name")
    def who(self, term):
        return str(term.person)

    @display(description=_("group"), ordering="group")
    def place(self, term):
        return str(term.place)

    @display(description=_("role"), ordering="role")
    def in_role(self, term):
        return term.get_role_display()

    @display(description=_("by which way"), ordering="route")
    def way(self, term):
        return f"{term.get_route_display()}: {term.member}" if term.member else term.get_route_display()

    @display(description=_("by which way"), ordering="route")
    def named_by(self, term):
        """In few words, for the list: the Member, or by which other way."""
        return str(term.member) if term.member else term.get_route_display()

    @display(description=_("from"), ordering="starts_on")
    def first(self, term):
        return date_format(term.starts_on, SHORT)

    @display(description=_("until"), ordering="planned_end")
    def last(self, term):
        return _t("never began") if term.never_came else date_format(term.last_day, SHORT)

    @display(description=_("state"))
    def state(self, term):
        """With what is announced and has not come."""
        ahead = self.announced(term)
        return format_html('{} <span class="why">{}</span>', super().state(term), ahead and f"→ {ahead}")

    @display(description=_("until"), ordering="planned_end")
    def until(self, term):
        """The last day inside."""
        return _t("called off: it never began") if term.never_came else term.last_day

    @display(description=_("announced"))
    def announced(self, term):
        return term.get_ends_as_display() if term.status == Appointment.Status.ACTIVE else ""

    # --- pages

    def changelist_view(self, request, extra_context=None):
        extra = {
            "today": clock.day_of(clock.now()),
            "appoint": APPOINT.label if self.has_add_permission(request) else "",
        }
        return super().changelist_view(request, extra | (extra_context or {}))

    def page(self, request, term):
        """With what it renews, what renews it, and a word where no letter reaches the person."""
        lines = super().page(request, term)
        return lines | {"unreached": address_of(term.person) is None, "following": term.following()}

    def ends_view(self, request):
        """The picture of one role's ends; experts where the address names no role."""
        role = request.GET.get("role")
        role = role if role in Appointment.Role.values else Appointment.Role.EXPERT
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Ends of terms by group and year"),
            "role": role,
            "roles": Appointment.Role.choices,
            "back": self.list_address(),
            "model_opts": self.opts,
            **picture(role, clock.now()),
        }
        return TemplateResponse(request, "admin/members/ends.html", context)

    # --- appointing somebody: whom, then as what

    def has_add_permission(self, request, *args):
        return rules.may_keep_people(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """A name leads to a few people, a person to the words; a refusal keeps what was typed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.ask(request)
        form = AppointForm(request.POST)
        if form.is_valid():
            try:
                term = Appointment.plan(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _t("Appointed: %(term)s.") % {"term": term})
                return redirect(self.address(term))
        return self.asking(request, form, person=Person.objects.filter(pk__in=chosen(request.POST)).first())

    def ask(self, request):
        """By address: who was chosen, who was found by a name, or nobody yet."""
        person = Person.objects.living().filter(pk__in=chosen(request.GET)).first()
        if person:
            return self.asking(request, AppointForm(initial={"person": person.pk}), person=person)
        form = FindPersonForm(request.GET if "q" in request.GET else None)
        people = few_found(form.cleaned_data["q"]) if form.is_valid() else []
        return self.asking(request, form, looked=form.is_valid(), people=people[:FEW], more=len(people) > FEW)

    def asking(self, request, form, person=None, **more):
        context = {
            **self.admin_site.each_context(request),
            "title": APPOINT.label,
            "verb": APPOINT,
            "thing": self.opts.verbose_name_plural.capitalize(),
            "person": person,
            "form": form,
            "media": form.media,
            "back": self.list_address(),
            "model_opts": self.opts,
            **more,
        }
        return TemplateResponse(request, "admin/members/appoint.html", context)


def few_found(typed) -> list[Person]:
    """The first few who fit, and one more if there are more; each with what tells people of one name apart (`told`)."""
    people = people_found(Person.objects.living(), typed)
    few = list(
        people.select_related("user")
        .prefetch_related("addresses", "affiliations")
        .order_by("sort_name", "pk")[: FEW + 1]
    )
    for person in few:
        address = address_of(person)
        places = [place.organisation for place in person.affiliations.all()]
        person.told = [each for each in (address and address.email, person.orcid, *places[:2]) if each]
    return few


def chosen(query) -> list[int]:
    """The key of the person in an address or a form; nothing where it is no number."""
    key = query.get("person", "")
    return [int(key)] if key.isascii() and key.isdecimal() and len(key) < 19 else []
