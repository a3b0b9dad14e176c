"""What the secretariat types about a reviewer: who, for what, how much; what conflicts follow from; when away; why ended."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from members.fields import Country, Nationality
from members.forms.appointment import DayField
from members.forms.people import InTheAdmin
from members.models import Member, WorkingGroup
from members.typed import Text
from nominations.forms.choosing import call_field
from nominations.models import Call
from portal.accounts.forms.worded import plain_address

from .models.reviewer import LANGUAGES


def number(label, hint=""):
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=500,
        error_messages={
            "required": _("Give a number."),
            "invalid": _("Give a number."),
            "min_value": _("Give a number from 0 to 500."),
            "max_value": _("Give a number from 0 to 500."),
        },
    )


class SeatForm(InTheAdmin):
    """Groups, languages and loads of a seat."""

    groups = forms.ModelMultipleChoiceField(
        WorkingGroup.objects.at_work(),
        label=_("Groups"),
        help_text=_("Whose nominations the person can judge best."),
        error_messages={"required": _("Name at least one group."), "invalid_choice": _("Choose groups from the list.")},
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages the person reads"),
        choices=LANGUAGES,
        error_messages={"required": _("Name at least one language.")},
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    least = number(_("Fewest reviews"), _("An assignment gives at least so many."))
    most = number(_("Most reviews"), _("An assignment gives no more; 0 for a chair who reviews nothing."))
    chairs = forms.BooleanField(
        label=_("Chairs the committee"),
        help_text=_("Reads all reviews of the call, conflicts apart."),
        required=False,
    )

    @classmethod
    def about(cls, thing, typed, chosen):
        """With what the seat has now."""
        groups = [group.pk for group in thing.groups.all()] if thing else []
        names = ("languages", "least", "most", "chairs")
        return cls(typed, initial={"groups": groups, **{name: getattr(thing, name) for name in names if thing}})

    def clean(self):
        words = super().clean()
        least, most = words.get("least"), words.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", _("The most reviews cannot be less than the fewest."))
        return words


class NameForm(SeatForm):
    """A seat, and who has it, in which call."""

    call = call_field(Call.objects.filter(status=Call.Status.PUBLISHED))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "Whoever proves by a code that this address is theirs has the seat. Without an account one is made ready."
        ),
        max_length=254,
        validators=[plain_address],
        error_messages={"required": _("Give the person's address.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=settings.LANGUAGES,
        help_text=_("For an address without an account; everybody else has chosen one."),
        error_messages={"required": _("Choose the language of the letter.")},
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("call", "email", "language")

    @classmethod
    def about(cls, seat, typed, chosen):
        newest = cls.base_fields["call"].queryset.first()
        return cls(typed, initial={"call": newest, "least": 0, "most": 40})


class FactsForm(InTheAdmin):
    """Conflicts of interest are found by these. The reviewer states them, too."""

    nationality_1 = Nationality(label=_("Nationality"), required=False)
    nationality_2 = Nationality(label=_("Second nationality"), required=False)
    nationality_3 = Nationality(label=_("Third nationality"), required=False)
    residence = Country(label=_("Country of residence"), required=False)
    country_of_work = Country(label=_("Country of work"), required=False)
    employers = Text(
        label=_("Employers of the last three years"),
        help_text=_("One a line."),
        limit=1600,
        required=False,
        rows=4,
    )
    member = forms.ModelChoiceField(
        Member.objects.all(),
        label=_("Put forward by"),
        required=False,
        empty_label=_("No Member"),
        error_messages={"invalid_choice": _("Choose a Member from the list.")},
        widget=UnfoldAdminSelectWidget,
    )

    @classmethod
    def about(cls, thing, typed, chosen):
        stated = {f"nationality_{n}": code for n, code in enumerate(thing.nationalities, 1)} if thing else {}
        if thing:
            stated |= {
                "residence": thing.residence,
                "country_of_work": thing.country_of_work,
                "member": thing.member_id,
            }
            stated["employers"] = "\n".join(thing.employers)
        return cls(typed, initial=stated)

    def clean(self):
        """As the verb takes them."""
        words = super().clean()
        codes = [words.pop(f"nationality_{n}", "") for n in (1, 2, 3)]
        words["nationalities"] = list(dict.fromkeys(filter(None, codes)))
        words["employers"] = [line.strip() for line in words.get("employers", "").splitlines() if line.strip()]
        if any(len(name) > 160 for name in words["employers"]):
            self.add_error("employers", _("Give the name of an employer in at most 160 characters."))
        return words


class AwayForm(forms.Form):
    since = DayField(label=_("From"))
    until = DayField(label=_("Until"), help_text=_("The last day away."))

    def clean(self):
        words = super().clean()
        if words.get("since") and words.get("until") and words["until"] < words["since"]:
            self.add_error("until", _("The last day must not lie before the first."))
        return words


class EndForm(forms.Form):
    reason = Text(
        label=_("Reason"),
        help_text=_("Kept with the committee. It stands in no letter."),
        limit=800,
        ask=_("Say why: the reason is kept with the committee."),
        rows=4,
        widget=UnfoldAdminTextareaWidget,
    )


class ReleaseForm(forms.Form):
    reason = Text(
        label=_("Reason"),
        help_text=_("Kept in the file."),
        limit=800,
        ask=_("Say why: the reason is kept in the file."),
        rows=3,
        widget=UnfoldAdminTextareaWidget,
    )
