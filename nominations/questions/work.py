"""Section 2: your work."""

from django.utils.translation import gettext_lazy as _

from members.fields import Choice
from members.stakeholders import StakeholderGroup
from members.typed import Line, Orcid, WebAddress, WholeNumber

from .choices import DISCIPLINES, LEVELS, WORKING_LEVELS
from .section import Part, SectionForm

LANGUAGES = ("language_en", "language_fr", "languages_other")


class Work(SectionForm):
    title = _("Your work")
    summary = _("Organisation, position, disciplines, languages")
    parts = (
        Part(
            "",
            "",
            ("organisation", "position", "stakeholder_group", "discipline_1", "discipline_2", "years_experience"),
        ),
        Part(
            _("Languages"),
            _(
                "The groups work in English and French. You need one of them at working level: you can take part in meetings and write."
            ),
            LANGUAGES,
        ),
        Part(_("Where to read about you"), "", ("orcid", "organisation_url", "profile_url")),
    )
    together = {"language_en": (_("Languages"), LANGUAGES)}

    organisation = Line(
        label=_("Organisation"),
        limit=160,
        ask=_("Enter the organisation you work for"),
        help_text=_("The main one. If you work for yourself, write “self-employed”."),
    )
    position = Line(label=_("Position"), limit=120, ask=_("Enter your position, such as head of research"))
    stakeholder_group = Choice(
        label=_("Stakeholder group"),
        choices=StakeholderGroup.choices,
        ask=_("Choose the stakeholder group you belong to"),
        help_text=_("The one that your main work belongs to."),
    )
    discipline_1 = Choice(label=_("Main discipline"), choices=DISCIPLINES, ask=_("Choose your main discipline"))
    discipline_2 = Choice(label=_("Second discipline"), choices=DISCIPLINES, empty=_("None"), required=False)
    years_experience = WholeNumber(
        label=_("Years of experience"),
        least=0,
        most=60,
        ask=_("Enter your years of experience as a number, such as 12"),
        wrong=_("Enter your years of experience as a whole number from 0 to 60, such as 12"),
        help_text=_("In the field in which you want to contribute."),
    )
    language_en = Choice(label=_("English"), choices=LEVELS, required=False)
    language_fr = Choice(label=_("French"), choices=LEVELS, required=False)
    languages_other = Line(
        label=_("Other languages, with your level"),
        limit=200,
        required=False,
        help_text=_("Such as: Arabic (native), Spanish (working)."),
    )
    orcid = Orcid(label="ORCID", required=False, help_text=_("16 characters, such as 0000-0002-1825-0097."))
    organisation_url = WebAddress(label=_("Website of your organisation"), required=False)
    profile_url = WebAddress(
        label=_("A page about you"), required=False, help_text=_("Such as your page at your organisation.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("language_en", "language_fr"):
            self.fields[name].hide_optional = True
        self.fields["organisation"].widget.attrs["autocomplete"] = "organization"

    def clean(self):
        levels = {self.cleaned_data.get(name) for name in ("language_en", "language_fr")}
        if not levels & set(WORKING_LEVELS) and not {"language_en", "language_fr"} & set(self.errors):
            self.add_error(
                "language_en", _("Choose your level of English and French: you need one of them at working level")
            )
        second = self.cleaned_data.get("discipline_2")
        if second and second == self.cleaned_data.get("discipline_1"):
            self.add_error("discipline_2", _("This is your main discipline already. Choose another one or none."))
        return self.cleaned_data

    def said_together(self, first, names):
        said = [
            _("%(label)s: %(text)s") % {"label": self.fields[name].label, "text": self.said(name)}
            for name in names[:2]
            if self.said(name)
        ]
        return "\n".join(filter(None, [*said, self.said("languages_other")]))
