"""The form for a file of experts and terms. What is inside is looked at by a job, away from the web."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.pdf.arrival import is_lost
from portal.pdf.names import display_name

from ..models.imports import BYTES_AT_MOST

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
ZIP = b"PK"


class ImportForm(forms.Form):
    """`name`, `content`: what was sent, once the form is valid."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, or XLSX. At most 10,000 rows and 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        max_length=None,
        error_messages={
            "required": _("Choose a file."),
            "invalid": _("The file did not arrive whole. Choose it again."),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    @classmethod
    def of(cls, request):
        """The form as it was sent. A file that was torn off on its way is not taken for none."""
        form = cls(request.POST, request.FILES)
        if is_lost(request, "file"):
            form.fields["file"].error_messages["required"] = form.fields["file"].error_messages["invalid"]
        return form

    def clean_file(self):
        file = self.cleaned_data["file"]
        name = file.name.lower()
        if name.endswith((".xlsm", ".xlsb", ".xltm")):
            raise ValidationError(_t("This workbook may contain macros. Save it as XLSX."))
        ending = next((each for each in ENDINGS if name.endswith(each)), None)
        if ending is None:
            raise ValidationError(_t("The name of the file must end with .csv or .xlsx. Save it as one of the two."))
        if file.size > BYTES_AT_MOST:
            raise ValidationError(_t("The file is larger than 10 MB. Part it into several files."))
        self.content = file.read()
        if ending == ".xlsx" and not self.content.startswith(ZIP):
            raise ValidationError(
                _t("This file is called XLSX and is none. If it is a CSV, give it a name that ends with .csv.")
            )
        if ending != ".xlsx" and self.content.startswith(ZIP):
            raise ValidationError(
                _t("This file is called CSV and is none. If it is an XLSX, give it a name that ends with .xlsx.")
            )
        self.name = display_name(file.name, ending, "import")
        return file
