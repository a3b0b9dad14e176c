"""The words with which the secretariat names somebody who acts for a Member, and ends that."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from portal.accounts.forms.worded import plain_address
from portal.lifecycle.aoe import AoeMomentField, EndOfDayField

from ..models import Member
from ..models.delegate import Capacity
from ..typed import Line


def institution():
    return Line(
        label=_("Institution"),
        help_text=_("The focal point's is public, on the Member's page."),
        limit=160,
        ask=_("Give the institution."),
        widget=UnfoldAdminTextInputWidget(),
    )


class NameForm(forms.Form):
    member = forms.ModelChoiceField(
        Member.objects.exclude(status=Member.Status.LEFT),
        label=_("Member"),
        empty_label=_("Choose a Member"),
        error_messages={"required": _("Choose a Member."), "invalid_choice": _("Choose a Member from the list.")},
        widget=UnfoldAdminSelectWidget,
    )
    capacity = forms.ChoiceField(
        label=_("Capacity"),
        choices=[("", _("Choose a capacity")), *Capacity.choices],
        error_messages={"required": _("Choose a capacity.")},
        widget=UnfoldAdminSelectWidget,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "Whoever proves by a code that this address is theirs may act; nobody else. "
            "Without an account one is made ready, and the letter says how to sign in."
        ),
        max_length=254,
        validators=[plain_address],
        error_messages={"required": _("Give the person's address.")},
        widget=UnfoldAdminTextInputWidget(attrs={"type": "email"}),
    )
    institution = institution()
    since = AoeMomentField(
        label=_("From"), required=False, help_text=_("Anywhere on Earth (UTC−12); at once if left empty.")
    )
    until = EndOfDayField(
        label=_("Until"), required=False, help_text=_("The last day, Anywhere on Earth (UTC−12); open if left empty.")
    )
    succeeds = forms.BooleanField(
        label=_("Ends the present focal point"),
        required=False,
        help_text=_(
            "A Member has one focal point at a time. The present one ends when the new one begins, and is told."
        ),
        widget=UnfoldBooleanWidget,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=settings.LANGUAGES,
        help_text=_("For an address without an account; everybody else has chosen one."),
        error_messages={"required": _("Choose the language of the letter.")},
        widget=UnfoldAdminSelectWidget,
    )

    @classmethod
    def about(cls, delegate, typed, chosen):
        """For the Member from whose page somebody comes."""
        code = chosen.get("member", "")
        known = {"member": Member.objects.filter(code=code).first()} if code.isascii() and code.isalpha() else {}
        return cls(typed, initial=known)


class EndForm(forms.Form):
    until = EndOfDayField(
        label=_("Last day"), required=False, help_text=_("Anywhere on Earth (UTC−12); it ends now if left empty.")
    )


class InstitutionForm(forms.Form):
    institution = institution()

    @classmethod
    def about(cls, delegate, typed, chosen):
        return cls(typed, initial={"institution": delegate.institution})
