"""Every letter about a term: who gets it, what its first line says, in both languages, and what stands in none."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from members import terms
from members.models import Appointment
from portal.notifications.models import Message
from tests import make
from tests.kept import kept
from tests.letters import letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START, END = date(2026, 3, 1), date(2029, 3, 1)
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
SECRET = "She quarrels with everybody."
ENGLISH = re.compile(r"\b(the|your|you|is|this|that|with|have|not|will|was|we|until|from|term|terms)\b", re.I)

SUBJECTS = {  # occasion: the subject in English and in French
    "term_appointed": ("You are appointed: expert, Responsible AI", "Vous avez un mandat"),
    "term_renewed": ("Your term is renewed: expert, Responsible AI", "Votre mandat est renouvelé"),
    "term_resigned": ("You resign: expert, Responsible AI", "Votre démission"),
    "term_ended": ("Your term ends: expert, Responsible AI", "Votre mandat prend fin"),
    "term_called_off": ("Your term is called off: expert, Responsible AI", "Votre mandat est annulé"),
    "term_corrected": ("The days of your term: expert, Responsible AI", "Les dates de votre mandat"),
    "term_over": ("Your term has ended: expert, Responsible AI", "Votre mandat a pris fin"),
    "term_ending": ("Your term ends on 28 February 2029: expert", "Votre mandat prend fin le 28 février 2029"),
}
OTHERS = {  # occasion: whether the co-chair and the focal point are told of it, and how that letter begins
    "term_appointed": ("roster", True, False, "Somebody is appointed:"),
    "term_renewed": ("roster", True, True, "Somebody goes on:"),
    "term_resigned": ("roster", True, True, "Somebody leaves:"),
    "term_ended": ("roster", True, True, "Somebody leaves:"),
    "term_called_off": ("roster", True, False, "A term that was planned does not begin:"),
    "term_corrected": ("roster", False, False, ""),
    "term_over": ("roster", True, True, "Somebody leaves:"),
    "term_ending": ("terms_ending", True, True, "These terms end soon, and are not renewed yet:"),
}


@kept
def house(groups):
    """A co-chair of the group and the focal point of Canada; a co-chair and a focal point whom it does not concern."""
    chair = make.person(user=make.user("chair@example.org", "Carla Chair"))
    make.term(chair, starts_on=START, planned_end=END + 400 * DAY, role="co_chair", at=NOW)
    other = make.person(user=make.user("other-chair@example.org"))
    make.term(other, starts_on=START, planned_end=END + 400 * DAY, role="co_chair", group=groups[1], at=NOW)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    make.delegate(make.user("focal@example.org"), make.member(), "focal_point", since=since)
    make.delegate(make.user("tokyo@example.org"), make.member("JP", "Japan"), "focal_point", since=since)


def walk(occasion, reader, by) -> Appointment:
    """Do what causes a letter to this expert."""
    person, why = make.person(user=reader), {"reason": SECRET, "by": by, "at": NOW}
    tell = occasion == "term_appointed"
    starts_on = NOW.date() + 9 * DAY if occasion == "term_called_off" else START
    seat = {"route": "member", "member": make.member(), "by": by, "at": NOW, "tell": tell}
    term = make.term(person, starts_on=starts_on, **seat)
    match occasion:
        case "term_renewed":
            term.renew(by=by, at=NOW)
        case "term_resigned":
            term.resign(on=NOW.date() + 9 * DAY, **why)
        case "term_ended":
            term.end(on=NOW.date() + 9 * DAY, **why)
        case "term_called_off":
            term.call_off(**why)
        case "term_corrected":
            term.correct(starts_on=START, planned_end=END + DAY, **why)
        case "term_over":
            terms.keep_time(datetime.combine(END, datetime.min.time(), tzinfo=UTC))
        case "term_ending":
            terms.remind(datetime.combine(END - 90 * DAY, datetime.min.time(), tzinfo=UTC))
    return term


@pytest.mark.parametrize("occasion", SUBJECTS)
def test_a_letter_about_a_term_goes_to_whom_it_concerns_and_to_nobody_else(house, occasion, leila, amina):
    walk(occasion, leila, amina)

    digest, chair, focal, begins = OTHERS[occasion]
    told = {("leila@example.org", f"members/{occasion}")}
    told |= {("chair@example.org", f"members/{digest}")} if chair else set()
    told |= {("focal@example.org", f"members/{digest}")} if focal else set()
    told |= {("secretariat@example.org", f"members/{digest}")} if occasion == "term_ending" else set()
    assert letters() == told
    assert Message.objects.get(to="leila@example.org").subject.startswith(SUBJECTS[occasion][0])
    for letter in Message.objects.exclude(to="leila@example.org"):
        assert letter.text.startswith(begins)
        assert "Leila Haddad, expert, Responsible AI" in letter.text


@pytest.mark.parametrize("occasion", SUBJECTS)
def test_a_letter_about_a_term_is_told_in_french(house, occasion, amina):
    from portal.accounts.models import User

    User.objects.update(language="fr")
    make.groups()[0].__class__.objects.update(name_fr="IA responsable")
    reader = make.user("lu@example.org", "Lu Li", language="fr")

    walk(occasion, reader, amina)

    letter = Message.objects.get(to="lu@example.org")
    assert letter.subject.startswith(SUBJECTS[occasion][1])
    for each in Message.objects.exclude(to="secretariat@example.org"):
        text = re.sub(r"http\S+|\S+@\S+|Global Partnership.*", "", f"{each.subject}\n{each.text}")
        assert not ENGLISH.search(text), ENGLISH.search(text)
        assert "IA responsable" in text


@pytest.mark.parametrize("occasion", SUBJECTS)
def test_a_reason_stands_in_no_letter(house, occasion, leila, amina):
    walk(occasion, leila, amina)

    assert not Message.objects.filter(text__contains="quarrels").exists()


def test_a_term_that_is_over_or_comes_from_an_old_list_is_told_to_nobody(house, leila, amina):
    person = make.person(user=leila)
    make.term(person, starts_on=date(2021, 1, 1), planned_end=date(2022, 1, 1), by=amina, tell=True)
    make.term(person, starts_on=START, by=amina, tell=False)

    assert letters() == set()


def test_what_is_told_twice_is_two_letters_and_what_is_done_once_is_one(house, leila, amina):
    term = walk("term_resigned", leila, amina)
    term.resign(on=NOW.date() + 20 * DAY, reason=SECRET, by=amina, at=NOW)

    assert Message.objects.filter(occasion="members/term_resigned").count() == 2
    assert Message.objects.filter(occasion="members/roster").count() == 4


@pytest.mark.parametrize(
    ("consent", "told"),
    [
        (False, "The public does not see you: no page names you unless you agree."),
        (True, "You agreed to be shown to the public"),
    ],
)
def test_whoever_is_appointed_reads_whether_the_public_sees_them_and_where_to_decide(leila, amina, consent, told):
    person = make.person(user=leila, consent=consent)
    make.term(person, starts_on=START, by=amina, at=NOW, tell=True)

    letter = Message.objects.get(occasion="members/term_appointed")

    assert told in " ".join(letter.text.split())
    assert "/en/profile/" in letter.text
