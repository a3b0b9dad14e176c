"""What the secretariat and experts write about a person: names, addresses, places of work, consents."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES, TEXTAREA_CLASSES, UnfoldAdminSelectWidget

from portal.lifecycle import clock
from portal.lifecycle.aoe import DayInput

from ..fields import Choice, Country
from ..models.consent import Purpose, Way
from ..stakeholders import StakeholderGroup
from ..typed import Line, Orcid, Text, WebAddress

CLASSES = {"select": SELECT_CLASSES, "textarea": TEXTAREA_CLASSES}


class InTheAdmin(forms.Form):
    """The fields as the admin's theme shows them."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for field in self.fields.values():
            kind = {forms.Textarea: "textarea"}.get(type(field.widget), "select" if hasattr(field, "choices") else "")
            if not isinstance(
                field.widget, (forms.RadioSelect, forms.CheckboxInput, DayInput, UnfoldAdminSelectWidget)
            ):
                field.widget.attrs["class"] = " ".join(CLASSES.get(kind, INPUT_CLASSES))


class ProfileForm(forms.Form):
    """What an expert says of themself to the public."""

    published_name = Line(
        label=_("Name for publication"),
        limit=160,
        ask=_("Enter the name under which you want to be shown"),
        help_text=_("As you want to be shown, in any script."),
    )
    biography = Text(label=_("Biography"), limit=1200, required=False, rows=10)
    profile_url = WebAddress(label=_("Profile on the web"), limit=200, required=False)
    orcid = Orcid(label="ORCID", required=False, help_text=_("16 characters, such as 0000-0002-1825-0097."))


class PersonForm(InTheAdmin, ProfileForm):
    """What the secretariat knows of somebody."""

    given_name = Line(label=_("Given name"), limit=80, required=False)
    family_name = Line(label=_("Family name"), limit=80, required=False)
    published_name = Line(
        label=_("Name for publication"),
        limit=160,
        required=False,
        help_text=_("Where it is another than given and family name."),
    )
    field_order = ("given_name", "family_name", "published_name")

    def clean(self):
        words = super().clean()
        named = any(words.get(name) for name in ("given_name", "family_name", "published_name"))
        if not named and not {"given_name", "family_name", "published_name"} & set(self.errors):
            self.add_error("family_name", _("Enter a name: the family name, the given name or the one for publication"))
        return words

    @classmethod
    def about(cls, person, typed, chosen):
        known = {name: getattr(person, name) for name in cls.base_fields if hasattr(person, name)} if person else {}
        return cls(typed, initial=known)


class NewPersonForm(PersonForm):
    email = forms.EmailField(
        max_length=254,
        label=_("E-mail address"),
        required=False,
        help_text=_("Whoever signs in and proves that it is theirs, is this person. Never public."),
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.org")},
    )


class AddressForm(InTheAdmin):
    email = forms.EmailField(
        max_length=254,
        label=_("E-mail address"),
        help_text=_("Whoever signs in and proves that it is theirs, is this person. Never public."),
        error_messages={
            "required": _("Enter the e-mail address to add"),
            "invalid": _("Enter an e-mail address, such as name@example.org"),
        },
    )


class ChosenForm(InTheAdmin):
    """One of the rows of a person, named in the address or chosen from the list."""

    ask = ""

    @classmethod
    def about(cls, person, typed, chosen):
        form = cls(typed, initial={name: chosen.get(name) for name in cls.base_fields if name in chosen})
        form.offer(person)
        return form


class RemoveAddressForm(ChosenForm):
    address = forms.TypedChoiceField(
        label=_("Which address"),
        coerce=int,
        error_messages={"required": _("Choose the address to remove"), "invalid_choice": _("Choose one of the list")},
    )

    def offer(self, person):
        known = person.addresses.order_by("email")
        self.fields["address"].choices = [("", _("Choose an address")), *((each.pk, each.email) for each in known)]


class WorkForm(forms.Form):
    """Where somebody works."""

    organisation = Line(label=_("Organisation"), limit=160, ask=_("Enter the name of the organisation"))
    position = Line(label=_("Position"), limit=120, required=False)
    stakeholder_group = Choice(
        label=_("Stakeholder group"), choices=StakeholderGroup.choices, ask=_("Choose the stakeholder group")
    )
    country = Country(label=_("Country of the organisation"), ask=_("Choose the country of the organisation"))


def day(label, hint):
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        widget=DayInput,
        error_messages={"invalid": _("Give the day as year, month and day, such as 2026-12-01.")},
    )


class AffiliationForm(InTheAdmin, WorkForm):
    since = day(_("From"), _("Where it is known."))
    until = day(_("Until"), _("The first day on which it was no longer so. None while it lasts."))

    def clean(self):
        words = super().clean()
        since, until = words.get("since"), words.get("until")
        if since and until and until <= since:
            self.add_error("until", _("It has to end after it began."))
        return words


class CorrectAffiliationForm(AffiliationForm):
    """First which one, then how it is."""

    affiliation = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def about(cls, person, typed, chosen):
        named = str((typed or chosen).get("affiliation", ""))
        there = person.affiliations.filter(pk=named).first() if named.isdecimal() and len(named) < 12 else None
        if there is None:
            form = WhichAffiliationForm.about(person, None, {})
            form.leads_on = True
            return form
        known = {name: getattr(there, name) for name in AffiliationForm.base_fields}
        return cls(typed, initial=known | {"affiliation": there.pk})


class WhichAffiliationForm(ChosenForm):
    affiliation = forms.TypedChoiceField(
        label=_("Which affiliation"),
        coerce=int,
        error_messages={
            "required": _("Choose the affiliation"),
            "invalid_choice": _("Choose one of the list"),
        },
    )

    def offer(self, person):
        known = [(each.pk, f"{each.organisation} ({each.country})") for each in person.affiliations.all()]
        self.fields["affiliation"].choices = [("", _("Choose an affiliation")), *known]


class ConsentForm(InTheAdmin):
    purpose = Choice(label=_("Purpose"), choices=Purpose.choices, ask=_("Choose what the consent is for"))
    way = Choice(
        label=_("By which way"),
        choices=[choice for choice in Way.choices if choice[0] not in (Way.PROFILE, Way.OFFER)],
        ask=_("Choose by which way the person said so"),
    )


class RecordConsentForm(ConsentForm):
    on = forms.DateField(
        label=_("Given on"),
        widget=DayInput,
        help_text=_("The day on which the person signed or said so."),
        error_messages={
            "required": _("Give the day on which the person signed or said so."),
            "invalid": _("Give the day as year, month and day, such as 2026-12-01."),
        },
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.now().date():
            raise forms.ValidationError(_("Enter a day that is not in the future"))
        return day


class ReasonForm(InTheAdmin):
    """Why two are one, or one is two."""

    reason = Text(
        label=_("Reason"),
        limit=1000,
        rows=3,
        ask=_("Say how you know it: the reason is kept with the merge."),
        help_text=_("Kept in the file; only staff read it."),
    )
