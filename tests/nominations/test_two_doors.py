"""Whatever the order in which a person and two Members come: one dossier, every word kept, one decision to make."""

from collections import Counter
from contextlib import suppress

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nominations.models import Endorsement, Nomination
from portal.lifecycle.models import Refused
from tests import make
from tests.answers import complete
from tests.endorsements import desk, prepared
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DOORS = st.sampled_from(["self", "submit", "delete", "withdraw", "reinstate"])
ACTS = st.tuples(
    st.sampled_from(["name", "name at work", "agree", "decline", "lapse", "take back", "ask", "give", "refuse"]),
    st.sampled_from(["FR", "DE"]),
)


class Undone(Exception):
    """Leaves one example without a trace for the next."""


@kept
def house(call):
    """(call, {code: (Member, focal point)}, the person's two accounts' worth of addresses)."""
    members = {code: make.member(code, name) for code, name in (("FR", "France"), ("DE", "Germany"))}
    return call, {code: (member, desk(member)[0]) for code, member in members.items()}


class Walk:
    """One person, two Members, and what each of them does, where it is not refused."""

    def __init__(self, house):
        self.call, self.members = house
        self.nia, self.made = make.user("nia@example.org", "Nia Okafor"), []
        EmailAddress.objects.create(user=self.nia, email="nia@work.example.org", verified=True)

    def own(self) -> Nomination | None:
        return Nomination.objects.filter(call=self.call, person__user=self.nia).first()

    def words(self, code, *status):
        return Endorsement.objects.filter(member=self.members[code][0], status__in=status)

    def do(self, step):
        try:
            with transaction.atomic():
                if isinstance(step, str):
                    self.by_person(step)
                else:
                    self.by_member(*step)
        except Refused:
            pass

    def by_person(self, act):
        own = self.own()
        if act == "self":
            Nomination.start(call=self.call, by=self.nia)
        elif own and act == "submit":
            complete(own).submit(by=self.nia)
        elif own and act == "delete":
            own.delete_draft(by=self.nia)
        elif own:
            getattr(own, act)(by=self.nia)

    def by_member(self, act, code):
        member, focal = self.members[code]
        if act in ("name", "name at work"):
            address = "nia@example.org" if act == "name" else "nia@work.example.org"
            one = prepared(self.call, member, focal, email=address)
            self.made.append(one.pk)
            one.invite(by=focal)
        elif act == "ask" and self.own():
            self.own().save_section("you", {"residence": code}, by=self.nia)
            self.made.append(Endorsement.request(self.own(), member, by=self.nia).pk)
        for one in self.words(code, "invited"):
            verbs = {
                "agree": lambda one=one: one.agree(by=self.nia),
                "decline": lambda one=one: one.decline_naming(by=self.nia),
                "lapse": lambda one=one: one.lapse(at=one.end),
            }
            if act in verbs:
                verbs[act]()
        for one in self.words(code, "requested"):
            if act in ("give", "refuse"):
                (one.give if act == "give" else one.decline)(by=focal)
        for one in self.words(code, "given", "invited"):
            if act == "take back":
                one.withdraw(by=focal)

    def demand_whole(self):
        """What must hold after every step."""
        own, words = self.own(), list(Endorsement.objects.all())
        assert Nomination.objects.count() <= 1
        assert {one.pk for one in words} <= set(self.made)
        for one in words:
            if one.status in ("given", "requested"):
                assert one.nomination == own
                assert own is not None
            if one.status in ("declined", "lapsed"):
                assert (one.name, one.email, one.statement) == ("", "", "")
        taken = Counter((one.member_id, one.group_id) for one in words if one.place)
        assert all(number <= self.call.quota for number in taken.values())
        live = Counter((one.member_id, one.kind) for one in words if one.status in ("given", "requested"))
        assert all(number == 1 for number in live.values())
        if any(one.agreed_at and one.nomination_id for one in words):
            assert own.deadline() >= self.call.complete_end


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(DOORS | ACTS, min_size=3, max_size=14))
@example(steps=[("name", "FR"), ("name at work", "FR"), ("agree", "FR")])
@example(
    steps=["self", ("ask", "FR"), ("name", "FR"), ("agree", "FR"), "delete", "self", ("name", "FR"), ("agree", "FR")]
)
def test_in_any_order_there_is_one_dossier_with_every_word(house, steps):
    with suppress(Undone), transaction.atomic():
        walk = Walk(house)
        for step in steps:
            walk.do(step)
            walk.demand_whole()
        assert Nomination.objects.count() <= 1
        raise Undone


def test_both_doors_and_two_members_end_in_one_dossier_that_outlives_a_withdrawal(house):
    walk = Walk(house)
    for step in (("name", "FR"), ("agree", "FR"), "self", ("name", "DE"), ("agree", "DE"), "submit"):
        walk.do(step)
    walk.do(("take back", "FR"))
    walk.do(("name", "FR"))
    walk.do(("decline", "FR"))
    walk.do(("name", "FR"))
    walk.do(("agree", "FR"))

    own = Nomination.objects.get()
    assert own.status == "submitted"
    assert sorted(own.endorsements.values_list("member__code", "status")) == [
        ("DE", "given"),
        ("FR", "given"),
        ("FR", "withdrawn"),
    ]
    assert Endorsement.objects.filter(status="declined").count() == 1
