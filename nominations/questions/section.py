"""SectionForm: what all six sections share."""

from members.drafts.form import AnswerForm, Part, Row

__all__ = ["Part", "Row", "SectionForm"]


class SectionForm(AnswerForm):
    """A section of the questionnaire, bound to answers: those of a nomination at work, or of a version.

    `summary` is one line for the task list.
    documents: what stands for the files; those of the nomination if left out. call: whose groups can be chosen.
    """

    summary = ""

    def __init__(self, data=None, *, nomination=None, documents=None, call=None, **options):
        self.nomination = nomination
        self.call = call or (nomination.call if nomination else None)
        self.given_documents = documents
        super().__init__(data, **options)

    @property
    def documents(self) -> list:
        """The files that belong to these answers."""
        if self.given_documents is None:
            self.given_documents = self.nomination.current_documents if self.nomination else []
        return self.given_documents

    def has_documents(self) -> bool:
        """Whether the section holds files; only the one on documents may."""
        return False
