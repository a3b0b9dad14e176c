"""Days as the calls speak them: Anywhere on Earth, UTC-12. The last minute of a day there is the end people read."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

AOE = timezone(timedelta(hours=-12), "AoE")  # fixed by us: the sign of Etc/GMT+12 has misled many


def end_of(day: date) -> datetime:
    """The first instant after a day, Anywhere on Earth (aware, UTC): 1 December gives 2 December 12:00."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=AOE).astimezone(UTC)


def last_day(moment: datetime) -> date:
    """The last whole day before an end."""
    return (moment - timedelta(minutes=1)).astimezone(AOE).date()


class DayInput(UnfoldAdminTextInputWidget):
    """The browser's own calendar: by keyboard, in every language, without script."""

    input_type = "date"

    def format_value(self, value):
        return value.isoformat() if isinstance(value, date) else value


class EndOfDayField(forms.DateField):
    """Takes a day, gives the first instant after it Anywhere on Earth."""

    widget = DayInput

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Until 23:59 of that day, Anywhere on Earth (UTC−12)."))
        super().__init__(**kwargs)

    def clean(self, value):
        day = super().clean(value)
        try:
            return end_of(day) if day else None
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
