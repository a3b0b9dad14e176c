"""Giving by hand: one nomination to one of those who may have it, or many to one reviewer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nominations.models import Call, Nomination
from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..giving import NOTHING, candidates, lacking, why_not
from ..models import Assignment, Reviewer
from ..phase import why_not_assignable
from ..rules import may_keep_committee

A_PAGE = 50


class GivingPages:
    """Trait of AssignmentAdmin."""

    def has_add_permission(self, request, *args):
        return may_keep_committee(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """What lacks reviews; or, of one nomination, who may have it, and why others may not."""
        if not may_keep_committee(request.user):
            raise PermissionDenied
        if chosen := request.GET.get("nomination") or request.POST.get("nomination"):
            nomination = self.of_staff(request, chosen)
            return self.give_one(request, nomination)
        if typed := tidy(request.GET.get("q", "")).strip().upper():
            seen = Nomination.objects.visible_to(request.user)
            if found := seen.filter(reference=typed).exclude(submitted_version=None).first():
                return self.give_one(request, found)
            messages.error(request, _("No nomination has this reference."))
        call = Call.objects.judged().first()
        rows = lacking(call, request.user) if call else Nomination.objects.none()
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
        seats = (
            call.reviewers.serving().filter(most__gt=0).with_load(request.user).select_related("user") if call else ()
        )
        context = {"call": call, "page": page, "seats": seats, "typed": request.GET.get("q", "")[:40]}
        return self.giving_page(request, "admin/reviewing/lacking.html", _("Give by hand"), **context)

    def giving_page(self, request, template, title, **more):
        frame = self.admin_site.each_context(request)
        context = {"title": title, "back": self.list_address(), "model_opts": self.opts, **more}
        return TemplateResponse(request, template, {**frame, **context})

    def of_staff(self, request, pk) -> Nomination:
        """A nomination that this person may see, or the 404 of a missing page."""
        try:
            return get_object_or_404(Nomination.objects.visible_to(request.user).select_related("call", "group"), pk=pk)
        except ValidationError:
            raise Http404 from None

    def give_one(self, request, nomination):
        refusal = ""
        if request.method == "POST":
            seat = self.seat_of(request, nomination.call)
            try:
                if seat is None:
                    raise Refused(_("Choose a reviewer."))
                assignment = Assignment.give(nomination, seat, by=request.user, reasons=["hand"])
            except Refused as refused:
                refusal = str(refused)
            else:
                told = {"what": nomination.reference, "who": seat}
                messages.success(request, _("%(what)s is given to %(who)s.") % told)
                return redirect(self.address(assignment))
        able, unable = candidates(nomination, request.user)
        title = _("Give %(what)s to a reviewer") % {"what": nomination.reference}
        context = {"nomination": nomination, "able": able, "unable": unable, "refusal": refusal}
        return self.giving_page(request, "admin/reviewing/give.html", title, **context)

    def seat_of(self, request, call=None) -> Reviewer | None:
        """The seat that was chosen, of this call, if it serves."""
        seats = Reviewer.objects.serving().select_related("user", "call")
        seats = seats.filter(call=call) if call else seats
        try:
            return seats.filter(pk=request.POST.get("reviewer") or None).first()
        except ValidationError:
            return None

    def give_many_view(self, request):
        """First what would happen, then each in a transaction of its own; whoever is refused is named with the reason."""
        if not may_keep_committee(request.user):
            raise PermissionDenied
        home = redirect("admin:reviewing_assignment_add")
        if request.method != "POST":
            return home
        seat, things = self.seat_of(request), self.ticked(request)
        if seat is None or not things:
            messages.error(request, _("Choose at least one nomination, and a reviewer."))
            return home
        if request.POST.get("sure"):
            self.give_each(request, seat, things)
            return home
        judged = [(one, self.obstacle(one, seat)) for one in things]
        able, unable = [one for one, why in judged if not why], [(one, why) for one, why in judged if why]
        title = _("Give to %(who)s") % {"who": seat}
        return self.giving_page(request, "admin/reviewing/give_many.html", title, seat=seat, able=able, unable=unable)

    def obstacle(self, nomination, seat) -> str:
        """Why this one cannot be given to the reviewer; empty where it can."""
        had = nomination.assignments.filter(reviewer=seat).values_list("status", "declined_for").first() or NOTHING
        return why_not_assignable(nomination, seat) or why_not(seat, had, barred=False, scored_now=True)

    def ticked(self, request) -> list[Nomination]:
        try:
            seen = Nomination.objects.visible_to(request.user).filter(pk__in=request.POST.getlist("things")[:A_PAGE])
            return list(seen.select_related("call").order_by("number"))
        except ValidationError:
            raise Http404 from None

    def give_each(self, request, seat, things):
        given = 0
        for nomination in things:
            try:
                Assignment.give(nomination, seat, by=request.user, reasons=["hand"])
                given += 1
            except Refused as refusal:
                messages.error(request, f"{nomination.reference}: {refusal}")
        if given:
            sentence = ngettext(
                "%(n)s nomination is given to %(who)s.", "%(n)s nominations are given to %(who)s.", given
            )
            messages.success(request, sentence % {"n": given, "who": seat})
