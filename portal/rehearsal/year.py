"""The year: a call from its opening to the day after publication, every step by the verb that people use.

Moments lie in the past and are given by `at=`; nothing is delivered. Parts that do not wait for each other are walked by
several processes.
"""

from collections import Counter
from datetime import timedelta
from functools import cached_property, partial
from itertools import cycle

from django.core.files.base import ContentFile
from django.db.models import Q

from members.models import Member, WorkingGroup
from nominations.deciding.models import Offer, Publication
from nominations.models import Document, Endorsement, Nomination
from nominations.models.passing import Doubts
from nominations.questions import SECTIONS
from nominations.reviewing.models import Assignment, AssignmentRun, Reviewer
from nominations.reviewing.models.finding import find_conflicts
from portal.demo.calls import call_of
from portal.demo.cast import account, gather, signed_up
from portal.demo.countries import seat_delegates
from portal.demo.desks import Desk
from portal.lifecycle import clock
from portal.notifications import doorbell

from .crew import shared
from .papers import strip
from .people import Crowd

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CURRICULA = 12  # different files; more would only be typesetting
NAMED_OF, ENDORSED_OF, UNSENT_OF, WITHDRAWN_OF, INELIGIBLE_OF = 26, 15, 11, 37, 29  # one in so many
RETURNED_OF = 41
AT_ONCE = 100
LOAD = 80  # reviews of a reviewer, about
COMMENT = "Followed the evidence and found it sound. (Invented for the rehearsal.)"


class Year:
    """size: nominations. tell: says what is done. Everything hangs on the seed but the order in which processes come."""

    def __init__(self, size, seed, *, tell=print):
        self.crowd, self.size, self.seed, self.tell = Crowd(seed, size), size, seed, tell
        doorbell.silence()

    def walk(self):
        for stage in (
            self.open,
            self.apply,
            self.screen,
            self.assign,
            self.review,
            self.decide,
            self.publish,
            self.answer,
        ):
            stage()

    @cached_property
    def numbers(self) -> range:
        return range(1, self.size + 1)

    # --- the call

    def open(self):
        self.tell("The Members, their delegates, and the call")
        self.cast = gather()
        seat_delegates(self.cast, progress=lambda _words: None)
        closes = (clock.now() - 70 * DAY).replace(minute=0, second=0, microsecond=0)
        seats = max(2, self.size // 26)  # of each group: one of six or seven is selected
        self.call = call_of(closes.year, closes=closes, by=self.cast.jonas, seats=seats, nationals_cap=max(4, seats))
        self.call.reserve_until = (closes + 365 * DAY).date()
        self.call.save(update_fields=["reserve_until"])
        self.published_at = clock.now() - DAY

    def when(self, number):
        """A moment of the days on which the call was open."""
        return (
            self.call.opens_at
            + (self.call.closes_at - self.call.opens_at - HOUR) * self.crowd.dice(number, "at").random()
        )

    # --- candidates, by both doors

    def apply(self):
        self.tell(f"{self.size} nominations by both doors")
        self.papers = [strip(self.crowd.person(number)) for number in range(1, CURRICULA + 1)]
        self.name()
        shared(self.apply_these, self.numbers)

    def name(self):
        """Members name people in turn, as far as the places of the person's group go."""
        self.named, taken = set(), Counter()
        for number, code in zip(self.numbers[::NAMED_OF], cycle(self.codes), strict=False):
            person = self.crowd.person(number)
            taken[code, person.group] += 1
            if taken[code, person.group] <= self.call.quota:
                one = Desk(self.call, code).prepare(person, self.call.opens_at + HOUR)
                one.invite(by=Desk(self.call, code).focal, at=self.call.opens_at + 2 * HOUR)
                self.named.add(number)

    def apply_these(self, numbers):
        for number in numbers:
            self.apply_one(number)

    def apply_one(self, number):
        """From the account to the receipt; some begin and never send, some withdraw."""
        person, at = self.crowd.person(number), self.when(number)
        author = account(person)
        if number in self.named:
            asked = Endorsement.objects.get(call=self.call, email=person.email)
            nomination = asked.agree(by=author, at=self.call.opens_at + DAY)
        else:
            nomination = Nomination.start(call=self.call, by=author, at=at)
        answers = self.crowd.answers(number)
        for section in SECTIONS:
            nomination.save_section(section, answers, by=author, at=at)
        if number % UNSENT_OF == 0 and number not in self.named:
            return
        file = ContentFile(self.papers[number % len(self.papers)], name=f"CV {person.family}.pdf")
        document = nomination.attach("cv", file, by=author, at=at)
        nomination.submit(by=author, at=at + HOUR / 2)
        Document.objects.get(
            pk=document.pk
        ).read()  # the worker's part: pages as text and pictures, and the automatic checks
        if number % WITHDRAWN_OF == 0:
            nomination.withdraw(by=author, at=at + HOUR)
        elif number % ENDORSED_OF == 0 and number not in self.named:
            self.ask_member(nomination, number, at)

    def ask_member(self, nomination, number, at):
        """The Member of their residence or nationality, if one of the two is a Member, endorses them."""
        person = self.crowd.person(number)
        code = next((code for code in (person.residence, person.nationality) if code in self.codes), None)
        if code:
            Desk(self.call, code).endorse(nomination, at + HOUR)

    @cached_property
    def codes(self) -> list[str]:
        """Of the Members, in order."""
        return sorted(Member.objects.on(self.call.opens_at.date()).values_list("code", flat=True))

    # --- screening and tracks

    def screen(self):
        self.tell("Screening, and the tracks")
        at = self.call.complete_until + DAY
        self.call.freeze_tracks(by=self.cast.jonas, at=at)
        passing = set(Nomination.objects.passing(Doubts(self.call, self.cast.amina)).values_list("pk", flat=True))
        waiting = list(Nomination.objects.to_screen(self.call).values_list("pk", "number"))
        shared(partial(self.screen_these, passing, at + DAY), waiting)

    def screen_these(self, passing, at, waiting):
        numbers = dict(waiting)
        for nomination in at_hand(Nomination.objects.all(), list(numbers)):
            pk, number = nomination.pk, numbers[nomination.pk]
            if number % INELIGIBLE_OF == 0 and nomination.track == "open":
                reason = "The curriculum vitae is that of another person. (Invented for the rehearsal.)"
                nomination.declare_ineligible(reason=reason, by=self.cast.amina, at=at)
                continue
            if number % RETURNED_OF == 0:
                until = at + 3 * DAY
                nomination.return_for_correction(
                    sections=["work"], until=until, reason="Which organisation is meant?", by=self.cast.amina, at=at
                )
                nomination.lapse_return(at=until + HOUR)
            nomination.declare_eligible(by=self.cast.amina, at=at + (0 if pk in passing else 4) * DAY)

    # --- the committee

    def assign(self):
        self.tell("The committee, its conflicts, and who reviews what")
        at = self.call.complete_until + 7 * DAY
        scored = self.call.nominations.filter(status="eligible", track="open").count()
        size = max(6, round(scored * self.call.reviews_per_nomination / LOAD))
        groups = list(WorkingGroup.objects.at_work())
        self.chair = self.seat(0, groups, at, chairs=True, most=0)
        for number in range(1, size + 1):
            self.seat(number, groups, at, least=0, most=LOAD + 40)
        find_conflicts(self.call, at=at)
        run = AssignmentRun.ask(self.call, {}, by=self.cast.amina, seed=self.seed, at=at)
        run.work()
        run.refresh_from_db()
        if run.status != run.Status.PROPOSED:
            raise SystemExit(f"The assignment was not found: {run.report}")
        run.deploy(by=self.cast.amina, at=at + HOUR)

    def seat(self, number, groups, at, **load) -> Reviewer:
        """A reviewer from somewhere else, for two groups, or for all where there are few."""
        dice = self.crowd.dice(number, "reviewer")
        user = signed_up(
            f"reviewer.{number}@example.net", f"Reviewer {self.crowd.person(10_000 + number).name}", password=None
        )
        own = groups if load.get("chairs") or number <= len(groups) else dice.sample(groups, 2)
        seat = Reviewer.name(user, self.call, groups=own, languages=["en", "fr"], by=self.cast.amina, at=at, **load)
        seat.state_facts(
            nationalities=[dice.choice(("IS", "LU", "MT", "UY", "CR", "BW", "NP", "LK", "FJ", "EE", "LV", "PE"))],
            residence="",
            country_of_work="",
            employers=[],
            by=user,
            at=at,
        )
        seat.accept_terms(by=user, at=at)
        return seat

    def review(self):
        rows = Assignment.objects.filter(nomination__call=self.call, status="assigned")
        self.tell(f"{rows.count()} reviews")
        start = self.call.complete_until + 8 * DAY
        shared(partial(self.review_these, start), rows.order_by("pk").values_list("pk", flat=True))

    def review_these(self, start, pks):
        criteria = list(self.call.criteria.all())
        rows = Assignment.objects.select_related("reviewer__user", "nomination")
        for place, assignment in enumerate(at_hand(rows, pks)):
            at = start + (self.call.review_until - start - DAY) * place / max(1, len(pks))
            self.review_one(assignment, criteria, at)

    def review_one(self, assignment, criteria, at):
        """Merit, the reviewer's temper, and chance; a few have a conflict, and say so."""
        number, order, user = assignment.nomination.number, assignment.reviewer.order, assignment.reviewer.user
        dice = self.crowd.dice(number, f"review {order}")
        if dice.random() < 0.005:
            assignment.decline(why="conflict", note="We published together. (Invented.)", by=user, at=at)
            return
        level = self.crowd.merit(number) + self.crowd.dice(order, "temper").gauss(0, 0.4)
        scores = {one.pk: min(5, max(0, round(level + dice.gauss(0, 0.6)))) for one in criteria}
        word = "select" if level >= 3.6 else "reserve" if level >= 2.8 else "reject"
        assignment.save_review(scores=scores, recommendation=word, comment=COMMENT, by=user, at=at)

    # --- from scores to seats

    def decide(self):
        from .deciding import decide

        self.tell("The shortlist, and a decision on every one")
        decide(self)

    def publish(self):
        """Fixed by an officer, released by a head who wrote none of it."""
        self.tell("Publication")
        at, until = self.published_at, clock.now() + 13 * DAY
        publication = Publication.prepare(self.call, by=self.cast.amina, offers_until=until, at=at - HOUR)
        publication.work()
        publication.refresh_from_db()
        publication.release(by=self.cast.jonas, seen=publication.sha256, at=at)

    def answer(self):
        """The day after: most have answered, some decline, and the next of the reserve list are proposed."""
        self.tell("The first answers")
        rows = Offer.objects.filter(decision__call=self.call).order_by("pk")
        shared(self.answer_these, rows.values_list("pk", flat=True))

    def answer_these(self, pks):
        rows = Offer.objects.select_related("decision__nomination__person__user", "decision__call", "decision__group")
        for offer in at_hand(rows, pks):
            chance = self.crowd.dice(offer.decision.nomination.number, "answer").random()
            owner, at = offer.decision.nomination.owner, self.published_at + 8 * HOUR
            if chance < 0.06:
                offer.decline(reason="A new post leaves no time. (Invented.)", by=owner, at=at)
            elif chance < 0.7:
                offer.accept(interests={}, nothing_to_declare=True, by=owner, at=at)

    @property
    def in_running(self):
        return self.call.nominations.filter(Q(status="eligible") | Q(status="decided"), united_with=None)


def at_hand(rows, pks):
    """These rows in this order, some at a time: a verb reads its own anew."""
    for start in range(0, len(pks), AT_ONCE):
        found = rows.in_bulk(pks[start : start + AT_ONCE])
        yield from (found[pk] for pk in pks[start : start + AT_ONCE])
