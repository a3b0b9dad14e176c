"""The Council: an accession is put to its vote, and the secretariat records what follows from it."""

from datetime import timedelta

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused
from portal.lifecycle.text import tidy

from ..countries import country_names
from ..notices import decisions as notices
from .correcting import fit, worded
from .delegate import Delegate
from .member import Member
from .naming import FAR
from .rule import Basis, Rule, is_usual

RECORDED_WITHIN = timedelta(days=14)  # ours: the Partnership's own rule is not known


class Council:
    """Trait of Accession."""

    def put_to_council(self, *, rule, closes_at, by, basis=Basis.CAST, why="", opens_at=None, at=None):
        """Make the ballot; it opens at once where no later moment is named, and by the clock otherwise.

        why: the reason for a rule that is not that of the day; the Council reads it beside the rule.
        """
        with self.locked(at) as at:
            self.demand_another(by)
            if rule not in Rule or basis not in Basis:
                raise Refused(_("Choose the rule by which the Council decides."))
            opens_at = max(opens_at or at, at)
            if closes_at < opens_at + timedelta(days=1):
                raise Refused(_("The ballot must be open for 24 hours at least. Give a later last day to vote."))
            why = tidy(why).strip()
            if not why and not is_usual(rule, day_of(at)):
                raise Refused(
                    _("This is not the rule of the day. Say why the Council decides by it: it reads the reason.")
                )
            self.demand_new()
            facts = {"rule": rule, "since": opens_at.isoformat(), "until": closes_at.isoformat()}
            facts |= {"reason": why} if why else {}
            facts |= {"basis": basis} if rule == Rule.TWO_THIRDS else {}
            stamps = {"due_at": closes_at, "outcome_reason": ""}
            self.move(self.Status.PUT_TO_COUNCIL, verb="put_to_council", by=by, at=at, facts=facts, **stamps)
            ballot = self.ballots.create(rule=rule, basis=basis, why=why, opens_at=opens_at, closes_at=closes_at)
            if opens_at <= at:
                ballot.open(by=by, at=at)
            return ballot

    @cached_property
    def is_voted(self) -> bool:
        """Whether the ballot is over; a list brings it along (`with_voted`)."""
        return not self.ballots.filter(status__in=("scheduled", "open")).exists()

    @property
    def was_recommended(self) -> bool | None:
        """What the Steering Committee said last, whatever came of it since; None before its word."""
        word = self.story().filter(verb__in=("recommended", "not_recommended")).last()
        return word and word.verb == "recommended"

    def demand_new(self):
        """Asked before the Council is, so that it never decides what cannot be recorded: a Member has one membership here."""
        there = Member.objects.filter(code=self.country).first()
        if there is None:
            return
        if there.left_on is None:
            raise Refused(_("%(country)s is a Member already.") % {"country": there})
        sentence = _(
            "%(country)s was a Member before. The portal keeps one membership for each country and cannot record a second one: write to those who maintain it."
        )
        raise Refused(sentence % {"country": there})

    def decided(self, to):
        """The closed ballot that a decision rests on."""
        if self.status != self.Status.PUT_TO_COUNCIL:
            raise Refused(self.refusal(to))
        ballot = self.last_ballot()
        if ballot is None or ballot.status != ballot.Status.CLOSED:
            raise Refused(_("The ballot has not closed yet. Record the decision after it."))
        return ballot

    def admit(self, *, on, region, by, name_en="", name_fr="", occasion_en="", occasion_fr="", at=None):
        """Make it a Member from that day on, which may still lie ahead: of a summit, where it is announced."""
        with self.locked(at) as at:
            self.demand_another(by)
            ballot = self.decided(self.Status.ADMITTED)
            if not ballot.adopted:
                raise Refused(_("The Council did not adopt it, so it cannot be admitted."))
            self.demand_day(on, at)
            self.demand_new()
            names = self.names()
            words = {"name_en": name_en.strip() or names["en"], "name_fr": name_fr.strip() or names["fr"]}
            words = worded(Member, **words, occasion_en=occasion_en, occasion_fr=occasion_fr)
            fit(Member(region=region, **words), ["region", *words])
            member = Member.objects.create(
                code=self.country,
                region=region,
                admitted_on=on,
                **words,
                source_url=f"{settings.SITE_URL}/en/members/{self.country}/",  # decided here: the portal is the source
            )
            facts = {"on": on.isoformat()}
            member.record("admitted", by=by, at=at, facts=facts)
            self.move(self.Status.ADMITTED, verb="admitted", by=by, at=at, facts=facts, member=member, due_at=None)
            notices.accession_admitted(self, at)
            return member

    def demand_day(self, on, at):
        """Refuses a day of admission before the one (UTC, as Members are listed) on which the ballot ended, or far ahead."""
        if on < day_of(self.last_ballot().closes_at):
            raise Refused(_("The day of admission cannot lie before the end of the ballot."))
        if on > day_of(at) + FAR:
            raise Refused(_("The day of admission cannot lie more than two years ahead."))

    def defer(self, *, reason, by, at=None):
        """The Council comes back to it another time, whichever way the vote went."""
        with self.locked(at) as at:
            self.demand_another(by)
            self.decided(self.Status.DEFERRED)
            self.decide(self.Status.DEFERRED, "deferred", reason, by=by, at=at)
            notices.accession_deferred(self, at)

    def decline(self, *, reason, by, at=None):
        """The vote did not adopt it, and that is the end."""
        with self.locked(at) as at:
            self.demand_another(by)
            if self.decided(self.Status.DECLINED).adopted:
                raise Refused(
                    _("The Council adopted it, so it cannot be declined. Admit it, or defer it with the reason.")
                )
            self.decide(self.Status.DECLINED, "declined", reason, by=by, at=at)
            notices.accession_declined(self, at)

    def decide(self, to, verb, reason, *, by, at):
        if not reason.strip():
            raise Refused(_("Give the reason: the contact of the country reads it."))
        self.move(to, verb=verb, by=by, at=at, outcome_reason=reason.strip(), due_at=None)

    def fellow_delegates(self, at):
        """All who act for a Member at that moment, in whatever capacity, with their accounts."""
        acting = Delegate.objects.acting(at).filter(user__is_active=True)
        return acting.exclude(member=self.member_id).select_related("user")

    def names(self) -> dict[str, str]:
        """The country's names by language."""
        names = {}
        for language in ("en", "fr"):
            with override(language):
                names[language] = country_names(language).get(self.country, self.country)
        return names

    # --- who acts next, as the ballot's clock tells it

    def expect_the_council(self, closes_at):
        """The Members vote until then."""
        self.due_at = closes_at
        self.save(update_fields=["due_at"])

    def expect_the_record(self, at):
        """The secretariat records the decision."""
        self.due_at = at + RECORDED_WITHIN
        self.save(update_fields=["due_at"])
