"""Ends, for many nominations at once: the call's, or the person's own later one."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from portal.notifications.models import Silence


class Ending(models.QuerySet):
    def with_end(self):
        """Adds `ends_at` (what `deadline()` says of a draft), and brings call, person and account along."""
        from .endorsement import Endorsement
        from .extension import Extension

        own = (
            Extension.objects.filter(call=OuterRef("call"), person=OuterRef("person"))
            .order_by("-until")
            .values("until")[:1]
        )
        named = Exists(Endorsement.objects.agreed().filter(nomination=OuterRef("pk")))
        complete = Coalesce("call__complete_until", "call__agree_until", "call__closes_at")
        theirs = Case(When(named, then=complete), default="call__closes_at")
        ends_at = Greatest("call__closes_at", theirs, Subquery(own))
        return self.select_related("call", "person__user").annotate(ends_at=ends_at)

    def reachable(self):
        """Those whose person has an account that is in use."""
        return self.filter(person__user__is_active=True)

    def to_remind(self):
        """Drafts of people who did not stop reminders."""
        return self.reachable().filter(~Exists(Silence.objects.filter(user=OuterRef("person__user"))), status="draft")

    def taking_part(self, at):
        """What counts when the call has closed, as its applicants may know it: a result that is still held is none."""
        held = Q(status="ineligible", screening_shown_at__gt=at)
        return self.filter(Q(status__in=["submitted", "returned", "eligible"]) | held)

    def old_drafts(self, call, at):
        """Drafts that nobody submitted, withdrawn ones too, and whose time to be read has passed."""
        kept = timedelta(days=call.drafts_kept_days)
        return self.with_end().filter(
            call=call, status__in=["draft", "withdrawn"], submitted_version=None, stubs=None, ends_at__lte=at - kept
        )
