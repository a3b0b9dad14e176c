"""As many invented people as one asks for, the same for the same seed."""

from random import Random

from portal.demo.answers import answers_of
from portal.demo.people import CIV, DG, FOW, IC, IND, INT, LAB, RAI, SCI, Invented

GIVEN = "Ada Bram Chidi Dalia Eero Farah Goran Hana Ivo Jaya Kwame Lina Marek Nadia Olu Pia Quyen Rosa Sami Tove Uma Viktor Wanja Ximena Yara Zeno"
FAMILY = (
    "Abara Bellini Castro Dahl Ekström Fontaine Gashi Horvat Ishikawa Jansen Kimura Lindqvist Mensah Novak Okoye Petrescu "
    "Quispe Rahman Sandoval Tamm Ueda Vargas Wójcik Xenakis Yilmaz Zeman"
)
WORK = "Institute Laboratory Foundation Council Observatory Works Trust Agency"
PLACES = "SN GH KE MA IN JP KR SG DE FR ES PL DK CZ BR MX CA US AR CL AU NZ EG VN"


class Crowd:
    """people of a call. dice(number, what): chance that belongs to one person alone, whoever asks first."""

    def __init__(self, seed, size):
        self.seed, self.size = seed, size

    def dice(self, number, what="") -> Random:
        return Random(f"{self.seed} {number} {what}")  # noqa: S311  a rehearsal guards nothing

    def person(self, number) -> Invented:
        dice = self.dice(number)
        home = dice.choice(PLACES.split())
        residence = home if dice.random() < 0.8 else dice.choice(PLACES.split())
        family = f"{dice.choice(FAMILY.split())}-{dice.choice(FAMILY.split())}"
        return Invented(
            given=dice.choice(GIVEN.split()),
            family=f"{family} {lettered(number)}",
            published="",
            title="",
            nationality=home,
            residence=residence,
            organisation=f"{family} {dice.choice(WORK.split())}",
            position="Head of research",
            stakeholder=dice.choices((SCI, IND, CIV, LAB, INT), (40, 20, 20, 8, 12))[0],
            group=dice.choices((RAI, DG, FOW, IC), (35, 25, 20, 20))[0],
            language="fr" if dice.random() < 0.15 else "en",
        )

    def answers(self, number) -> dict:
        dice = self.dice(number, "answers")
        gender = dice.choices(("woman", "man", "non_binary", "undisclosed", ""), (33, 50, 2, 8, 7))[0]
        reserve = "on" if dice.random() < 0.9 else ""
        return answers_of(self.person(number), number) | {"gender": gender, "consent_reserve_list": reserve}

    def merit(self, number) -> float:
        """What a fair reviewer would give, 0 to 5."""
        return min(5.0, max(0.5, self.dice(number, "merit").gauss(3.1, 0.8)))


def lettered(number) -> str:
    """A number in letters, for names hold no digits."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters.capitalize()
