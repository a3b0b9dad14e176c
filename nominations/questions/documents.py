"""Section 4: CV and documents. The files are Documents of the nomination, not answers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .section import SectionForm


class DocumentField(forms.FileField):
    """A file to choose; whether one is there already is for the form to know."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}), **options)


class Documents(SectionForm):
    title = _("CV and documents")
    summary = _("One PDF of at most 4 pages and 5 MB, and a statement if you like")

    cv = DocumentField(
        label=_("CV"),
        help_text=_(
            "A PDF of at most 4 pages and 5 MB. Text that can be selected is better than a scan: it can be read aloud."
        ),
    )
    statement = DocumentField(
        label=_("Supporting statement"),
        help_text=_("A PDF of at most 2 pages and 5 MB, such as a letter of somebody who knows your work."),
    )

    def __init__(self, *args, refused: dict[str, str] | None = None, **options):
        self.refused = refused or {}  # kind to sentence, of files that came just now
        super().__init__(*args, **options)
        self.fields["cv"].hide_optional = True

    def has_documents(self):
        return bool(self.documents)

    def document(self, kind: str):
        """The file of this kind, or None."""
        return next((document for document in self.documents if document.kind == kind), None)

    def clean(self):
        for kind, sentence in self.refused.items():
            self.add_error(kind, sentence)
        if self.document("cv") is None and "cv" not in self.refused:
            self.add_error("cv", _("Choose your CV: a PDF of at most 4 pages"))
        return self.cleaned_data

    def said(self, name):
        document = self.document(name)
        if document is None:
            return ""
        pages = ngettext("%(n)s page", "%(n)s pages", document.page_count) % {"n": document.page_count}
        return f"{document.name}, {pages}"
