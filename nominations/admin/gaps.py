"""The gaps of a call: a page and a file of who is missing, and the letter to the focal points concerned."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members.models import Member
from portal.lifecycle import clock
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused
from portal.lifecycle.sheet import lines
from portal.notifications.outbox import written

from .. import rules
from ..gaps import CANDIDATES_PER_SEAT, Gaps
from ..notices.endorsements import nudges


class GapsPages:
    """Trait of CallAdmin."""

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "nominations_call"
        return [
            path("<path:object_id>/gaps/", wrap(self.gaps_view), name=f"{name}_gaps"),
            path("<path:object_id>/gaps.csv", wrap(self.gaps_csv_view), name=f"{name}_gaps_csv"),
            path("<path:object_id>/gaps/letter/", wrap(self.nudge_view), name=f"{name}_nudge"),
            *super().get_urls(),
        ]

    # --- the page and the file

    def gaps_view(self, request, object_id):
        """Ticked beforehand are those that the address names by what they have in common."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        call = self.found(request, object_id)
        gaps = Gaps(call, clock.now(), request.user)
        able = {one.member.code for one in gaps.to_ask()} if rules.may_run_calls(request.user) else set()
        alike = {"silent": gaps.silent, "waiting": gaps.waiting, "free": [one for one in gaps.members if one.free]}
        ticked = {one.member.code for one in alike.get(request.GET.get("tick", ""), ())} & able
        context = {"gaps": gaps, "able": able, "ticked": ticked, "per_seat": CANDIDATES_PER_SEAT}
        context["silent"] = by_reach(gaps.silent)
        context["may_export"] = rules.may_export(request.user)
        return self.gaps_page(request, call, "admin/nominations/gaps.html", _("Gaps of the call"), **context)

    def gaps_page(self, request, call, template, title, **more):
        frame = self.admin_site.each_context(request)
        context = {"title": title, "call": call, "back": self.address(call), "model_opts": self.opts, **more}
        return TemplateResponse(request, template, {**frame, **context})

    def gaps_csv_view(self, request, object_id):
        """All numbers of the page, a line each."""
        if not rules.may_export(request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        call = self.found(request, object_id)
        head = [_("Part"), _("Of what"), _("What"), pgettext("how many", "Number")]
        told = "".join(lines(head, rows(Gaps(call, clock.now(), request.user))))
        file = HttpResponse(told, content_type="text/csv; charset=utf-8")
        file["Content-Disposition"] = f'attachment; filename="gaps-{call.year}.csv"'
        file["X-Content-Type-Options"] = "nosniff"
        return file

    # --- the letter

    def nudge_view(self, request, object_id):
        """First the letter as it will be, in each language, with who gets it; then the sending, once."""
        if not rules.may_run_calls(request.user):
            raise PermissionDenied
        call, now = self.found(request, object_id), clock.now()
        gaps, typed = Gaps(call, now, request.user), request.POST if request.method == "POST" else request.GET
        codes, home = typed.getlist("member"), redirect("admin:nominations_call_gaps", object_id=call.pk)
        if request.method == "POST" and codes:
            try:
                number = call.nudge(codes, day=day_typed(request.POST.get("day", "")), by=request.user)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                self.say_sent(request, number)
            return home
        chosen = [one for one in gaps.to_ask() if one.member.code in codes]
        if not chosen or request.method == "POST":
            messages.error(request, _("Choose at least one Member that has something left to do."))
            return home
        letters = nudges(gaps, chosen, day=day_of(now))
        context = {"letters": letters, "samples": samples(letters), "chosen": chosen, "day": day_of(now).isoformat()}
        context |= {"back": reverse("admin:nominations_call_gaps", args=[call.pk])}
        return self.gaps_page(request, call, "admin/nominations/nudge.html", _("Write to focal points"), **context)

    def say_sent(self, request, number):
        if number:
            text = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", number)
            messages.success(request, text % {"n": number})
        else:
            messages.warning(request, _("These focal points were written to today already. Nothing was sent twice."))


def by_reach(members) -> list[tuple]:
    """(title, those of them) by whether a letter can reach anybody."""
    suspended = [one for one in members if one.member.status == Member.Status.SUSPENDED]
    reached = [one for one in members if one.has_focal_point]
    others = [one for one in members if one not in suspended and one not in reached]
    return [
        (_("With a focal point"), reached),
        (_("Without a focal point"), others),
        (capfirst(Member.Status.SUSPENDED.label), suspended),
    ]


def day_typed(text: str) -> date:
    """The day of the page that was looked at; what is no day is long past."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def samples(letters) -> list[tuple]:
    """(language, how many get it, one of them as it will be) for each language."""
    found = []
    for language in sorted({letter["language"] for letter in letters}):
        alike = [letter for letter in letters if letter["language"] == language]
        found.append((language, len(alike), written(**alike[0])))
    return found


def rows(gaps):
    """Lines of the file: part, of what, what, number."""
    for one in gaps.members:
        numbers = {
            _("places"): one.places,
            _("places used"): one.used,
            _("prepared and not sent"): one.prepared,
            _("waits for the person's agreement"): one.invited,
            _("agreed"): one.agreed,
            _("endorsed"): one.endorsed,
            _("requests unanswered"): one.waiting,
            _("submitted by people who live there"): one.living,
        }
        yield from ([_("Members"), one.member.name, what, number] for what, number in numbers.items())
    for group in gaps.groups:
        numbers = {
            _("seats"): group.seats,
            _("candidates"): group.candidates,
            _("named by Members, and agreed"): group.named,
            _("missing"): group.short_of,
        }
        yield from ([_("Groups"), group.group.name, what, number] for what, number in numbers.items())
    for title, parts in gaps.balance:
        yield from ([_("Balance"), title, part.name, part.number] for part in parts)
