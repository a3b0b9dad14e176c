"""A call of the demo: its texts, seats, rubric and dates."""

from datetime import timedelta

from members.models import WorkingGroup
from nominations.endorsement_clock import tell_opened
from nominations.models import Call
from portal.notifications.outbox import settle

RUBRIC = [
    (
        "Expertise",
        "Expertise",
        "Depth of knowledge in the areas named, shown by evidence.",
        "Profondeur des connaissances, preuves à l’appui.",
        35,
    ),
    ("Record", "Réalisations", "Work of weight that others use.", "Des travaux de poids, utilisés par d’autres.", 25),
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
        "Une idée claire de l’apport au groupe.",
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
INTRO_FR = """Le Partenariat mondial sur l’intelligence artificielle cherche des experts pour ses quatre groupes de travail.

Vous pouvez présenter votre propre candidature, quel que soit votre pays : **une nationalité hors des Membres n’est jamais un défaut.**
Il vous faut environ 25 minutes, un curriculum vitae au format PDF de quatre pages au plus et une adresse électronique."""
BALANCE_EN = (
    "When you name people for a group, please think of women and men in equal number, of workers’ organisations, "
    "and of the regions from which few nominations come. (Invented for the demo.)"
)
BALANCE_FR = (
    "Quand vous désignez des personnes pour un groupe, veuillez penser aux femmes et aux hommes en nombre égal, aux "
    "organisations de travailleurs et aux régions d’où viennent peu de candidatures. (Inventé pour la démonstration.)"
)


def call_of(year, *, closes, by, seats=20, decided=None, **fields) -> Call:
    """A published call that opened thirty days before it closes, with dates for all that follows. seats: of each group."""
    call = Call.objects.create(
        year=year,
        title_en=f"Call for experts {year}",
        title_fr=f"Appel à experts {year}",
        intro_en=INTRO_EN,
        intro_fr=INTRO_FR,
        balance_en=BALANCE_EN,
        balance_fr=BALANCE_FR,
        opens_at=closes - timedelta(days=30),
        closes_at=closes,
        agree_until=closes + timedelta(days=3),
        complete_until=closes + timedelta(days=10),
        endorsement_until=closes + timedelta(days=7),
        screening_until=closes + timedelta(days=15),
        review_until=closes + timedelta(days=53),
        decisions_on=(decided or closes + timedelta(days=67)).date(),
        **fields,
    )
    for group in WorkingGroup.objects.at_work():
        call.seats.create(group=group, number=seats)
    for order, (name_en, name_fr, meaning_en, meaning_fr, weight) in enumerate(RUBRIC):
        call.criteria.create(
            name_en=name_en, name_fr=name_fr, meaning_en=meaning_en, meaning_fr=meaning_fr, weight=weight, order=order
        )
    call.publish(by=by, at=call.opens_at - timedelta(days=14))
    tell_opened(call.opens_at)
    settle(call, call.opens_at)
    return call
