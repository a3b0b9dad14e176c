"""Section 5: interests."""

from django.utils.translation import gettext_lazy as _

from members.fields import Tick
from members.typed import Text

from .section import Part, SectionForm


def interest(label, hint=""):
    return Text(label=label, limit=800, rows=3, required=False, help_text=hint)


class Interests(SectionForm):
    title = _("Interests")
    summary = _("Contracts, funding, shares, roles; or nothing to declare")

    interest_employment = interest(
        _("Employment and contracts of the last three years"),
        _("Employers and clients in the field of AI, with the years."),
    )
    interest_funding = interest(_("Funding"), _("Grants and gifts for your work, and who gave them."))
    interest_shares = interest(_("Shareholdings in AI firms"), _("Name the firms; amounts are not needed."))
    interest_advisory = interest(_("Advisory roles"), _("Boards, councils and committees, paid or not."))
    interest_patents = interest(_("Patents"), _("Granted or applied for."))
    interest_statements = interest(
        _("Public statements"), _("Positions you have taken in public on matters of the group.")
    )
    interest_relatives = interest(
        _("Relatives"), _("Interests of your partner or close relatives that could touch the work of the group.")
    )
    interests_none = Tick(label=_("I have nothing to declare"), required=False)

    parts = (
        Part(
            "",
            "",
            (
                "interest_employment",
                "interest_funding",
                "interest_shares",
                "interest_advisory",
                "interest_patents",
                "interest_statements",
                "interest_relatives",
                "interests_none",
            ),
        ),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.hide_optional = True

    def clean(self):
        """Either something, or nothing said so."""
        declared = [name for name in INTERESTS if self.cleaned_data.get(name)]
        none = self.cleaned_data.get("interests_none")
        if none and declared:
            self.add_error(
                "interests_none", _("You declared something above. Untick this box, or clear the answers above.")
            )
        if not none and not declared and not self.errors:
            self.add_error(
                "interests_none", _("Declare your interests above, or tick that you have nothing to declare")
            )
        return self.cleaned_data


INTERESTS: tuple[str, ...] = tuple(name for name in Interests.base_fields if name != "interests_none")
