"""The Members of any day."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock

from ..models import Member
from ..waves import waves
from ..world_map import world_map


class DayForm(forms.Form):
    """The day a reader asks about; without one, today."""

    on = forms.DateField(
        label=_("Members on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Enter a day as year, month and day, such as 2021-06-01")},
    )

    def __init__(self, data, *, today: date):
        self.today = today
        super().__init__(data)
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > self.today:
            raise forms.ValidationError(_("Enter a day that is not in the future"))
        return day


@login_not_required
def members(request):
    """The Members of today, or of the day asked for (`?on=2021-06-01`), by name."""
    today = clock.now().date()
    form = DayForm(request.GET or None, today=today)
    day = (form.is_valid() and form.cleaned_data["on"]) or today
    found = sorted(Member.objects.on(day).noting(day), key=lambda member: member.sort_key)
    context = {"form": form, "day": day, "today": day == today, "members": found}
    context |= {"map": world_map(found), "waves": waves(found), "inferred": any(each.day_inferred for each in found)}
    return render(request, "members/members.html", context)
