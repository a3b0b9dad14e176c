"""Moments as the calls speak them: Anywhere on Earth, UTC-12. People read the last minute inside, not the first outside."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

AOE = timezone(timedelta(hours=-12), "AoE")  # fixed by us: the sign of Etc/GMT+12 has misled many
MINUTE = timedelta(minutes=1)


def end_of(day: date) -> datetime:
    """The first instant after a day, Anywhere on Earth (aware, UTC): 1 December gives 2 December 12:00."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=AOE).astimezone(UTC)


class DayInput(UnfoldAdminTextInputWidget):
    """The browser's own calendar: by keyboard, in every language, without script."""

    input_type = "date"

    def format_value(self, value):
        return value.isoformat() if isinstance(value, date) else value


class MomentInput(UnfoldAdminTextInputWidget):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"


class EndOfDayField(forms.DateField):
    """Takes a day, gives the first instant after it Anywhere on Earth."""

    widget = DayInput

    default_error_messages = {
        "required": _("Give the last day."),
        "invalid": _("Give the day as year, month and day, such as 2026-12-01."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Until 23:59 of that day, Anywhere on Earth (UTC−12)."))
        super().__init__(**kwargs)

    def clean(self, value):
        day = super().clean(value)
        try:
            return end_of(day) if day else None
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class AoeMomentField(forms.DateTimeField):
    """A moment typed and shown Anywhere on Earth, stored in UTC."""

    default_error_messages = {
        "required": _("Give the day and the time."),
        "invalid": _("Give the day and the time, such as 2026-12-01 23:59."),
    }
    widget = MomentInput
    shift = timedelta()  # from what people read to what is stored

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Anywhere on Earth (UTC−12)."))
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)

    def prepare_value(self, value):
        return (value - self.shift).astimezone(AOE).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value

    def to_python(self, value):
        """The typed words as they stand are Anywhere on Earth: no zone of the reader comes in."""
        if value in self.empty_values:
            return None
        for layout in self.input_formats:
            try:
                return datetime.strptime(str(value), layout).replace(tzinfo=AOE).astimezone(UTC) + self.shift
            except (ValueError, OverflowError):
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def has_changed(self, initial, data):
        """By what is shown: seconds that nobody typed are no change."""
        return (self.prepare_value(initial) or "") != (data or "")[:16].replace(" ", "T")


class AoeEndField(AoeMomentField):
    """An end: 1 December 23:59 is stored as the first instant outside, 2 December 12:00 UTC."""

    shift = MINUTE
