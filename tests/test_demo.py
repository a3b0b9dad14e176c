"""The demo builds on an empty database, by the verbs, and leaves real people alone."""

from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Avg
from django.test import Client
from django.utils import timezone

from members.models import Accession, Affiliation, Appointment, Ballot, Delegate, Member, Person, Project
from nominations import endorsement_clock, reminders
from nominations.deciding import offer_clock
from nominations.deciding.models import Decision, DecisionRecord, Offer, Publication, Shortlist, Statistics
from nominations.deciding.report.whole import report_of
from nominations.deciding.sight import Sight
from nominations.deciding.verifying import broken
from nominations.models import Call, Document, Doubts, Endorsement, Nomination, passing
from nominations.reviewing import reminders as clock_of_committee
from nominations.reviewing.models import Assignment, Conflict, Remark, Reviewer, ReviewTally
from portal.accounts.models import User
from portal.lifecycle.models import Event
from portal.notifications import seal
from portal.notifications.models import Message
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo(db):
    call_command("facts", verbosity=0)
    call_command("demo", verbosity=0)


def the_demo_tells_some_ninety_nominations_in_three_calls(demo):
    states = Counter(Nomination.objects.values_list("call__status", "status"))

    assert sum(states.values()) == 86
    assert {status for _, status in states} == {
        "draft",
        "submitted",
        "returned",
        "eligible",
        "ineligible",
        "withdrawn",
        "decided",
    }
    assert {*Call.objects.values_list("status", flat=True)} == {"published"}
    assert Call.objects.open().get() == Call.objects.current()


def everything_submitted_in_the_demo_is_complete_and_has_its_cv(demo):
    for nomination in Nomination.objects.exclude(submitted_version=None):
        assert nomination.missing() == {}, nomination.reference
        assert nomination.submitted_version.documents.filter(kind="cv").exists()


def only_what_is_new_waits_to_be_delivered(demo):
    waiting = Message.objects.filter(status="queued", not_before__lte=timezone.now())

    played = waiting.filter(to__endswith="@example.org")
    assert sorted(played.values_list("to", "occasion")) == [
        ("kenji@example.org", "members/ballot_opened"),
        ("nerea@example.org", "nominations/named"),
        ("tomas@example.org", "nominations/received"),
    ]
    assert waiting.exclude(pk__in=played).count() == 3  # what screening said
    assert Message.objects.filter(status="queued", not_before__gt=timezone.now()).exists()  # held: may be undone


def those_who_wait_for_screening_pass_or_want_a_look(demo):
    call, officer = Call.objects.current(), User.objects.get(email="amina@example.org")
    for document in Document.objects.filter(nomination__call=call, versions__isnull=False):
        document.read()
    doubts = Doubts(call, officer)
    queue = call.nominations.filter(status="submitted").with_checks(doubts)
    wanting = {name: [one.number for one in queue if not getattr(one, f"passes_{name}")] for name in passing.CHECKS}

    assert {name for name, numbers in wanting.items() if numbers} == {"cv", "language", "single"}
    assert 10 <= Nomination.objects.passing(doubts).count() < queue.count()


def the_cast_signs_in_with_the_password_demo(demo):
    cast = User.objects.filter(email__endswith="@example.org")

    names = "adjoa amina auditor awa baptiste hanne ines jonas kenji leila luis mame marcos mei nerea ngugi ren sigrid tomas"
    assert " ".join(sorted(user.email.partition("@")[0] for user in cast)) == names
    assert all(user.check_password("demo") for user in cast)


def a_country_stands_at_each_stage_of_its_way_in(demo):
    stages = list(Accession.objects.values_list("status", flat=True))

    assert sorted(stages) == sorted(set(Accession.Status.values) - {"dismissed"})
    today = timezone.now().date()
    assert (Member.objects.on(today).count(), Member.objects.filter(admitted_on__gt=today).count()) == (29, 1)


def those_who_act_for_a_member_can_act(demo):
    acting = Delegate.objects.acting(timezone.now())
    played = acting.filter(user__email__endswith="@example.org").values_list("user__name", "member", "capacity")
    open_ballot = Ballot.objects.get(status="open")

    assert len(played) == 5
    assert acting.filter(capacity="council").count() == open_ballot.entitled == 29
    assert 0 < open_ballot.roll.exclude(vote=None).count() < 29
    assert not open_ballot.roll.exclude(vote=None).filter(member__code="JP").exists()


def a_beat_of_the_clock_finds_nothing_to_say(demo):
    before, now = Message.objects.count(), timezone.now()
    endorsement_clock.lapse(now)
    for beat in (endorsement_clock.tell_opened, endorsement_clock.tell_desks, endorsement_clock.remind_named):
        beat(now)
    for beat in (reminders.remind_drafts, reminders.tell_closed):
        beat(now)
    clock_of_committee.tell_reviewers(now)
    for beat in ("remind_of_terms", "remind_weekly", "remind_of_end", "warn_chairs", "tell_closed"):
        getattr(clock_of_committee, beat)(now)
    offer_clock.remind(now)
    offer_clock.keep_reserve_lists(now)

    assert Message.objects.count() == before


def the_desks_of_spain_and_senegal_hold_something_in_each_state(demo):
    words = Endorsement.objects.filter(call=Call.objects.current()).order_by("kind", "status")

    assert Counter(words.filter(member__code="ES").values_list("kind", "status")) == {
        ("nominate", "prepared"): 2,
        ("nominate", "invited"): 1,
        ("nominate", "given"): 2,
        ("nominate", "declined"): 1,
        ("endorse", "requested"): 1,
        ("endorse", "given"): 1,
    }
    named = words.naming().given().filter(member__code="ES").values_list("nomination__status", flat=True)
    assert sorted(named) == ["draft", "submitted"]
    ranked = words.filter(member__code="ES", status="prepared").order_by("rank")
    assert [len(one.missing()) for one in ranked] == [0, 1]  # the one that lacks its letter comes behind
    assert {one.prepared_by.capacity for one in words.naming()} == {"deputy"}
    assert not words.filter(status="declined").exclude(name="", email="", statement="").exists()


def two_members_named_one_person_and_one_of_them_has_no_place_left(demo):
    both = Nomination.objects.get(call=Call.objects.current(), display_name="Fátima Diop Castellví")
    prepared = Endorsement.objects.get(member__code="SN", status="prepared")
    places = prepared.siblings().in_places()

    assert sorted(both.endorsements.given().values_list("member__code", flat=True)) == ["ES", "SN"]
    assert prepared.missing() == []
    assert places.count() == prepared.call.quota == 2


def the_letter_to_the_person_who_is_asked_leads_to_a_page_that_asks(demo):
    letter = Message.objects.get(to="nerea@example.org")
    page = Client().get(seal.open_(letter.secret).removeprefix(settings.SITE_URL))

    assert "Spain" in page.content.decode()
    assert page.context["endorsement"].is_for(User.objects.get(email=letter.to))
    assert not page.context["what"]


def leila_can_ask_spain_until_a_day_of_its_own(demo):
    nomination = Nomination.objects.get(person__user__email="leila@example.org")
    ((spain, until),) = Endorsement.to_ask(nomination, timezone.now())

    assert spain.code == "ES"
    assert until < nomination.call.endorsement_end


def last_year():
    return Call.objects.get(year=timezone.now().year - 1)


def last_years_call_is_over_with_its_tracks(demo):
    last = last_year()
    given = last.endorsements.given().order_by("member__code")

    assert [*given.values_list("member__code", "kind")] == [
        ("DK", "endorse"),
        ("ES", "nominate"),
        ("JP", "nominate"),
        ("SN", "nominate"),
    ]
    assert last.tracks_frozen_at
    assert last.nominations.filter(track="member").count() == 3
    assert Appointment.objects.filter(person__nominations__call=last, route="member").count() == 3


def last_years_dossiers_are_judged_by_connected_panels_that_do_not_agree(demo):
    last = last_year()
    judged = Assignment.objects.filter(nomination__call=last)
    scored = last.nominations.filter(status="decided", track="open")
    tallies = ReviewTally.objects.filter(nomination__in=scored)

    assert tallies.count() == scored.count() == 11
    assert {*judged.values_list("status", flat=True)} == {"done"}
    assert judged.filter(anchor=True).count() == 2 * 5  # all five, so that every panel is connected with every other
    wide = [one for one in tallies if one.highest - one.lowest > last.third_review_gap]
    assert 3 <= len(wide) < 11
    assert Event.objects.filter(verb="review_voided").count() == 1
    means = judged.values("reviewer__user__name").annotate(mean=Avg("review__total"))
    by_mean = [each["reviewer__user__name"] for each in means.order_by("mean")]
    assert (by_mean[0], by_mean[-1]) == ("Ren Okabe", "Adjoa Mensimah")


def last_years_list_is_published_by_somebody_who_wrote_none_of_it(demo):
    last, waiting = last_year(), Publication.objects.get(status="done")
    chair, head = User.objects.get(email="mei@example.org"), User.objects.get(email="jonas@example.org")
    there = last.publications.filter(status="published").order_by("published_at")
    first, second = there

    assert Counter(first.decisions.values_list("outcome", flat=True)) == {"select": 9, "reserve": 3, "not_select": 2}
    assert {chair.pk} < {*first.hands}
    assert {one.released_by for one in there} == {head}
    places = first.decisions.filter(group__slug="data-governance", outcome="reserve").order_by("rank")
    assert [*places.values_list("rank", "nomination__number")] == [(1, 7), (2, 12)]
    assert second.decisions.get().nomination.owner.email == "ngugi@example.org"
    assert (waiting.call, waiting.why_not_by(head)) == (last, "")
    assert waiting.decisions.get().releases.status == "published"
    assert first.letters.count() > 14
    assert not first.foreign
    assert not broken()
    assert DecisionRecord.objects.filter(call=last).count() == 15


def seats_of_last_year_are_answered(demo):
    states = Offer.objects.filter(decision__call=last_year())

    assert Counter(states.values_list("status", flat=True)) == {"accepted": 7, "declined": 1, "lapsed": 1, "offered": 1}
    assert all(one.letter_sha256 and one.appointment.starts_on for one in states.filter(status="accepted"))
    assert not Decision.objects.filter(status="proposed", publication=None).exists()


def each_year_has_its_targets_and_last_year_its_numbers(demo):
    last, this = last_year(), Call.objects.get(year=timezone.now().year)
    proposal = Shortlist.objects.get()

    assert (proposal.call, proposal.status, proposal.outcome["chosen"] != []) == (last, "done", True)
    assert [last.targets.count(), this.targets.count()] == [4, 5]
    assert last.reason_texts.exists()
    assert this.reason_texts.exists()
    assert Statistics.objects.get(call=last).of_the_list
    [deviations] = report_of(Sight(last, User.objects.get(email="amina@example.org"))).parts[-1].tables
    assert deviations.rows
    assert all("Invented" in row.cells[-1] for row in deviations.rows)  # none without a reason


def this_years_are_half_reviewed_and_almost_screened(demo):
    this = Call.objects.get(year=timezone.now().year)
    states = Counter(Assignment.objects.filter(nomination__call=this).values_list("status", "declined_for"))
    done, open_ = states["done", ""], states["assigned", ""]

    assert 0.4 < done / (done + open_) < 0.7
    assert (states["declined", "conflict"], states["declined", "abstain"]) == (1, 1)
    assert this.nominations.filter(status="submitted").count() == 3
    assert this.nominations.get(screening_shown_at__gt=timezone.now()).status == "eligible"
    assert Remark.objects.count() == 4
    assert {"nationality", "residence", "employer", "member"} <= {
        *Conflict.objects.filter(by=None).values_list("kind", flat=True)
    }


def luis_has_something_done_begun_put_off_and_waiting(demo):
    luis = User.objects.get(email="luis@example.org")
    queue = Assignment.objects.visible_to(luis).filter(reviewer=Reviewer.objects.of(luis).first())

    assert queue.filter(status="done").count() == 3
    waiting = queue.filter(status="assigned")
    assert waiting.count() == 5
    assert "Luis Torres" in waiting.get(nomination__number=3).version.answers["evidence_record"]
    assert [*waiting.exclude(skipped_at=None)] == [waiting.in_order().last()]
    assert waiting.get(review__status="draft").review.aside["comment"]


def two_years_of_terms_are_invented_and_say_so(demo):
    today = timezone.now().date()
    sitting = Appointment.objects.on(today)

    assert sitting.count() > 40
    assert {*sitting.values_list("role", flat=True)} == {"expert", "co_chair"}
    assert sitting.exclude(person__in=Person.objects.public()).exists()  # somebody has not agreed to be shown
    assert not Affiliation.objects.exclude(organisation__contains="(invented)").exists()
    assert Project.objects.count() == 67


def a_second_demo_changes_nothing_whoever_signed_up_meanwhile(demo):
    make.user("somebody@ministry.gov", "Somebody Real")
    call_command("demo", verbosity=0)

    assert Nomination.objects.count() == 86


def test_the_demo_refuses_a_database_with_real_people(db):
    make.user("somebody@ministry.gov", "Somebody Real")

    with pytest.raises(CommandError, match="real people"):
        call_command("demo", verbosity=0)

    assert not Call.objects.exists()


CHECKS = (
    the_demo_tells_some_ninety_nominations_in_three_calls,
    everything_submitted_in_the_demo_is_complete_and_has_its_cv,
    only_what_is_new_waits_to_be_delivered,
    those_who_wait_for_screening_pass_or_want_a_look,
    the_cast_signs_in_with_the_password_demo,
    a_country_stands_at_each_stage_of_its_way_in,
    those_who_act_for_a_member_can_act,
    a_beat_of_the_clock_finds_nothing_to_say,
    the_desks_of_spain_and_senegal_hold_something_in_each_state,
    two_members_named_one_person_and_one_of_them_has_no_place_left,
    the_letter_to_the_person_who_is_asked_leads_to_a_page_that_asks,
    leila_can_ask_spain_until_a_day_of_its_own,
    last_years_call_is_over_with_its_tracks,
    last_years_dossiers_are_judged_by_connected_panels_that_do_not_agree,
    last_years_list_is_published_by_somebody_who_wrote_none_of_it,
    seats_of_last_year_are_answered,
    each_year_has_its_targets_and_last_year_its_numbers,
    this_years_are_half_reviewed_and_almost_screened,
    luis_has_something_done_begun_put_off_and_waiting,
    two_years_of_terms_are_invented_and_say_so,
    a_second_demo_changes_nothing_whoever_signed_up_meanwhile,
)  # one demo for all: building it takes seconds


def test_the_demo_is_what_it_says(demo):
    assert len(CHECKS) == 21
    for check in CHECKS:
        check(demo)
