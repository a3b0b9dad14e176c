"""Offers and the reserve list, walked at random: no seat too many, no place skipped without a reason, and an end."""

from random import Random

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from members.models.consent import Purpose, Way
from nominations.deciding.models import Decision, Offer, Publication
from nominations.deciding.offer_clock import keep_reserve_lists
from nominations.reviewing.models.binding import impose
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import committee, decisions
from tests.admin import enter, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db

SEATS, CAP = 2, 1
NATIONALITIES = ("NZ", "FR", "NZ", "NZ", "FR", "KE", "NZ")  # two are selected, five on the reserve list in this order


class House:
    """A published list: every act is one of its methods, and after each all that must hold is asked."""

    def __init__(self, call, people, officer, head, random):
        self.call, self.people, self.officer, self.head, self.random = call, people, officer, head, random

    def one(self, rows):
        way = "decision__nomination" if rows.model is Offer else "nomination"
        return self.random.choice([*rows.order_by(f"{way}__number"), None]) if rows.exists() else None

    # --- what may happen

    def accept(self):
        if offer := self.one(Offer.objects.open()):
            offer.accept(interests={}, nothing_to_declare=True, by=offer.decision.nomination.person.user)

    def decline(self):
        if offer := self.one(Offer.objects.open()):
            offer.decline(by=offer.decision.nomination.person.user)

    def lapse(self):
        if offer := self.one(Offer.objects.open()):
            offer.lapse(at=offer.until)

    def leave(self):
        if place := self.one(Decision.objects.waiting()):
            place.leave(by=place.nomination.person.user)

    def withdraw_consent(self):
        if place := self.one(Decision.objects.waiting()):
            person = place.nomination.person
            if person.consents_to(Purpose.RESERVE_LIST):
                person.withdraw_consent(Purpose.RESERVE_LIST, by=person.user, way=Way.LETTER)

    def take_back(self):
        if proposed := self.one(Decision.objects.free()):
            proposed.take_back(by=self.officer)

    def fix(self):
        if Decision.objects.proposed().exists() and not Publication.objects.open().exists():
            decisions.prepared(self.call, by=self.officer)

    def publish(self):
        for publication in Publication.objects.open():
            left = publication.decisions.filter(releases__status="superseded").exists()
            if left:
                with pytest.raises(Refused, match="Something changed"):
                    publication.release(by=self.head, seen=publication.sha256)
                publication.take_back(by=self.head)
            else:
                publication.release(by=self.head, seen=publication.sha256)

    def take_list_back(self):
        for publication in Publication.objects.open():
            publication.take_back(by=self.head)

    def sweep(self):
        keep_reserve_lists(timezone.now())

    ACTS = (accept, decline, decline, lapse, leave, withdraw_consent, take_back, fix, fix, publish, publish)
    ACTS += (take_list_back, sweep)

    # --- what must hold

    def step(self, act):
        before = set(Decision.objects.proposed().values_list("pk", flat=True))
        act(self)
        held = Offer.objects.holding().count() + Decision.objects.proposed().filter(outcome="select").count()
        assert held <= SEATS
        for new in Decision.objects.proposed().exclude(pk__in=before):
            skipped = Decision.objects.waiting().filter(rank__lt=new.releases.rank)
            for rank in skipped.exclude(released_by__status="proposed").values_list("rank", flat=True):
                assert f"Place {rank}: " in new.note

    def to_the_end(self):
        """Nobody answers any more: each round somebody is used up, so it ends."""
        for _ in range(3 * len(self.people)):
            for act in (House.lapse, House.publish, House.sweep, House.fix):
                self.step(act)
            if not Offer.objects.open().exists() and not Decision.objects.proposed().exists():
                return
        raise AssertionError("It does not end.")


@kept
def list_published(groups, amina, jonas):
    call = decisions.judged_call(by=jonas, nationals_cap=CAP)
    call.seats.filter(group=groups[0]).update(number=SEATS)
    people = [committee.candidate(call, n + 1, by=amina, nationality_1=code) for n, code in enumerate(NATIONALITIES)]
    call.freeze_tracks(by=jonas)
    people = [type(one).objects.get(pk=one.pk) for one in people]
    for one in people[:SEATS]:
        decisions.selected(one, by=amina)
    for one in people[SEATS:]:
        decisions.on_reserve(one, by=amina)
    decisions.published(call, by=amina, head=jonas)
    return call, people


def test_random_answers_never_overfill_nor_skip_and_come_to_an_end(list_published, amina, jonas):
    call, people = list_published
    reasons = set()
    for seed in range(2):
        with transaction.atomic():
            random = Random(seed)  # noqa: S311
            house = House(call, people, amina, jonas, random)
            for _ in range(12):
                house.step(random.choice(House.ACTS))
            house.step(House.withdraw_consent)
            house.to_the_end()
            assert Offer.objects.count() <= len(people)
            assert not Offer.objects.vacant().exists()
            notes = "\n".join(Decision.objects.values_list("note", flat=True))
            reasons |= {line.split(": ")[1] for line in notes.splitlines() if line.startswith("Place ")}
            keys = list(Message.objects.values_list("key", flat=True))
            assert len(keys) == len(set(keys))
            transaction.set_rollback(True)

    assert "the cap of nationals of one country is reached (New Zealand)" in reasons


def test_the_list_ends_after_its_last_day_and_each_who_waits_is_told_once(list_published, amina, jonas):
    call, people = list_published
    silent, offer = Decision.objects.waiting().earliest("rank"), decisions.offer_of(people[0])
    silent.nomination.person.withdraw_consent(Purpose.RESERVE_LIST, by=amina, way=Way.LETTER)
    offer.decline(by=people[0].person.user)
    proposed = Decision.objects.proposed().get()
    told, line = (
        f"/en/committee/{call.year}/{proposed.nomination_id}/",
        "Place 1: no longer agrees to be on the reserve list",
    )
    assert line in proposed.note
    assert "lace 1" not in Message.objects.get(occasion="deciding/next_proposed").text
    reader = enter(Client(), amina)
    assert [line in reader.get(page).content.decode() for page in (page_of(offer), told)] == [True, True]
    impose(silent.nomination, amina, reason="Cousins.", by=jonas, at=timezone.now())
    assert [line in reader.get(page).content.decode() for page in (page_of(offer), told)] == [False, False]
    proposed.take_back(by=amina)

    today = timezone.now().date()
    type(call).objects.filter(pk=call.pk).update(reserve_until=today.replace(year=today.year - 1))
    last = Decision.objects.waiting().latest("rank")
    last.leave(by=last.nomination.person.user)

    for _ in range(2):
        keep_reserve_lists(timezone.now())
    offer = Offer.objects.open().first()
    offer.decline(by=offer.decision.nomination.person.user)

    told = Message.objects.filter(occasion="deciding/reserve_ended")
    assert told.count() == len(people) - SEATS - 2
    assert Message.objects.filter(occasion="deciding/reserve_left").count() == 2
    assert not Decision.objects.waiting().exists()
    assert "The reserve list has ended." in Message.objects.get(occasion="deciding/reserve_empty").text
