"""Possible duplicates: who may be one human, side by side; told apart, merged, and taken apart again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from portal.lifecycle.admin.filters import CappedPaginator
from portal.lifecycle.models import Refused

from .. import rules
from ..forms.people import ReasonForm
from ..models import Distinct, Likeness, Person, PersonMerge
from .side_by_side import side_by_side


class Duplicates:
    """Trait of PersonAdmin: the list of pairs, the page of two, and what is done there."""

    def get_urls(self):
        wrap, pair = self.admin_site.admin_view, "duplicates/<int:one>/<int:other>/"
        return [
            path("duplicates/", wrap(self.duplicates_view), name="members_person_duplicates"),
            path(pair, wrap(self.pair_view), name="members_person_pair"),
            path(f"{pair}merge/", wrap(self.merge_view), name="members_person_merge"),
            path(f"{pair}distinct/", wrap(self.distinct_view), name="members_person_distinct"),
            path(f"{pair}indistinct/", wrap(self.indistinct_view), name="members_person_indistinct"),
            path("merges/<int:merge>/undo/", wrap(self.undo_view), name="members_person_undo"),
            *super().get_urls(),
        ]

    def duplicates_of(self, request, person) -> dict:
        """What the page of a person says of duplicates: those that wait for a word, and the merges there were."""
        merges = PersonMerge.objects.filter(kept=person).select_related("stub", "by", "undone_by")
        alike = Likeness.objects.open().touching(person).select_related("first", "second")
        return {
            "alike": [(each, each.second if each.first_id == person.pk else each.first) for each in alike[:20]],
            "merges": merges,
            "may_keep": rules.may_keep_people(request.user),
        }

    def frame(self, request, title, **context) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "model_opts": self.opts,
            "may_keep": rules.may_keep_people(request.user),
            **context,
        }

    # --- reading

    def duplicates_view(self, request):
        """The pairs that wait for somebody's word, the likeliest first."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        pairs = Likeness.objects.open().select_related("first", "second").order_by("-near", "pk")
        reading = request.GET.get("page", "")
        pages = CappedPaginator(pairs, 50, reading=reading)
        page = pages.get_page(reading)
        context = self.frame(request, _("Possible duplicates"), page=page, back=self.list_address())
        return TemplateResponse(request, "admin/members/duplicates.html", context)

    def two(self, request, one, other) -> tuple[Person, Person]:
        """The two behind an address: who is kept first, the other after."""
        people = {person.pk: person for person in Person.objects.select_related("user").filter(pk__in=[one, other])}
        if len(people) < 2:  # one and the same is no pair either
            raise Http404
        return people[one], people[other]

    def pair_view(self, request, one, other):
        """The two side by side; what was merged meanwhile leads to the one who was kept."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept, stub = self.two(request, one, other)
        if kept.merged_into_id or stub.merged_into_id:
            return redirect(self.address(kept.kept))
        return self.pair_page(request, kept, stub, ReasonForm())

    def pair_page(self, request, kept, stub, form):
        """What each has, and what would move if the first is kept."""
        context = self.frame(
            request,
            _("Are they one person?"),
            kept=kept,
            stub=stub,
            likeness=Likeness.objects.between(kept, stub).first(),
            distinct=Distinct.objects.of(kept, stub).select_related("by").first(),
            obstacle=kept.obstacle_to_merge(stub),
            rows=side_by_side(kept, stub, request.user),
            form=form,
            back=self.pairs_address(),
        )
        return TemplateResponse(request, "admin/members/pair.html", context)

    def pairs_address(self) -> str:
        return reverse("admin:members_person_duplicates")

    # --- doing

    def demand_keeper(self, request):
        if not rules.may_keep_people(request.user):
            raise PermissionDenied

    def merge_view(self, request, one, other):
        """Make the two one: the first is kept."""
        self.demand_keeper(request)
        kept, stub = self.two(request, one, other)
        if request.method != "POST":
            return redirect("admin:members_person_pair", one, other)
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                kept.merge(stub, reason=form.cleaned_data["reason"], by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Merged. It can be taken apart again on this page."))
                return redirect(self.address(kept))
        return self.pair_page(request, kept, stub, form)

    def distinct_view(self, request, one, other):
        """They are not the same: this pair is not suggested again."""
        self.demand_keeper(request)
        first, second = self.two(request, one, other)
        if request.method != "POST":
            return redirect("admin:members_person_pair", one, other)
        return self.said(request, first, second, Person.tell_apart, _("Noted: they are not suggested again."))

    def indistinct_view(self, request, one, other):
        """Take back that they are not the same."""
        self.demand_keeper(request)
        first, second = self.two(request, one, other)
        if request.method != "POST":
            return redirect("admin:members_person_pair", one, other)
        return self.said(request, first, second, Person.doubt_apart, _("Taken back: they may be the same."))

    def said(self, request, first, second, verb, done):
        try:
            verb(first, second, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(self.pairs_address())

    def undo_view(self, request, merge):
        """Take a merge apart: a page that asks for the reason, then the act."""
        self.demand_keeper(request)
        found = PersonMerge.objects.filter(pk=merge).select_related("kept", "stub").first()
        if found is None:
            raise Http404
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                found.undo(by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Taken apart: they are two again."))
                return redirect(self.address(found.kept))
        context = self.frame(
            request, _("Take the merge apart"), merge=found, form=form, back=self.address(found.kept.kept)
        )
        return TemplateResponse(request, "admin/members/unmerge.html", context)
