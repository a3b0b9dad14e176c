"""What the clock does for people whom Members name and for the Members' desks: once each, late or twice, and never after the act."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nominations import endorsement_clock as beat
from nominations import reminders
from nominations.models import Endorsement, Nomination
from portal.lifecycle.models import Refused
from portal.notifications import tasks
from portal.notifications.models import Message
from tests import make
from tests.answers import complete
from tests.endorsements import agreed, desk, invited, prepared, requested
from tests.kept import kept
from tests.moments import at_once

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@kept
def nia():
    return make.user("nia@example.org", "Nia Okafor")


@kept
def long_call(call):
    """The call with days of its own for people whom Members name, after the close."""
    call.agree_until, call.complete_until = call.closes_at + 5 * DAY, call.closes_at + 20 * DAY
    call.endorsement_until = call.closes_at + 3 * DAY
    call.save()
    return call


def told(occasion, **more):
    return Message.objects.filter(occasion=f"nominations/{occasion}", **more).order_by("written_at")


def asked(call, member, n, at=None) -> Endorsement:
    author = make.user(f"author{n}@example.org", f"Author {n}")
    return requested(make.nomination(author=author, call=call), member, at=at)


# --- what is over lapses


def test_what_nobody_answered_lapses_once_and_nothing_else_does(long_call, france, focal, nia):
    kept = agreed(long_call, france, focal, nominee=nia)
    invited(long_call, france, focal, email="silent@example.org", name="Sam Silent")
    prepared(long_call, france, focal, email="unsent@example.org")
    asked(long_call, france, 1)
    for at in (long_call.endorsement_end - HOUR, long_call.endorsement_end, long_call.agree_end, long_call.agree_end):
        beat.lapse(at)

    assert sorted(Endorsement.objects.values_list("status", flat=True)) == ["given", "lapsed", "lapsed", "lapsed"]
    assert Endorsement.objects.get(status="given") == kept
    assert [told("naming_lapsed").count(), told("request_lapsed").count()] == [1, 1]
    assert "Sam Silent" in told("naming_lapsed").get().text


def test_one_that_fails_stops_no_other(call, france, focal, monkeypatch):
    first, second = (invited(call, france, focal, email=f"{n}@example.org") for n in "ab")
    lapse = Endorsement.lapse
    monkeypatch.setattr(Endorsement, "lapse", lambda self, at: 1 / 0 if self == first else lapse(self, at=at))
    beat.lapse(call.agree_end)

    second.refresh_from_db()
    assert second.status == "lapsed"


@pytest.mark.django_db(transaction=True)
def test_agreeing_and_lapsing_at_the_same_moment_have_one_outcome(call, france, focal):
    for n in range(6):
        nominee = make.user(f"nominee{n}@example.org", f"Nominee {n}")
        one = invited(call, france, focal, email=nominee.email, group=make.groups()[n // 2])
        here, there = (Endorsement.objects.get(pk=one.pk) for _ in range(2))
        agreed_to, lapsed = at_once(
            lambda e=here, by=nominee: e.agree(by=by, at=call.agree_end - timedelta(milliseconds=1)),
            lambda e=there: e.lapse(at=call.agree_end),
        )
        one.refresh_from_db()
        assert lapsed is None
        if one.status == "given":
            assert agreed_to == one.nomination
        else:
            assert (one.status, one.email, one.nomination) == ("lapsed", "", None)
            assert isinstance(agreed_to, Refused)
            assert not Nomination.objects.filter(person__user=nominee).exists()


@pytest.mark.django_db(transaction=True)
def test_a_call_that_is_extended_while_the_clock_lapses_lapses_nothing_that_has_time(call, france, focal, jonas):
    one, end = invited(call, france, focal), call.agree_end
    at_once(
        lambda: call.extend(until=end + DAY, reason="The site was away.", by=jonas, at=end),
        lambda: Endorsement.objects.get(pk=one.pk).lapse(at=end),
    )
    one.refresh_from_db()
    told_again = told("named_extended").count()
    assert (one.status, told_again) in {("invited", 1), ("lapsed", 0)}


# --- people who have not answered


@pytest.mark.parametrize(
    ("before", "number"), [(7 * DAY + HOUR, 0), (7 * DAY, 1), (2 * DAY, 1), (HOUR, 1), (0 * HOUR, 0), (-HOUR, 0)]
)
def test_whoever_has_not_answered_is_reminded_in_the_last_seven_days(long_call, france, focal, before, number):
    invited(long_call, france, focal)
    beat.remind_named(long_call.agree_end - before)

    assert told("named_reminder").count() == number


def test_three_reminders_in_all_each_with_the_link_and_of_use_until_the_next(long_call, france, focal):
    invited(long_call, france, focal)
    end = long_call.agree_end
    at = end - 8 * DAY
    while at < end + DAY:
        beat.remind_named(at), beat.remind_named(at)
        at += 5 * HOUR

    assert list(told("named_reminder").values_list("expires_at", flat=True)) == [end - 2 * DAY, end - DAY, end]
    assert {letter.masked for letter in told("named_reminder")} == {True}
    assert not told("named_reminder").filter(text__contains="/consent/").exists()


def test_after_a_night_without_a_beat_only_the_last_reminder_is_written(long_call, france, focal):
    invited(long_call, france, focal)
    beat.remind_named(long_call.agree_end - 10 * HOUR)

    assert "24 hours" in told("named_reminder").get().key


def test_whoever_is_asked_after_a_reminder_fell_due_gets_none_of_it(long_call, france, focal):
    end = long_call.agree_end
    prepared(long_call, france, focal).invite(by=focal, at=end - 3 * DAY)
    beat.remind_named(end - 3 * DAY + HOUR)
    assert not told("named_reminder").exists()
    beat.remind_named(end - 2 * DAY)
    assert "2 days" in told("named_reminder").get().key


def test_nobody_is_reminded_of_what_they_answered(long_call, france, focal, nia, jonas):
    agreed(long_call, france, focal, nominee=nia)
    invited(long_call, france, focal, email="no@example.org").decline_naming()
    invited(long_call, france, focal, email="gone@example.org").withdraw(by=focal)
    beat.remind_named(long_call.agree_end - HOUR)

    assert not told("named_reminder").exists()


def test_many_who_wait_cost_no_more_statements_than_few(call, django_assert_max_num_queries):
    for n in range(20):
        member = make.member(f"X{chr(65 + n)}", f"Land {n}")
        invited(call, member, desk(member)[0], email=f"p{n}@example.org")
    with django_assert_max_num_queries(6):
        assert beat.remind_named(call.agree_end - DAY) == 20
    with django_assert_max_num_queries(2):
        assert beat.remind_named(call.agree_end - DAY) == 0


# --- the secret in their letters, and what becomes of it


@pytest.fixture
def mailed(settings):
    """Sends what waits, and gives what arrived."""
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def send():
        tasks.sweep()
        return mail.outbox

    return send


@pytest.mark.django_db(transaction=True)
def test_the_link_arrives_and_is_stored_nowhere_afterwards(call, france, focal, mailed):
    one = invited(call, france, focal)
    letter = told("named").get()
    assert (one.token in letter.text, letter.expires_at) == (False, one.end)

    [mail] = mailed()
    letter.refresh_from_db()
    assert one.token in mail.body
    assert (letter.status, letter.secret) == ("sent", None)


@pytest.mark.django_db(transaction=True)
def test_a_letter_put_off_by_the_server_keeps_its_link_and_one_out_of_date_does_not(call, france, focal, mailed):
    one = invited(call, france, focal)
    told("named").update(not_before=timezone.now() - HOUR, tried_at=timezone.now() - 2 * HOUR, attempts=3)
    assert one.token in mailed()[0].body

    other = invited(call, france, focal, email="other@example.org")
    told("named", to=other.email).update(expires_at=timezone.now())
    assert len(mailed()) == 1
    letter = told("named", to=other.email).get()
    assert (letter.status, letter.secret) == ("cancelled", None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["withdraw", "decline", "lapse"])
def test_a_letter_to_somebody_who_is_no_longer_asked_does_not_leave(call, france, focal, mailed, act):
    one = invited(call, france, focal)
    beat.remind_named(call.agree_end - DAY)
    match act:
        case "withdraw":
            one.withdraw(by=focal)
        case "decline":
            one.decline_naming()
        case "lapse":
            one.lapse(at=call.agree_end)

    assert [mail.to for mail in mailed() if mail.to != [focal.email]] == []
    assert {letter.status for letter in Message.objects.filter(to="nia@example.org")} == {"cancelled"}


def test_whom_the_first_letter_reached_learns_that_it_was_withdrawn(call, france, focal):
    one = invited(call, france, focal)
    told("named").update(status="sent", sent_at=timezone.now(), secret=None)
    one.withdraw(by=focal)

    assert told("naming_withdrawn").get().to == "nia@example.org"


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_unknown_fate_is_written_once_more_with_its_link(call, france, focal, mailed):
    one, at = invited(call, france, focal), timezone.now()
    doubt = {"status": "unknown", "handed_over": 1, "secret": None, "not_before": at + timedelta(minutes=10)}
    told("named").update(**doubt)
    beat.look_after_letters(at)
    assert told("named").count() == 1
    for _ in range(2):
        beat.look_after_letters(at + timedelta(minutes=10))

    assert [one.token in mail.body for mail in mailed()] == [True]
    told("named").update(**doubt)
    beat.look_after_letters(at + HOUR)
    assert told("named").count() == 2
    assert not told("naming_undelivered").exists()


def test_the_focal_point_learns_that_a_letter_was_refused_once_and_only_while_the_person_is_asked(call, france, focal):
    one = invited(call, france, focal)
    told("named").update(status="failed", secret=None)
    for _ in range(2):
        beat.look_after_letters(timezone.now())

    assert told("naming_undelivered").get().to == focal.email
    one.withdraw(by=focal)
    assert told("naming_undelivered").get().untrue()
    assert not told("naming_withdrawn").exists()


def test_what_a_restore_kept_back_waits_for_a_person(call, france, focal):
    invited(call, france, focal)
    told("named").update(status="unknown", handed_over=2, secret=None)
    beat.look_after_letters(timezone.now() + DAY)

    assert told("named").count() == 1


# --- the desks: requests


def test_a_desk_is_told_on_the_day_of_a_request_and_three_times_before_the_end(long_call, france, focal):
    end = long_call.endorsement_end
    first = long_call.opens_at + 10 * DAY
    one = asked(long_call, france, 1, at=first)
    at = first
    while at < end + DAY:
        beat.tell_desks(at), beat.tell_desks(at)
        at += 3 * HOUR

    days = [key[-10:] for key in told("desk_waits").values_list("key", flat=True)]
    assert days == [f"{moment:%Y-%m-%d}" for moment in (first, end - 7 * DAY, end - 2 * DAY, end - DAY)]
    assert one.who in told("desk_waits").first().text


def test_a_second_request_of_the_day_is_in_the_next_days_letter_and_then_in_no_more(long_call, france, focal):
    morning = (timezone.now() + DAY).replace(hour=8)
    asked(long_call, france, 1, at=morning)
    asked(long_call, france, 2, at=morning + 2 * HOUR)
    for hours in range(0, 80, 4):
        beat.tell_desks(morning + hours * HOUR)

    first, second = told("desk_waits")
    assert ("Author 2" in first.text, "Author 2" in second.text) == (False, True)
    assert f"{morning + DAY:%Y-%m-%d}" in second.key


def test_a_desk_that_has_just_heard_is_spared_the_reminder_and_gets_the_next(long_call, france, focal):
    end = long_call.endorsement_end
    asked(long_call, france, 1, at=end - 2 * DAY - 11 * HOUR)
    for hours in range(-59, 0, 4):
        beat.tell_desks(end + hours * HOUR)

    days = [key[-10:] for key in told("desk_waits").values_list("key", flat=True)]
    assert days == [f"{end - 2 * DAY - 11 * HOUR:%Y-%m-%d}", f"{end - 23 * HOUR:%Y-%m-%d}"]


def test_a_desk_is_left_alone_when_all_is_answered(long_call, france, focal):
    one, two = asked(long_call, france, 1), asked(long_call, france, 2)
    one.give(by=focal)
    two.take_back(by=two.nomination.owner)
    for days in range(12):
        beat.tell_desks(long_call.endorsement_end - days * DAY)

    assert told("desk_waits").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_on_requests_leaves_only_while_one_of_them_waits(call, france, focal, mailed):
    one, two = asked(call, france, 1), asked(call, france, 2)
    beat.tell_desks(timezone.now() + DAY)  # on both
    one.decline(by=focal)
    assert set(told("desk_waits").values_list("status", flat=True)) == {"queued"}
    two.give(by=focal)

    assert [mail.to for mail in mailed() if mail.to == [focal.email]] == []
    assert set(told("desk_waits").values_list("answer", flat=True)) == {"Nothing waits any more."}


def test_what_is_prepared_and_not_sent_is_told_before_it_is_deleted(long_call, france, focal):
    end = long_call.agree_end
    prepared(long_call, france, focal, email="unsent@example.org", name="Uma Unsent", at=end - 12 * DAY)
    sent = prepared(long_call, france, focal, email="sent@example.org", at=end - 12 * DAY)
    for days in (12, 8, 7, 6):
        beat.tell_desks(end - days * DAY), beat.tell_desks(end - days * DAY)
    sent.invite(by=focal, at=end - 5 * DAY)
    for days in (5, 2, 1, 0, -1):
        beat.tell_desks(end - days * DAY), beat.tell_desks(end - days * DAY)

    letters = list(told("desk_waits"))
    assert [letter.key[-10:] for letter in letters] == [f"{end - days * DAY:%Y-%m-%d}" for days in (7, 2, 1)]
    assert "2 nominations that were prepared" in letters[0].subject
    assert "a nomination that was prepared" in letters[1].subject
    assert not any("Uma" in letter.text for letter in letters)  # the secretariat reads the outbox


@pytest.mark.parametrize("act", ["invite", "drop"])
def test_a_letter_on_what_is_prepared_is_dropped_with_the_last_of_it(call, france, focal, act):
    one = prepared(call, france, focal)
    beat.tell_desks(call.agree_end - DAY)
    getattr(one, act)(by=focal)

    assert told("desk_waits").get().status == "cancelled"


def test_requests_and_what_is_prepared_are_one_letter(call, france, focal):
    for n in (1, 2):
        asked(call, france, n)
    prepared(call, france, focal)
    beat.tell_desks(call.agree_end - DAY)

    first, second = told("desk_waits")
    assert "2 requests for endorsement wait" in second.subject
    assert "is prepared and not sent yet" in second.text
    assert "prepared" not in first.text


def test_where_nobody_is_focal_point_the_first_one_is_told(long_call, focal):
    spain = make.member("ES", "Spain")
    asked(long_call, spain, 1, at=long_call.opens_at + DAY)
    assert beat.tell_desks(long_call.opens_at + 3 * DAY) == 0
    desk(spain)
    at = timezone.now() + HOUR
    assert (beat.tell_desks(at), beat.tell_desks(at)) == (1, 0)


def test_nobody_is_asked_about_a_nomination_that_was_withdrawn(long_call, france, focal):
    one = asked(long_call, france, 1)
    one.nomination.withdraw(by=one.nomination.owner)

    assert beat.tell_desks(long_call.endorsement_end - DAY) == 0
    assert not Endorsement.objects.unanswered(long_call.endorsement_end - DAY).exists()


def test_the_secretariat_finds_what_nobody_answers(long_call, france, focal):
    old = asked(long_call, france, 1, at=long_call.opens_at)
    late = asked(long_call, make.member("ES", "Spain"), 2, at=long_call.endorsement_end - 3 * DAY)

    def unanswered(at):
        return list(Endorsement.objects.unanswered(at))

    assert unanswered(long_call.opens_at + 6 * DAY) == []
    assert unanswered(long_call.opens_at + 7 * DAY) == [old]
    assert unanswered(long_call.endorsement_end - 2 * DAY) == [old, late]
    old.give(by=focal)
    assert unanswered(long_call.endorsement_end - 2 * DAY) == [late]
    assert unanswered(long_call.endorsement_end) == []


@pytest.mark.django_db(transaction=True)
def test_two_timetables_at_the_same_moment_write_each_letter_once(call, france, focal):
    for n in range(3):
        invited(call, france, focal, email=f"p{n}@example.org", group=make.groups()[n])
    asked(call, make.member("ES", "Spain"), 1)
    desk(make.member("ES"))
    at = call.agree_end - DAY
    beats = (beat.remind_named, beat.tell_desks, beat.tell_opened)
    outcomes = at_once(*[lambda run=run: run(at) for run in beats * 2])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    numbers = [told(occasion).count() for occasion in ("named_reminder", "desk_waits", "call_opened")]
    assert numbers == [3, 1, 2]


# --- the desks: the call


def test_each_focal_point_is_told_once_that_the_call_is_open(call, france, focal):
    spanish = desk(make.member("ES", "Spain"))[0]
    for _ in range(2):
        beat.tell_opened(timezone.now())

    assert sorted(told("call_opened").values_list("to", flat=True)) == sorted([focal.email, spanish.email])
    beat.tell_opened(call.closes_at)
    assert told("call_opened").count() == 2


def test_a_call_that_is_not_open_is_not_told(jonas, groups, france, focal):
    draft = make.call(by=jonas, published=False)
    beat.tell_opened(timezone.now())
    draft.opens_at = timezone.now() + DAY
    draft.save()
    draft.publish(by=jonas)
    beat.tell_opened(timezone.now())

    assert not told("call_opened").exists()


def test_a_focal_point_learns_what_was_not_submitted(long_call, france, focal, nia, leila):
    named = agreed(long_call, france, focal, nominee=nia)
    endorsed = requested(make.nomination(author=leila, call=long_call), france)
    endorsed.give(by=focal)
    for at in (long_call.closes_at + HOUR, long_call.complete_end, long_call.complete_end + HOUR):
        for _ in range(2):
            beat.tell_not_submitted(at), reminders.tell_closed(at)

    first, second = told("not_submitted")
    assert (endorsed.who in first.text, named.who in first.text) == (True, False)
    assert named.who in second.text
    assert sorted(told("draft_closed").values_list("to", flat=True)) == ["leila@example.org", "nia@example.org"]


def test_a_focal_point_learns_what_was_submitted(long_call, france, focal, nia):
    one = agreed(long_call, france, focal, nominee=nia)
    complete(one.nomination)
    one.nomination.submit(by=nia)
    one.nomination.save_section("work", {"position": "Director"}, by=nia)
    one.nomination.submit(by=nia)
    beat.tell_not_submitted(long_call.complete_end + HOUR)

    assert told("naming_complete").get().to == focal.email
    assert not told("not_submitted").exists()


def test_drafts_of_people_whom_members_named_are_reminded_by_their_own_end(long_call, france, focal, nia, leila):
    agreed(long_call, france, focal, nominee=nia)
    make.nomination(author=leila, call=long_call)
    reminders.remind_drafts(long_call.closes_at - HOUR)
    assert [letter.to for letter in told("draft_reminder")] == ["leila@example.org"]

    reminders.remind_drafts(long_call.complete_end - 3 * DAY)
    reminders.remind_drafts(long_call.complete_end - HOUR)
    mine = told("draft_reminder", to="nia@example.org")
    assert [letter.expires_at for letter in mine] == [long_call.complete_end - 2 * DAY, long_call.complete_end]


# --- the call is extended


def test_more_time_is_told_to_those_whose_date_moved(call, france, focal, nia, leila, jonas):
    invited(call, france, focal)
    make.nomination(author=leila, call=call)
    beat.remind_named(call.closes_at - DAY)
    until = call.closes_at + 10 * DAY
    call.extend(until=until, reason="The site was away.", by=jonas)

    assert {letter.status for letter in [*told("named"), *told("named_reminder")]} == {"cancelled"}
    again = told("named_extended").get()
    assert (again.to, again.expires_at, again.masked) == (nia.email, until, True)
    assert told("call_extended_desk").get().to == focal.email
    assert told("call_extended").get().to == leila.email
    beat.remind_named(until - DAY)
    assert told("named_reminder", status="queued").count() == 1


def test_whose_date_did_not_move_is_told_nothing(long_call, france, focal, nia, leila, jonas):
    invited(long_call, france, focal, email="waits@example.org")
    agreed(long_call, france, focal, nominee=nia)
    reminders.remind_drafts(long_call.complete_end - DAY)
    long_call.extend(until=long_call.closes_at + 2 * DAY, reason="The site was away.", by=jonas)

    assert not told("named_extended").exists()
    assert not told("call_extended").exists()
    assert told("draft_reminder").get().status == "queued"
    assert told("named").filter(status="queued").count() == 2


def test_whoever_agrees_last_still_has_time_to_complete(call, jonas):
    call.agree_until, call.complete_until = call.closes_at + 2 * DAY, call.closes_at + 8 * DAY
    call.save()
    call.extend(until=call.closes_at + 7 * DAY, reason="The site was away.", by=jonas)

    assert call.complete_until - call.agree_until == 6 * DAY
    assert call.agree_until - call.closes_at == 2 * DAY


def test_all_letters_of_the_clock_are_french_for_whom_french_is_the_language(call, france, focal, leila, jonas):
    from tests.test_french import ENGLISH, ours

    focal.language = "fr"
    focal.save()
    nia = make.user("nia@example.org", "Nia Okafor", language="fr")
    call.balance_fr = "Plus de femmes."
    call.save()
    one = agreed(call, france, focal, nominee=nia)
    invited(call, france, focal, email="b@example.org", language="fr", name="Bo")
    prepared(call, france, focal, email="c@example.org")
    asked(call, france, 1)
    beat.tell_opened(timezone.now())
    beat.remind_named(call.agree_end - DAY)
    beat.tell_desks(call.agree_end - DAY)
    told("named", to="b@example.org").update(status="failed", secret=None)
    told("named_reminder").update(status="failed", secret=None)
    beat.look_after_letters(timezone.now())
    call.extend(until=call.closes_at + 10 * DAY, reason="Panne.", by=jonas)
    beat.lapse(call.agree_end)
    beat.tell_not_submitted(call.complete_end + HOUR)
    complete(one.nomination)
    one.nomination.submit(by=nia)

    letters = Message.objects.filter(language="fr")
    occasions = "naming_agreed naming_complete naming_lapsed named named_extended named_reminder not_submitted desk_waits naming_undelivered"
    assert {f"nominations/{occasion}" for occasion in occasions.split()} <= {each.occasion for each in letters}
    assert {each.occasion: ENGLISH.findall(ours(each)) for each in letters if ENGLISH.findall(ours(each))} == {}


def test_a_letter_on_requests_that_waits_is_written_anew_with_the_new_date(call, france, focal, jonas):
    asked(call, france, 1)
    call.extend(until=call.closes_at + 10 * DAY, reason="The site was away.", by=jonas)
    assert told("desk_waits").get().status == "cancelled"
    beat.tell_desks(timezone.now() + DAY)

    assert told("desk_waits", status="queued").get().expires_at == call.endorsement_end


def test_what_lapsed_can_be_asked_again_when_the_call_is_extended(call, france, focal, leila, jonas):
    one = requested(make.nomination(author=leila, call=call), france)
    end = call.endorsement_end
    beat.lapse(end)
    call.extend(until=end + 10 * DAY, reason="The site was away.", by=jonas, at=end)

    again = Endorsement.request(one.nomination, france, by=leila, at=end + HOUR)
    assert again.status == "requested"
