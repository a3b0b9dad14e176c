"""What is asked about: a hash, or a file whose hash is reckoned."""

import re

from crispy_forms.helper import FormHelper
from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.pdf.arrival import BYTES_AT_MOST

from ..proofs import hash_of

HASH = re.compile(r"[0-9a-f]{64}")


class ProofForm(forms.Form):
    use_required_attribute = False

    sha256 = forms.CharField(
        label="SHA-256",
        required=False,
        help_text=_("64 digits and letters from a to f; spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )
    file = forms.FileField(
        label=_("Or the file itself"),
        required=False,
        allow_empty_file=True,
        help_text=_("A PDF or a JSON file, at most 5 MB. Its hash is reckoned, and nothing of it is kept."),
    )

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        return helper

    def clean_sha256(self):
        typed = "".join(self.cleaned_data["sha256"].split()).lower()
        if typed and not HASH.fullmatch(typed):
            raise forms.ValidationError(_("Enter all 64 digits and letters of the hash."))
        return typed

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > BYTES_AT_MOST:
            sentence = _("This file is larger than %(size)s, so it is none of ours.")
            raise forms.ValidationError(sentence % {"size": filesizeformat(BYTES_AT_MOST)})
        return file

    def clean(self):
        """Either of the two; of both, the file."""
        if not self.errors and not self.cleaned_data.get("sha256") and self.cleaned_data.get("file") is None:
            self.add_error("sha256", _("Enter a hash, or choose a file."))
        return self.cleaned_data

    @property
    def asked(self) -> str:
        """The hash in question."""
        file = self.cleaned_data.get("file")
        return hash_of(file) if file is not None else self.cleaned_data["sha256"]
