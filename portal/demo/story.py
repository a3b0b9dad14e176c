"""The story of the demo: last year's call and this year's, walked with the verbs at the moments they would have happened."""

from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile

from members.models import WorkingGroup
from nominations.models import Call, Nomination
from nominations.questions import SECTIONS
from portal.lifecycle import clock
from portal.notifications.outbox import settle

from .answers import answers_of
from .cast import Cast, account
from .curriculum import curriculum
from .people import LEILA, OTHERS, TOMAS, Invented

AOE_NIGHT = 12  # 23:59 Anywhere on Earth ends at 12:00 UTC of the next day
SEATS = {"responsible-ai": 20, "data-governance": 20, "future-of-work": 20, "innovation-and-commercialisation": 20}
RUBRIC = [
    (
        "Expertise",
        "Expertise",
        "Depth of knowledge in the areas named, shown by evidence.",
        "Profondeur des connaissances, preuves à l'appui.",
        35,
    ),
    ("Record", "Réalisations", "Work of weight that others use.", "Des travaux de poids, utilisés par d'autres.", 25),
    (
        "International work",
        "Travail international",
        "Experience of working across borders.",
        "Expérience du travail au-delà des frontières.",
        15,
    ),
    (
        "Motivation",
        "Motivation",
        "A clear idea of what to contribute to the group.",
        "Une idée claire de l'apport au groupe.",
        15,
    ),
    (
        "Availability",
        "Disponibilité",
        "Time for six to eight hours a month over three years.",
        "Six à huit heures par mois pendant trois ans.",
        10,
    ),
]
INTRO_EN = """The Global Partnership on Artificial Intelligence is looking for experts for its four working groups.

You may nominate yourself, whatever your country: **nationality outside the Members is never a flaw.**
You need about 25 minutes, a curriculum vitae as PDF of at most four pages, and an e-mail address."""
INTRO_FR = """Le Partenariat mondial sur l'intelligence artificielle cherche des experts pour ses quatre groupes de travail.

Vous pouvez présenter votre propre candidature, quel que soit votre pays : **une nationalité hors des Membres n'est jamais un défaut.**
Il vous faut environ 25 minutes, un curriculum vitae au format PDF de quatre pages au plus et une adresse électronique."""


def tell(cast: Cast, *, progress=print):
    """Build both calls and sixty nominations in all their states. `progress` takes one line of text."""
    now = clock.now()
    progress("  last year's call, with its eighteen nominations ...")
    last = call_of(now.year - 1, closes=night(now - timedelta(days=356)), by=cast.jonas)
    for number, person in enumerate(OTHERS[:18], start=1):
        last_year(last, person, number, cast)
    last.conclude(by=cast.jonas, at=last.closes_at + timedelta(days=120))
    progress("  this year's call, with its forty-two ...")
    this = call_of(now.year, closes=night(now + timedelta(days=9)), by=cast.jonas, screening_hold_hours=0)
    with_draft(this, LEILA, cast)
    drafted(this, TOMAS, 200, now - timedelta(hours=1)).submit(by=cast.tomas)  # his receipt really leaves
    for number, person in enumerate(OTHERS[18:], start=1):
        this_year(this, person, number, cast)


def night(moment: datetime) -> datetime:
    """23:59 Anywhere on Earth of that day, as the first instant outside."""
    return datetime(moment.year, moment.month, moment.day, AOE_NIGHT, tzinfo=UTC) + timedelta(days=1)


def call_of(year, *, closes, by, **fields) -> Call:
    """A published call that opened thirty days before it closes, with dates for all that follows."""
    call = Call.objects.create(
        year=year,
        title_en=f"Call for experts {year}",
        title_fr=f"Appel à experts {year}",
        intro_en=INTRO_EN,
        intro_fr=INTRO_FR,
        opens_at=closes - timedelta(days=30),
        closes_at=closes,
        agree_until=closes + timedelta(days=3),
        complete_until=closes + timedelta(days=10),
        endorsement_until=closes + timedelta(days=7),
        screening_until=closes + timedelta(days=15),
        review_until=closes + timedelta(days=53),
        decisions_on=(closes + timedelta(days=67)).date(),
        **fields,
    )
    for group in WorkingGroup.objects.at_work():
        call.seats.create(group=group, number=SEATS[group.slug])
    for order, (name_en, name_fr, meaning_en, meaning_fr, weight) in enumerate(RUBRIC):
        call.criteria.create(
            name_en=name_en, name_fr=name_fr, meaning_en=meaning_en, meaning_fr=meaning_fr, weight=weight, order=order
        )
    call.publish(by=by, at=call.opens_at - timedelta(days=14))
    return call


def by_clock(call, number) -> datetime:
    """A moment of the call's days so far, different for each number."""
    end = min(call.closes_at, clock.now())
    return call.opens_at + (end - call.opens_at) * ((number * 37) % 100) / 100


def drafted(call, person: Invented, number, at) -> Nomination:
    """Started and filled in, CV and all, not submitted."""
    author = account(person)
    nomination = Nomination.start(call=call, by=author, at=at)
    answers = answers_of(person, number)
    for section in SECTIONS:
        nomination.save_section(section, answers, by=author, at=at)
    name = person.published or f"{person.given} {person.family}"
    nomination.attach("cv", ContentFile(curriculum(person, answers), name=f"CV {name}.pdf"), by=author, at=at)
    return nomination


def submitted(call, person, number, at) -> Nomination:
    nomination = drafted(call, person, number, at)
    nomination.submit(by=nomination.owner, at=at)
    settle(nomination, at)
    return nomination


def with_draft(call, person, cast):
    """Leila's: two sections complete, a third begun, nothing else."""
    author = cast.leila
    at = clock.now() - timedelta(hours=3)
    nomination = Nomination.start(call=call, by=author, at=at)
    answers = answers_of(person, 7)
    for section in ("you", "work"):
        nomination.save_section(section, answers, by=author, at=at)
    begun = {name: answers[name] for name in ("first_group", "biography")}
    nomination.save_section("contribution", begun, by=author, at=at)


def last_year(call, person, number, cast):
    """Fourteen eligible, two not, one withdrawn, one never sent."""
    at = by_clock(call, number)
    if number == 18:
        drafted(call, person, number, at)
        return
    nomination = submitted(call, person, number, at)
    screened = call.closes_at + timedelta(days=5, hours=number)
    if number == 17:
        nomination.withdraw(by=nomination.owner, at=at + timedelta(hours=2))
    elif number in (15, 16):
        nomination.declare_ineligible(
            reason="The curriculum vitae is that of another person.", by=cast.amina, at=screened
        )
    else:
        nomination.declare_eligible(by=cast.amina, at=screened)
    settle(nomination, screened)


def this_year(call, person, number, cast):
    """Ten drafts, and thirty that were submitted: waiting, returned, eligible, not eligible, withdrawn, asked."""
    at = by_clock(call, number)
    if number <= 4:
        drafted(call, person, number, at)
    elif number <= 10:
        begun(call, person, number, at)
    else:
        nomination = submitted(call, person, number, at)
        later = at + (clock.now() - at) / 2
        fate(nomination, number, later, cast)
        settle(nomination, later)


def begun(call, person, number, at):
    """A draft with the first sections only."""
    author = account(person)
    nomination = Nomination.start(call=call, by=author, at=at)
    for section in list(SECTIONS)[: number % 3 + 1]:
        nomination.save_section(section, answers_of(person, number), by=author, at=at)


def fate(nomination, number, at, cast):
    """What the secretariat or the person did with it since."""
    if number in (11, 12, 13):
        until = night(clock.now() + timedelta(days=4))
        reason = "The CV ends in the middle of page two. Upload the whole document."
        nomination.return_for_correction(sections=["documents"], until=until, reason=reason, by=cast.amina, at=at)
    elif number in (14, 15, 16, 17, 18, 19):
        nomination.declare_eligible(by=cast.amina, at=at)
    elif number in (20, 21):
        nomination.declare_ineligible(
            reason="The statements are about another call, not about this one.", by=cast.amina, at=at
        )
    elif number in (22, 23):
        nomination.withdraw(by=nomination.owner, at=at)
    elif number == 24:
        question = "Which of your two employers pays for your work on the trust?"
        settle(nomination.ask(question, by=cast.amina, at=at), at)
    elif number == 25:
        nomination.add_note("Wrote to the help desk twice about the upload; solved on the phone.", by=cast.amina)
