"""Section 3: your contribution."""

from django.utils.translation import gettext_lazy as _

from members.fields import Choice, Choices
from members.models import WorkingGroup
from members.typed import Text

from .choices import EXPERTISE
from .outputs import OUTPUT_NAMES, OUTPUT_PARTS, Outputs
from .section import Part


class Contribution(Outputs):
    title = _("Your contribution")
    summary = _("Working group, expertise, biography, motivation, evidence")
    parts = (
        Part("", "", ("first_group", "second_group", "expertise", "biography", "motivation")),
        Part(
            _("Evidence"),
            _("Name what can be checked: results, standards, systems, policies, publications. English or French."),
            ("evidence_expertise", "evidence_record", "evidence_international"),
        ),
        *OUTPUT_PARTS,
        Part("", "", ("earlier_roles",)),
    )
    folded, numbered = OUTPUT_PARTS[1:], OUTPUT_PARTS
    folded_words = _("Name more outputs")
    together = {"output_1_title": (_("Outputs"), OUTPUT_NAMES)}

    first_group = Choice(
        label=_("Which working group do you want to join first?"),
        choices=[],
        ask=_("Choose your first working group"),
        help_text=_("The committee looks at this choice before your second one."),
    )
    second_group = Choice(label=_("Second choice"), choices=[], required=False)
    expertise = Choices(
        label=_("Areas of expertise"),
        choices=EXPERTISE,
        most=6,
        ask=_("Choose at least one area of expertise"),
        help_text=_("One to six."),
    )
    biography = Text(
        label=_("Biography"),
        limit=1200,
        ask=_("Write a short biography"),
        help_text=_("In the third person. It is published if you are appointed, and not before."),
    )
    motivation = Text(
        label=_("Motivation"),
        limit=3000,
        rows=10,
        ask=_("Write why you want to join the group"),
        help_text=_("Why this group, and what you want to bring forward in the next three years."),
    )
    evidence_expertise = Text(
        label=_("Evidence of your expertise"),
        limit=1500,
        ask=_("Name evidence of your expertise"),
        help_text=_("What you know that the group needs."),
    )
    evidence_record = Text(
        label=_("Evidence of your record"),
        limit=1500,
        ask=_("Name evidence of your record"),
        help_text=_("What you achieved, and what became of it."),
    )
    evidence_international = Text(
        label=_("Evidence of international work"),
        limit=1500,
        ask=_("Name evidence of international work, or say that there is none yet"),
        help_text=_("With whom across borders, and on what."),
    )
    earlier_roles = Text(
        label=_("Earlier roles with GPAI, the OECD or the United Nations"),
        limit=800,
        rows=4,
        required=False,
        help_text=_("Role, body and years."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        groups = [(group.slug, group.name) for group in self.groups()]
        self.fields["first_group"].choices = groups
        self.fields["second_group"].choices = [("", _("No second choice")), *groups]

    def groups(self):
        """Those that take experts in this call."""
        holder = self.nomination or self.call
        return [seats.group for seats in holder.seats_by_group] if holder else WorkingGroup.objects.at_work()

    def clean(self):
        second = self.cleaned_data.get("second_group")
        if second and second == self.cleaned_data.get("first_group"):
            self.add_error("second_group", _("This is your first choice already. Choose another group or none."))
        self.check_outputs()
        return self.cleaned_data

    def said_together(self, first, names):
        return self.said_outputs()
