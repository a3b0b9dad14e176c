"""What a list is fixed with, and what it is released with."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.people import InTheAdmin
from nominations.forms.choosing import call_field
from nominations.models import Call
from portal.lifecycle import clock
from portal.lifecycle.aoe import AOE, AoeMomentField, EndOfDayField

from .models import Look


class PrepareForm(InTheAdmin):
    """The list of a call, and until when the selected answer."""

    call = call_field(Call.objects.judged())
    offers_until = EndOfDayField(label=_("The selected answer until"))
    beyond_seats = forms.BooleanField(
        label=_("More people than seats in a group are meant"),
        help_text=_("Only where the list says that there are. The Member track is not counted."),
        required=False,
    )

    def __init__(self, data=None, *, year=""):
        calls = self.base_fields["call"].queryset
        call = (calls.filter(year=year).first() if year.isdecimal() and len(year) == 4 else None) or with_proposals(
            calls
        )
        today = clock.now().astimezone(AOE).date()
        initial = {"call": call, "offers_until": today + timedelta(days=call.offer_days)} if call else {}
        super().__init__(data, initial=initial)

    @classmethod
    def about(cls, publication, typed, chosen):
        return cls(typed, year=chosen.get("call", ""))


def with_proposals(calls):
    """The newest call in which something is proposed, first one whose reviews have closed; else the newest."""
    proposed = calls.filter(decisions__status="proposed", decisions__publication=None)
    closed = proposed.exclude(review_until__gt=clock.now())
    return closed.first() or proposed.first() or calls.first()


class ReleaseForm(forms.Form):
    """seen: the hash of the list that this reader looked at last; empty where they looked at none."""

    for_reader = True

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    publish_at = AoeMomentField(
        label=_("At a moment"),
        help_text=_("Anywhere on Earth (UTC−12). Leave it empty to publish now."),
        required=False,
    )

    @classmethod
    def about(cls, publication, typed, chosen, reader):
        look = Look.objects.filter(call=publication.call_id, user=reader).first()
        return cls(typed, initial={"seen": look.sha256 if look else ""})
