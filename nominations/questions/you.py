"""Section 1: you."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.fields import Choice, Country, Nationality
from members.typed import Line, Phone

from .choices import CAREER_STAGES, GENDERS
from .section import Part, SectionForm

NATIONALITIES = ("nationality_1", "nationality_2", "nationality_3")


class You(SectionForm):
    title = _("About you")
    summary = _("Name, nationality, where you live and work")
    parts = (
        Part(_("Your name"), "", ("given_name", "family_name", "published_name", "honorific")),
        Part(
            _("Where you belong"),
            _(
                "Nationality, residence and work may be in any country. A country outside the Partnership is never a flaw."
            ),
            (*NATIONALITIES, "residence", "work_country"),
        ),
        Part("", "", ("phone", "gender", "gender_self_described", "career_stage")),
    )
    together = {
        "nationality_1": (_("Nationality"), NATIONALITIES),
        "gender": (_("Gender"), ("gender", "gender_self_described")),
    }

    given_name = Line(
        label=_("Given name"), limit=80, required=False, help_text=_("Leave this empty if you have one name only.")
    )
    family_name = Line(label=_("Family name"), limit=80, ask=_("Enter your family name"))
    published_name = Line(
        label=_("Name for publication"),
        limit=160,
        required=False,
        help_text=_("As it should read if you are appointed. Leave it empty to use your given and family name."),
    )
    honorific = Line(label=_("Title"), limit=40, required=False, width="w-s", help_text=_("Such as Dr or Professor."))
    phone = Phone(
        label=_("Phone number"),
        required=False,
        help_text=_("With the country code. We call only if a mail does not reach you. It is never published."),
    )
    nationality_1 = Nationality(label=_("Nationality"), ask=_("Choose your nationality"))
    nationality_2 = Nationality(label=_("Second nationality"), required=False)
    nationality_3 = Nationality(label=_("Third nationality"), required=False)
    residence = Country(label=_("Country you live in"), ask=_("Choose the country you live in"))
    work_country = Country(label=_("Country you work in"), ask=_("Choose the country you work in"))
    gender = Choice(
        label=_("Gender"),
        choices=GENDERS,
        required=False,
        help_text=_("Used in totals, and to keep the groups balanced. Reviewers never see it."),
    )
    gender_self_described = Line(label=_("How you describe your gender"), limit=80, required=False)
    career_stage = Choice(label=_("Career stage"), choices=CAREER_STAGES, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["given_name"].hide_optional = True
        self.fields["given_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["family_name"].widget.attrs["autocomplete"] = "family-name"

    def clean(self):
        self.check_nationalities()
        described = self.cleaned_data.get("gender_self_described")
        if (
            self.cleaned_data.get("gender") == "self_described"
            and not described
            and "gender_self_described" not in self.errors
        ):
            self.add_error(
                "gender_self_described", _("Write how you describe your gender, or choose another answer above")
            )
        return self.cleaned_data

    def check_nationalities(self):
        """Each of them once."""
        seen = {self.cleaned_data.get("nationality_1")}
        for name in NATIONALITIES[1:]:
            country = self.cleaned_data.get(name)
            if country and country in seen:
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("You named this nationality above. Choose another one or none."), code="twice"
                    ),
                )
            seen.add(country)

    def said_together(self, first, names):
        if first == "gender" and self.data.get("gender") == "self_described":
            return self.said("gender_self_described") or self.said("gender")
        return self.said("gender") if first == "gender" else super().said_together(first, names)
