"""Section 1: you."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .section import SectionForm


class You(SectionForm):
    title = _("You")
    summary = _("Name, nationality, where you live and work")

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
