"""The secretariat's screens for a Member's standing and the people who act for it."""

from datetime import UTC, datetime, timedelta

import pytest

from members.models import Delegate, Member
from portal.accounts.models import User
from portal.lifecycle import clock
from portal.lifecycle.aoe import end_of
from tests import make
from tests.admin import do, enter, list_of, page_of
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADD = list_of(Delegate, "add")


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def officer(client, amina):
    return enter(client, amina)


@kept
def senegal(db):
    return make.member("SN", "Senegal")


@kept
def awa(senegal):
    return make.delegate(make.user("awa@example.org", "Awa Ndiaye"), senegal, "focal_point")


@kept
def typed(senegal):
    """The form as it is filled in."""
    words = {"member": senegal.pk, "capacity": "focal_point", "email": "new@example.org", "language": "en"}
    return words | {"institution": "Ministry", "since": "", "until": "", "succeeds": ""}


def days_from_today(number):
    return (clock.now().date() + number * DAY).isoformat()


def wrongs(page) -> int:
    return page.content.decode().count('class="wrong"') + page.content.decode().count('class="problem"')


# --- delegates


def test_an_officer_names_somebody_by_address(officer, typed, amina):
    page = officer.post(ADD, typed | {"until": days_from_today(30)}, follow=True)

    delegate = Delegate.objects.get()
    assert "The person is told." in page.content.decode()
    assert (delegate.user.email, delegate.capacity, delegate.named_by) == ("new@example.org", "focal_point", amina)
    assert delegate.until == end_of(clock.now().date() + 30 * DAY)
    assert "not yet: nobody can act so far" in page.content.decode()


def test_the_form_knows_the_member_from_whose_page_one_comes(officer, senegal):
    assert f'value="{senegal.pk}" selected' in officer.get(f"{ADD}?member=SN").content.decode()
    for odd in ("", "XX", "'", "SN' OR 1=1", "\x00", "S\x00", "SÑ", "X" * 999):
        assert officer.get(ADD, {"member": odd}).status_code == 200


def test_a_second_focal_point_is_refused_in_words_what_was_typed_stays_and_a_tick_lets_it_follow(officer, typed, awa):
    page = officer.post(ADD, typed)

    assert "Tick that the new one follows" in page.content.decode()
    assert 'value="new@example.org"' in page.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()
    officer.post(ADD, typed | {"succeeds": "on"})
    awa.refresh_from_db()
    assert awa.until == Delegate.objects.get(user__email="new@example.org").since


@pytest.mark.parametrize(
    "wrong",
    [
        {"member": ""},
        {"member": "999999"},
        {"member": "Senegal"},
        {"member": "9" * 40},
        {"capacity": "pope"},
        {"email": ""},
        {"email": "not an address"},
        {"email": "x@localhost"},
        {"email": "aé@example.org"},
        {"institution": "  "},
        {"institution": "x" * 161},
        {"institution": "Ministry \u202eof"},
        {"institution": "Ministry \x00 of"},
        {"email": "\x00@example.org"},
        {"member": "\x00"},
        {"since": "yesterday"},
        {"until": "0001-01-01"},
        {"until": "9999-12-31"},
        {"until": "2001-01-01"},
        {"language": "de"},
    ],
)
def test_what_cannot_be_is_refused_in_words(officer, typed, wrong):
    page = officer.post(ADD, typed | wrong)

    assert page.status_code == 200
    assert wrongs(page)
    assert not Delegate.objects.exists()


def test_what_the_form_does_not_offer_is_not_taken(officer, typed, amina, leila):
    more = {"user": leila.pk, "named_by": leila.pk, "by": leila.pk, "at": "2001-01-01", "who": leila.email, "pk": 7}
    officer.post(ADD, typed | more)

    delegate = Delegate.objects.get()
    assert (delegate.user.email, delegate.named_by) == ("new@example.org", amina)
    assert delegate.since.year > 2001


def test_a_delegate_is_ended_now_or_after_a_last_day(officer, awa):
    officer.post(do(awa, "end"), {"until": days_from_today(5)})
    awa.refresh_from_db()
    assert awa.until == end_of(clock.now().date() + 5 * DAY)

    officer.post(do(awa, "end"), {"until": ""})
    awa.refresh_from_db()
    assert awa.until <= clock.now()
    assert "This cannot be done at present" in officer.get(do(awa, "end"), follow=True).content.decode()


def test_the_institution_is_corrected_from_what_stands(officer, awa):
    assert f'value="{awa.institution}"' in officer.get(do(awa, "correct_institution")).content.decode()

    officer.post(do(awa, "correct_institution"), {"institution": "Office of the President"})

    awa.refresh_from_db()
    assert awa.institution == "Office of the President"


def test_an_auditor_reads_and_changes_nothing(client, auditor, awa, senegal, typed):
    enter(client, auditor)

    assert client.get(list_of(Delegate)).status_code == client.get(page_of(awa)).status_code == 200
    for address in (ADD, do(awa, "end"), do(awa, "correct_institution"), do(senegal, "suspend"), do(senegal, "leave")):
        assert client.post(address, typed).status_code == 403
    assert "Name a delegate" not in client.get(page_of(senegal)).content.decode()


FILTERS = [
    ("", {"now", "later", "ended", "never", "japan"}),
    ("member=JP", {"japan"}),
    ("capacity=deputy", {"now"}),
    ("current=now", {"now", "japan"}),
    ("current=later", {"later"}),
    ("current=ended", {"ended", "never"}),
    ("current=odd&member=XX&capacity=odd", {"now", "later", "ended", "never", "japan"}),
    ("q=jap", {"japan"}),
    ("q=N", {"now", "never"}),
]


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_the_list_is_narrowed_by_member_capacity_time_and_person(officer, senegal, query, found):
    now = clock.now()
    spans = {"now": ("deputy", -1, 9), "later": ("council", 3, None), "ended": ("council", -9, -1)}
    for name, (capacity, since, until) in (spans | {"never": ("council", 5, 5)}).items():
        times = {"since": now + since * DAY, "until": until and now + until * DAY}
        make.delegate(make.user(f"{name}@example.org"), senegal, capacity, **times)
    make.delegate(make.user("japan@example.org"), make.member("JP", "Japan"), "council")

    page = officer.get(f"{list_of(Delegate)}?{query}").content.decode()

    assert {
        name for name in ("now", "later", "ended", "never", "japan") if f"({name}@" in page or f">{name}@" in page
    } == found


# --- standing


def test_a_member_is_suspended_and_reinstated_on_its_page_which_shows_when_and_why(officer, senegal, awa):
    officer.post(do(senegal, "suspend"), {"reason": "Dues unpaid.", "on": days_from_today(-3)})
    page = officer.get(page_of(senegal)).content.decode()
    assert "Dues unpaid." in page
    assert "Awa Ndiaye" in page
    assert do(senegal, "reinstate") in page
    assert do(senegal, "suspend") not in page

    officer.post(do(senegal, "reinstate"), {"reason": "Dues came.", "on": ""})
    page = officer.get(page_of(senegal)).content.decode()
    assert "Dues came." in page
    assert Member.objects.get(code="SN").status == "active"


def test_the_last_day_is_typed_and_shown_as_people_say_it_and_stored_as_the_first_outside(officer, senegal):
    last = clock.now().date() + 30 * DAY

    officer.post(do(senegal, "leave"), {"reason": "It said so.", "on": last.isoformat()})

    senegal.refresh_from_db()
    assert senegal.left_on == last + DAY
    assert (
        Member.objects.with_rights(datetime.combine(last, datetime.max.time(), tzinfo=UTC)).filter(code="SN").exists()
    )
    page = officer.get(page_of(senegal)).content.decode()
    assert f"{last.day} {last:%B} {last.year}" in page
    assert do(senegal, "leave") not in page

    officer.post(do(senegal, "call_off_leaving"), {"reason": "It stays."})
    senegal.refresh_from_db()
    assert senegal.left_on is None


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("suspend", {"reason": ""}),
        ("suspend", {"reason": "x" * 2001}),
        ("suspend", {"reason": "Why \u2066 and how"}),
        ("suspend", {"reason": "Why.", "on": "\x00"}),
        ("suspend", {"reason": "Why.", "on": "2999-01-01"}),
        ("suspend", {"reason": "Why.", "on": "not a day"}),
        ("suspend", {"reason": "Why.", "on": "0001-01-01"}),
        ("leave", {"reason": "Why.", "on": ""}),
        ("leave", {"reason": "Why.", "on": "9999-12-31"}),
        ("leave", {"reason": "Why.", "on": "0001-01-01"}),
        ("leave", {"reason": "", "on": "2030-01-01"}),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(officer, senegal, verb, words):
    page = officer.post(do(senegal, verb), words)

    assert page.status_code == 200
    assert wrongs(page)
    assert not senegal.story().exists()


def test_a_change_that_a_colleague_made_meanwhile_is_not_made_twice(officer, senegal, amina):
    senegal.suspend(reason="Dues.", by=amina)

    page = officer.post(do(senegal, "suspend"), {"reason": "Dues.", "on": ""})

    assert "This is “suspended” already" in page.content.decode()
    assert senegal.suspensions.count() == 1


def test_the_page_of_an_account_says_for_whom_it_acts(officer, awa):
    page = officer.get(page_of(awa.user)).content.decode()

    assert "Senegal" in page
    assert "focal point" in page


def test_stories_tell_acts_with_their_capacity_in_words(officer, senegal, awa):
    senegal.record("looked over", by=awa.user, capacity=awa.as_what)

    assert "(focal point, Senegal)" in officer.get(page_of(senegal)).content.decode()


def test_a_day_in_a_story_is_told_in_words_and_one_of_no_calendar_as_it_is(officer, senegal, amina):
    senegal.record("moved", by=amina, facts={"on": "2026-03-01", "kind": "2026-02-31", "before": "2026-03-02"})

    page = officer.get(page_of(senegal)).content.decode()

    for words in ("1 March 2026", "2026-02-31", "2026-03-02"):
        assert words in page
