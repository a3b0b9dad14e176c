"""A reviewer is named, told what is expected, accepts the terms, is away, and ends."""

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..notices import reviewers as notices
from .assignment import Assignment

TERMS = "2026-11"  # the version of templates/reviewing/terms.html
UNSAID = object()


class Serving:
    """Trait of Reviewer."""

    @classmethod
    def name(cls, who, call, *, groups, languages, by, least=0, most=40, chairs=False, language=None, at=None):
        """Give an account a seat in the committee; it sees nothing before it accepted the terms.

        who: an account, or an address: whoever proves to own it will have the seat. Whoever had one before has it again.
        """
        with call.locked(at) as at:
            user = User.awaiting(who, **({"language": language} if language else {})) if isinstance(who, str) else who
            user.lock()
            demand_fit(user, call, groups, languages, least, most, by=by)
            there = cls.objects.select_for_update().filter(call=call, user=user).first()
            if there and there.ended_at is None:
                raise Refused(_("%(who)s has a seat in this committee already.") % {"who": user})
            last = cls.objects.filter(call=call).aggregate(last=Max("order"))["last"] or 0
            reviewer = there or cls(call=call, user=user, order=last + 1)
            reviewer.chairs, reviewer.languages, reviewer.least, reviewer.most = chairs, languages, least, most
            reviewer.named_at, reviewer.named_by, reviewer.ended_at = at, by, None
            reviewer.save()
            reviewer.groups.set(groups)
            reviewer.record("named", by=by, at=at, facts=reviewer.loads_told())
            reviewer.find_conflicts(at=at)
            notices.named(reviewer, at)
        return reviewer

    def change(self, *, groups, languages, least, most, chairs, by, at=None):
        """Other groups, languages or loads; what is assigned stays."""
        with self.locked(at) as at:
            demand_at_work(self)
            demand_words(groups, languages, least, most)
            self.languages, self.least, self.most, self.chairs = languages, least, most, chairs
            self.save(update_fields=["languages", "least", "most", "chairs"])
            self.groups.set(groups)
            self.record("changed", by=by, at=at, facts=self.loads_told())

    def state_facts(self, *, nationalities, residence, country_of_work, employers, by, member=UNSAID, at=None):
        """What conflicts follow from: by the reviewer before any dossier was there, else by the secretariat. New ones bind at once.

        nationalities: up to three codes; employers: names of the last three years, as somebody would write them. member: the
        Member that put the seat forward, or None; whoever does not say leaves it as it is.
        """
        with self.locked(at) as at:
            demand_at_work(self)
            if by is not None and by.pk == self.user_id and self.has_seen_dossiers:
                raise Refused(ask_the_secretariat())
            self.nationalities, self.residence, self.country_of_work = list(nationalities), residence, country_of_work
            self.employers = [tidy(name).strip() for name in employers if name.strip()]
            self.member = self.member if member is UNSAID else member
            self.save(update_fields=["nationalities", "residence", "country_of_work", "employers", "member"])
            own = {"capacity": self.as_what} if by is not None and by.pk == self.user_id else {}
            self.record("facts_stated", by=by, at=at, **own)
            self.find_conflicts(at=at)

    def accept_terms(self, *, by, at=None):
        """The reviewer keeps what they read to themselves; before this they read nothing. Once more changes nothing."""
        with self.locked(at) as at:
            demand_serving(self)
            if by.pk != self.user_id:
                raise Refused(_("Only the reviewer accepts the terms."))
            if self.has_accepted:
                return
            self.terms_accepted_at, self.terms_version = at, TERMS
            self.save(update_fields=["terms_accepted_at", "terms_version"])
            self.record("terms_accepted", by=by, at=at, facts={"version": TERMS}, capacity=self.as_what)

    @property
    def serves(self) -> bool:
        return self.ended_at is None and self.user.is_active

    @property
    def has_seen_dossiers(self) -> bool:
        """Whether some were there for this seat. Who then changed their own facts could see by what vanishes whose nationality
        or employer a candidate shares.
        """
        if self.terms_accepted_at is None:
            return False
        judged = self.call.nominations.filter(status__in=Assignment.JUDGED)
        return self.assignments.exists() or (self.chairs and judged.exists())

    @property
    def has_accepted(self) -> bool:
        """Whether the terms in force were accepted: of an older text they were not."""
        return self.terms_accepted_at is not None and self.terms_version == TERMS

    def end(self, *, by, reason, at=None):
        """The seat ends: nothing is seen from now on. Reviews that are in stay; open assignments go back to be given."""
        with transaction.atomic(), self.locked(at) as at:
            demand_serving(self)
            if not reason.strip():
                raise Refused(_("Say why: the reason is kept with the committee."))
            self.ended_at = at
            self.save(update_fields=["ended_at"])
            waits = self.assignments.exclude(
                reviewer__call__status="concluded"
            )  # in the archive nothing is given any more
            open_ones = waits.filter(status="assigned").select_for_update(of=("self",))
            for assignment in open_ones.order_by("pk"):  # one that is handed in at this moment stays
                assignment.release(by=by, at=at, reason=reason)
            self.record("ended", by=by, at=at, facts={"reason": reason.strip()})

    def go_away(self, *, since, until, by, at=None):
        """Away from the first day to the last; assignments are made with it in mind."""
        with self.locked(at) as at:
            demand_at_work(self)
            if until < since:
                raise Refused(_("The last day must not lie before the first."))
            self.away.create(since=since, until=until)
            self.record("away", by=by, at=at, facts={"since": since.isoformat(), "until": until.isoformat()})

    def find_conflicts(self, at=None):
        """Write down the conflicts that follow from what is known of this reviewer; see finding.py."""
        from .finding import find_conflicts

        find_conflicts(self.call, reviewers=[self], at=at)

    def loads_told(self) -> dict:
        """What the seat is from now on, for its story."""
        return {name: getattr(self, name) for name in ("chairs", "languages", "least", "most")}

    @property
    def as_what(self) -> str:
        """The capacity in which an Event records an act."""
        return "chair" if self.chairs else "reviewer"

    @property
    def alias(self) -> str:
        """What others of the committee call them where the call hides names."""
        return _("Reviewer %(number)s") % {"number": self.order}


def ask_the_secretariat() -> str:
    """To whom somebody writes whose facts are no longer theirs to change."""
    return _(
        "You have been given nominations, so only the secretariat changes this. Write to %(address)s and say what is new."
    ) % {"address": settings.SECRETARIAT_EMAIL}


def demand_serving(reviewer):
    if reviewer.ended_at is not None:
        raise Refused(_("This seat in the committee has ended."))


def demand_at_work(reviewer):
    """Refuses what has ended, and what would change a call of the archive."""
    demand_serving(reviewer)
    if reviewer.call.status == reviewer.call.Status.CONCLUDED:
        raise Refused(_("This call is in the archive: its committee stays as it was."))


def demand_fit(user, call, groups, languages, least, most, *, by):
    """Refuses whom and for what nobody can be named."""
    if by is not None and by.pk == user.pk:
        raise Refused(_("Nobody names themselves: ask a colleague."))
    if not user.is_active:
        raise Refused(_("This account is closed."))
    if user.role_grants.unended().exists():
        raise Refused(_("%(who)s holds a role of the secretariat, and so judges no nomination.") % {"who": user})
    if is_candidate(user, call):
        raise Refused(_("%(who)s is a candidate in this call.") % {"who": user})
    if call.status != call.Status.PUBLISHED:
        raise Refused(_("The committee of a published call is named, not of one in preparation or in the archive."))
    demand_words(groups, languages, least, most)


def is_candidate(user, call) -> bool:
    """Whether a nomination of theirs counts in the call. All they have is locked, drafts too, until they have their seat:
    whoever submits at this moment is seen here, or sees the seat (`demand_no_judge`).
    """
    theirs = call.nominations.filter(person__user=user).order_by("pk").select_for_update(of=("self",), no_key=True)
    return any(status not in ("draft", "withdrawn") for status in theirs.values_list("status", flat=True))


def demand_words(groups, languages, least, most):
    if not groups:
        raise Refused(_("Name at least one group."))
    if not languages:
        raise Refused(_("Name at least one language."))
    if most < least:
        raise Refused(_("The most reviews cannot be less than the fewest."))
