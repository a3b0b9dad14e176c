"""Two officers name, end and suspend at the same moment, on PostgreSQL."""

from threading import Event

import pytest
from django.db import IntegrityError, OperationalError, transaction

from members.models import Delegate, Member
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.moments import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MINISTRY = "Ministry of Digital Affairs"


@pytest.fixture
def senegal():
    return make.member("SN", "Senegal")


def kinds(outcomes) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def naming(amina, email, **more):
    return lambda: Delegate.name(email, Member.objects.get(code="SN"), "focal_point", MINISTRY, by=amina, **more)


def test_of_two_focal_points_named_at_once_one_is_refused_in_words(senegal, amina, leila, tomas):
    outcomes = at_once(naming(amina, leila.email), naming(amina, tomas.email))

    assert kinds(outcomes) == ["Delegate", "Refused"]
    assert Delegate.objects.count() == 1
    assert Message.objects.filter(occasion="members/delegate_named").count() == 1


def test_a_delegate_named_in_two_tabs_at_once_is_named_once(senegal, amina):
    outcomes = at_once(*[naming(amina, "awa@example.org", succeeds=True)] * 4)

    assert kinds(outcomes) == ["Delegate", "Refused", "Refused", "Refused"]
    assert Message.objects.filter(to="awa@example.org").count() == 1


def test_past_the_verbs_the_database_takes_one_of_two_at_once(senegal, leila, tomas):
    since = clock.now()

    outcomes = at_once(*(lambda u=u: make.delegate(u, senegal, "focal_point", since=since) for u in (leila, tomas)))

    assert any(isinstance(outcome, IntegrityError | OperationalError) for outcome in outcomes)  # or a deadlock of two
    assert Delegate.objects.count() == 1


def test_two_who_end_the_same_at_once_tell_it_once(senegal, amina, leila):
    delegate = make.delegate(leila, senegal, "council")

    outcomes = at_once(*[lambda: Delegate.objects.get(pk=delegate.pk).end(by=amina)] * 3)

    assert kinds(outcomes) == ["NoneType", "Refused", "Refused"]
    assert Message.objects.filter(to=leila.email).count() == 1


def test_who_began_first_and_came_to_the_lock_last_finds_it_ended(senegal, amina, leila):
    delegate, began, ended = make.delegate(leila, senegal, "council"), Event(), Event()

    def first():
        with transaction.atomic():
            clock.now()
            began.set()
            ended.wait()
            Delegate.objects.get(pk=delegate.pk).end(by=amina)

    def second():
        began.wait()
        try:
            Delegate.objects.get(pk=delegate.pk).end(by=amina)
        finally:
            ended.set()

    outcomes = at_once(first, second)

    assert [type(outcome).__name__ for outcome in outcomes] == ["Refused", "NoneType"]


def test_two_who_suspend_at_once_keep_one_row_and_tell_it_once(senegal, amina, leila):
    make.delegate(leila, senegal, "council")

    outcomes = at_once(*[lambda: Member.objects.get(pk=senegal.pk).suspend(reason="Dues.", by=amina)] * 3)

    assert kinds(outcomes) == ["NoneType", "Refused", "Refused"]
    assert senegal.suspensions.count() == 1
    assert Message.objects.filter(to=leila.email).count() == 1


def test_two_timetables_let_a_member_leave_once(senegal, leila):
    make.delegate(leila, senegal, "council")
    Member.objects.update(left_on=clock.now().date(), leave_reason="Over.")

    at_once(*[lambda: Member.objects.get(pk=senegal.pk).depart()] * 3)

    assert [event.verb for event in senegal.story()] == ["left"]
    assert Message.objects.filter(to=leila.email).count() == 1


def test_somebody_named_while_the_member_leaves_has_no_open_time(senegal, amina, leila):
    Member.objects.update(left_on=clock.now().date(), leave_reason="Over.")

    at_once(lambda: Member.objects.get(pk=senegal.pk).depart(), naming(amina, leila.email))

    assert not Delegate.objects.unended(clock.now()).exists()


def test_of_a_suspension_and_a_leaving_at_once_both_are_kept_in_one_order(senegal, amina):
    def leave():
        return Member.objects.get(pk=senegal.pk).leave(clock.now().date(), reason="Over.", by=amina)

    def suspend():
        return Member.objects.get(pk=senegal.pk).suspend(reason="Dues.", by=amina)

    outcomes = at_once(leave, suspend)

    senegal.refresh_from_db()
    assert senegal.status == "left"
    assert not [outcome for outcome in outcomes if outcome is not None and not isinstance(outcome, Refused)]
    assert not senegal.suspensions.filter(until=None).exists()
