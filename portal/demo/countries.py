"""Delegates of every Member, and one invented application of a country at each stage of its way in."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from members.models import Accession, Ballot, Delegate, Member
from portal.accounts.models import User
from portal.lifecycle import clock
from portal.lifecycle.aoe import end_of
from portal.notifications.outbox import settle

from .cast import PASSWORD, Cast, signed_up
from .papers import letter_of_intent

INVENTED = "(Invented for the demo.)"
CRITERIA = {
    "values": "The letter endorses the Recommendation; the national strategy quotes its five principles.",
    "role": "A programme for public bodies since 2023, and a chair in a standards committee.",
    "expertise": "Two universities, a supercomputer shared with neighbours, some forty firms.",
}
WORDS = {
    "institution": f"Ministry of Digital Affairs {INVENTED}",
    "position": "Head of international cooperation",
    "reasons": f"We want to learn from the working groups, and to bring what our public services have learnt. {INVENTED}",
    "active_role": f"A national strategy since 2022, a register of algorithms since 2024. {INVENTED}",
    "expertise": f"Two universities, a language bank and a supercomputer shared with our neighbours. {INVENTED}",
    "adherence": "recommendation",
    "signatory_name": f"The Minister {INVENTED}",
    "signatory_position": "Minister of Digital Affairs",
    "signatory_power": "minister",
}
# Where a stage would not flatter, nobody lives.
STAGES = {
    "NO": "draft",
    "CL": "submitted",
    "SK": "incomplete",
    "FI": "under_assessment",
    "CH": "recommended",
    "BV": "not_recommended",
    "AT": "put_to_council",
    "MY": "admitted",
    "HM": "deferred",
    "AQ": "declined",
    "UM": "withdrawn",
}


def seat_delegates(cast: Cast, *, progress=print):
    """Those who are played, and for every Member a focal point and a council delegate of the demo."""
    progress("  the delegates of 29 Members ...")
    at = clock.now() - timedelta(days=500)
    played = {("ES", "focal_point"): cast.ines, ("SN", "focal_point"): cast.awa, ("JP", "council"): cast.kenji}
    for member in Member.objects.on(at.date()):
        for capacity in ("focal_point", "council"):
            who = played.get((member.code, capacity)) or stand_in(member, capacity)
            name(who, member, capacity, cast, at)
    for code, deputy in (("ES", cast.marcos), ("SN", cast.mame)):
        name(deputy, Member.objects.get(code=code), "deputy", cast, at)


def stand_in(member, capacity) -> User:
    role = "Focal point" if capacity == "focal_point" else "Council delegate"
    email = f"{capacity.replace('_', '-')}.{member.code.lower()}@example.net"
    return signed_up(email, f"{role} of {member.name_en} {INVENTED}"[:160], password=None)


def name(who, member, capacity, cast, at):
    """Named at that moment; the letter counts as told."""
    institution = f"Ministry of Digital Affairs of {member.name_en}, invented for the demo"[:160]
    delegate = Delegate.name(who, member, capacity, institution, by=cast.amina, at=at)
    settle(delegate, at)


def apply_everywhere(cast: Cast, *, progress=print):
    """One application at each stage, told with the verbs at the moments they would have happened."""
    progress("  eleven countries on their way in ...")
    now = clock.now()
    for country, stage in STAGES.items():
        Story(country, stage, now, cast).tell()


class Story:
    """One application, step by step, until its stage is reached."""

    def __init__(self, country, stage, now, cast):
        self.country, self.stage, self.now, self.cast = country, stage, now, cast
        email, who = (
            ("hanne@example.org", "Hanne Nilsen") if country == "NO" else (f"contact.{country.lower()}@example.net", "")
        )
        named = who or f"Contact of {country} {INVENTED}"
        self.contact = signed_up(email, named, password=PASSWORD if who else None)

    def ago(self, days) -> datetime:
        return self.now - timedelta(days=days)

    def tell(self):
        for step in (self.draft, self.send, self.check, self.assess, self.recommend, self.vote, self.decide):
            step()
            settle(self.accession, self.now)
            if self.accession.status == self.stage:
                return

    def draft(self):
        self.accession = Accession.start(self.country, by=self.contact, at=self.ago(120))
        signed = {"signed_on": (self.now - timedelta(days=121)).date().isoformat()}
        words = {name: WORDS[name] for name in ("institution", "reasons")} if self.stage == "draft" else WORDS | signed
        self.accession.save_answers(words, by=self.contact, at=self.ago(120))
        if self.stage != "draft":
            file = ContentFile(letter_of_intent(self.accession.country_name), name="Letter of intent.pdf")
            self.accession.attach_letter(file, by=self.contact, at=self.ago(119))

    def send(self):
        days = 3 if self.stage in ("submitted", "incomplete") else 118
        self.accession.submit(by=self.contact, at=self.ago(days))
        if self.stage == "withdrawn":
            self.accession.withdraw(by=self.contact, at=self.ago(110))

    def check(self):
        if self.stage == "incomplete":
            until = end_of((self.now + timedelta(days=9)).date())
            reason = f"The letter names no power of the ambassador who signed. {INVENTED}"
            self.accession.return_incomplete(reason=reason, until=until, by=self.cast.amina, at=self.ago(1))
            return
        until = (
            end_of((self.now + timedelta(days=20)).date())
            if self.stage == "under_assessment"
            else end_of(self.ago(60).date())
        )
        self.accession.begin_assessment(until=until, by=self.cast.amina, at=self.ago(100))

    def assess(self):
        verdict = "not_met" if self.stage == "not_recommended" else "met"
        findings = [(criterion, verdict, f"{words} {INVENTED}") for criterion, words in CRITERIA.items()]
        self.accession.record_findings(findings, by=self.cast.amina, at=self.ago(80))

    def recommend(self):
        verb = self.accession.do_not_recommend if self.stage == "not_recommended" else self.accession.recommend
        reason = f"All three criteria were weighed on the letter and on reference metrics. {INVENTED}"
        days = 5 if self.stage in ("recommended", "not_recommended") else 69
        verb(reason=reason, assessed_on=self.ago(days + 1).date(), by=self.cast.amina, at=self.ago(days))

    def vote(self):
        still_open = self.stage == "put_to_council"
        opened = self.ago(4) if still_open else self.ago(50)
        closes = end_of((self.now + timedelta(days=5)).date()) if still_open else end_of(self.ago(30).date())
        self.ballot = self.accession.put_to_council(
            rule="two_thirds" if self.stage == "declined" else "consensus",
            basis="entitled",
            why=f"The Council agreed to decide by two thirds this once. {INVENTED}" if self.stage == "declined" else "",
            closes_at=closes,
            by=self.cast.jonas,
            at=opened,
        )
        if not still_open:
            settle(self.ballot, self.now)
        council = Delegate.objects.filter(capacity="council").select_related("user").order_by("member__code")
        for number, delegate in enumerate(council):
            choice = self.choice_of(number)
            if choice and delegate.user != self.cast.kenji:
                self.ballot.vote(choice, by=delegate.user, at=opened + timedelta(hours=number + 1))

    def choice_of(self, number) -> str:
        """A third of the Members have voted where the ballot is open; where it failed, some were against."""
        if self.stage == "put_to_council":
            return "for" if number % 3 == 0 else ""
        if self.stage in ("declined", "deferred") and number % 3 == 0:
            return "against"
        return "abstain" if number % 7 == 6 else "for"

    def decide(self):
        self.ballot = Ballot.objects.get(pk=self.ballot.pk)
        self.ballot.close(at=self.ballot.closes_at)
        settle(self.ballot, self.now)
        self.accession = Accession.objects.get(pk=self.accession.pk)
        at = self.ago(20)
        if self.stage == "admitted":
            self.accession.admit(
                on=(self.now + timedelta(days=25)).date(),
                region="Asia",
                occasion_en=f"Yearly summit {INVENTED}",
                occasion_fr="Sommet annuel (inventé pour la démonstration)",
                by=self.cast.jonas,
                at=at,
            )
        elif self.stage == "deferred":
            reason = f"The Council wants to hear the country first, and comes back to it at the summit. {INVENTED}"
            self.accession.defer(reason=reason, by=self.cast.jonas, at=at)
        else:
            reason = f"Nobody lives there, so that no expertise in AI was found. {INVENTED}"
            self.accession.decline(reason=reason, by=self.cast.jonas, at=at)
