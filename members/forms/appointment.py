"""The words that the verbs of terms need. People type the last day inside; what is stored is the first day outside."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from portal.lifecycle import clock
from portal.lifecycle.aoe import DayInput

from ..models import Appointment, Member, Person, WorkingGroup
from ..typed import Text


class DayField(forms.DateField):
    widget = DayInput
    default_error_messages = {
        "required": _("Give the day."),
        "invalid": _("Give the day as year, month and day, such as 2026-12-01."),
    }


class LastDayField(DayField):
    """Takes the last day inside, gives the first day outside; shows the last day inside again."""

    def clean(self, value):
        day = super().clean(value)
        try:
            return day and day + timedelta(days=1)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class GroupField(forms.ChoiceField):
    """A group at work by its short name, or the plenary alone, which is no group: gives the group or None."""

    def __init__(self, **options):
        super().__init__(choices=self.listed, **options)

    @staticmethod
    def listed():
        groups = [(group.slug, group.name) for group in WorkingGroup.objects.at_work()]
        return [("", _("Choose one")), *groups, ("plenary", _("the plenary alone"))]

    def clean(self, value):
        return WorkingGroup.objects.filter(slug=super().clean(value)).first()


def reason():
    return Text(
        label=_("Reason"),
        help_text=_("Kept in the file. It stands in no letter."),
        limit=1000,
        ask=_("Say why: the reason is kept in the file."),
        rows=4,
        widget=UnfoldAdminTextareaWidget,
    )


class FindPersonForm(forms.Form):
    """The first step of an appointment: whom. It leads on to a few to choose from."""

    leads_on = True
    q = forms.CharField(
        label=_("Name, e-mail address or ORCID"),
        max_length=200,
        error_messages={"required": _("Type a name, an address or an ORCID.")},
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


class AppointForm(forms.Form):
    """The person is chosen already."""

    person = forms.ModelChoiceField(Person.objects.living(), widget=forms.HiddenInput)
    group = GroupField(
        label=_("Working group"),
        error_messages={"required": _("Choose a group, or the plenary alone.")},
        widget=UnfoldAdminSelectWidget,
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Appointment.Role.choices,
        initial=Appointment.Role.EXPERT,
        error_messages={"required": _("Choose a role.")},
        widget=UnfoldAdminSelectWidget,
    )
    route = forms.ChoiceField(
        label=_("By which way"),
        choices=[("", _("Choose one")), *Appointment.Route.choices],
        error_messages={"required": _("Choose by which way the person came.")},
        widget=UnfoldAdminSelectWidget,
    )
    member = forms.ModelChoiceField(
        Member.objects.all(),
        label=_("Nominated by"),
        required=False,
        empty_label=_("no Member"),
        to_field_name="code",
        help_text=_(
            "Only for somebody whom a Member nominated. Offered are the Members of today, or of the first day."
        ),
        widget=UnfoldAdminSelectWidget,
    )
    starts_on = DayField(label=_("First day"))
    planned_end = LastDayField(
        label=_("Last day"), required=False, help_text=_("Three years in all if you leave it empty.")
    )

    def __init__(self, *args, **options):
        """Members of the first day that was typed, and of today; which of them fits that day, the verb says."""
        super().__init__(*args, **options)
        today = clock.day_of(clock.now())
        typed = first_day(self.data.get("starts_on")) or today
        self.fields["member"].queryset = Member.objects.on(today) | Member.objects.on(typed)


def first_day(typed) -> date | None:
    try:
        return DayField(required=False).clean(typed)
    except forms.ValidationError:
        return None


class RenewForm(forms.Form):
    until = LastDayField(
        label=_("Last day of the new term"), required=False, help_text=_("Three years more if you leave it empty.")
    )


class PartForm(forms.Form):
    """For a resignation and for an end."""

    on = LastDayField(label=_("Last day"), help_text=_("It may lie ahead: then the person stays until that day."))
    reason = reason()


class CallOffForm(forms.Form):
    reason = reason()


class CorrectForm(forms.Form):
    starts_on = DayField(label=_("First day"))
    planned_end = LastDayField(label=_("Last day"))
    reason = reason()

    @classmethod
    def about(cls, term, typed, chosen):
        """With the days as they stand."""
        return cls(typed, initial={"starts_on": term.starts_on, "planned_end": term.planned_end - timedelta(days=1)})
