"""The words that a head's acts need: a role, its dates, an address."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from portal.lifecycle.aoe import AoeMomentField, EndOfDayField

from ..roles import Role
from .worded import plain_address


def role():
    return forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *Role.choices],
        error_messages={"required": _("Choose a role.")},
        widget=UnfoldAdminSelectWidget,
    )


def until():
    hint = _("The last day with the role, Anywhere on Earth (UTC−12). An auditor's role needs one.")
    return EndOfDayField(label=_("Until"), required=False, help_text=hint)


class GiveRole(forms.Form):
    role = role()
    since = AoeMomentField(
        label=_("From"), required=False, help_text=_("Anywhere on Earth (UTC−12); at once if left empty.")
    )
    until = until()


class Invite(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        validators=[plain_address],
        error_messages={"required": _("Give the address to which the invitation goes.")},
        widget=UnfoldAdminTextInputWidget(attrs={"type": "email"}),
    )
    role = role()
    until = until()
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=settings.LANGUAGES,
        error_messages={"required": _("Choose the language of the letter.")},
        widget=UnfoldAdminSelectWidget,
    )
