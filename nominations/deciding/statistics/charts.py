"""Numbers as shapes: where each bar, line and word of a drawing lies. Plain geometry; colours are the style sheet's."""

from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import pgettext

WIDE, HIGH, LEFT, TOP, FLOOR = 640, 220, 40, 14, 194
STEPS = (1, 2, 5)
WORDS = 5  # dates under a drawing


class Grid(NamedTuple):
    y: str
    text_y: str
    number: int


class Bar(NamedTuple):
    x: str
    y: str
    width: str
    height: str


class Word(NamedTuple):
    x: str
    text: str


class Drawing:
    """numbers: by day, or by the first day of a span, in their order."""

    def __init__(self, days: list[date], numbers: list[int]):
        self.days, self.numbers = days, numbers
        self.step = step_for(max(numbers, default=0))
        self.top = self.step * max(-(-max(numbers, default=0) // self.step), 1)
        self.place = (WIDE - LEFT) / max(len(numbers), 1)

    @property
    def lowest(self) -> int:
        return min(self.numbers)

    @property
    def highest(self) -> int:
        return max(self.numbers)

    @property
    def total(self) -> int:
        return sum(self.numbers)

    def y(self, number) -> float:
        return FLOOR - (FLOOR - TOP) * number / self.top

    def middle(self, n) -> float:
        return LEFT + self.place * (n + 0.5)

    @property
    def grid(self) -> list[Grid]:
        steps = range(0, self.top + 1, self.step)
        return [Grid(told(self.y(number)), told(self.y(number) + 5), number) for number in steps]

    @property
    def bars(self) -> list[Bar]:
        gap = min(6, self.place / 5)
        return [
            Bar(
                told(LEFT + self.place * n + gap / 2),
                told(self.y(number)),
                told(self.place - gap),
                told(FLOOR - self.y(number)),
            )
            for n, number in enumerate(self.numbers)
        ]

    @property
    def line(self) -> str:
        return " ".join(f"{told(self.middle(n))},{told(self.y(number))}" for n, number in enumerate(self.numbers))

    @property
    def words(self) -> list[Word]:
        every, layout = -(-len(self.days) // WORDS), pgettext("layout of a day without its year", "j M")
        return [
            Word(told(self.middle(n)), date_format(day, layout)) for n, day in enumerate(self.days) if n % every == 0
        ]


def step_for(highest: int) -> int:
    """The round number by which the grid goes up, at most five times."""
    size = 1
    while True:
        for step in STEPS:
            if step * size * 5 >= highest:
                return step * size
        size *= 10


def told(place: float) -> str:
    """A length for the drawing: with a point in every language."""
    return f"{place:.1f}"
