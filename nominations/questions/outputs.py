"""Up to five outputs, each with title, year and address: a part of section 3."""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.typed import Line, WebAddress, WholeNumber

from .section import Part, SectionForm

NUMBERS = range(1, 6)
FIRST_YEAR = 1950


def names_of(number: int) -> tuple[str, str, str]:
    return f"output_{number}_title", f"output_{number}_year", f"output_{number}_url"


def fields_of(number: int) -> dict:
    title, year, url = names_of(number)
    return {
        title: Line(label=_("Title"), limit=200, required=False),
        year: WholeNumber(
            label=_("Year"),
            least=FIRST_YEAR,
            most=timezone.now().year + 10,  # the form below asks for no later than next year
            required=False,
            wrong=_("Enter the year in four digits, no later than next year, such as 2024"),
        ),
        url: WebAddress(label=_("Web address"), required=False),
    }


OUTPUT_NAMES = tuple(name for number in NUMBERS for name in names_of(number))
FIRST_HINT = _("Up to five publications, systems, standards or policies that show your work best. None is needed.")
OUTPUT_PARTS = tuple(
    Part(format_lazy(_("Output {number}"), number=number), FIRST_HINT if number == 1 else "", names_of(number))
    for number in NUMBERS
)


class OutputRules:
    """What holds between title, year and address of an output."""

    def check_outputs(self):
        for number in NUMBERS:
            title, year, url = names_of(number)
            told = [name for name in (year, url) if self.cleaned_data.get(name) not in (None, "")]
            if told and not self.cleaned_data.get(title) and title not in self.errors:
                self.add_error(title, _("Enter the title of this output, or clear its year and address"))
            if (self.cleaned_data.get(year) or 0) > timezone.now().year + 1:
                self.add_error(year, _("This year lies in the future. Name only what is there or about to appear."))

    def said_outputs(self) -> str:
        """One to a line."""
        lines = []
        for number in NUMBERS:
            title, year, url = (self.said(name) for name in names_of(number))
            lines.append(" ".join(filter(None, [title, f"({year})" if year else "", url])))
        return "\n".join(filter(None, lines))


Outputs = type(
    "Outputs",
    (OutputRules, SectionForm),
    {name: field for number in NUMBERS for name, field in fields_of(number).items()},
)
