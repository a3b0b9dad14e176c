"""The words that the secretariat's verbs need."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from portal.lifecycle.aoe import EndOfDayField

from ..questions import SECTIONS
from ..questions.typed import Typed


def words(label, hint="", limit=3000):
    """A text of some lines."""
    return forms.CharField(
        label=label, help_text=hint, max_length=limit, widget=UnfoldAdminTextareaWidget(attrs={"rows": 5})
    )


def sections():
    return [(name, form.title) for name, form in SECTIONS.items()]


class ReturnForm(forms.Form):
    sections = forms.MultipleChoiceField(
        label=_("Sections to correct"),
        choices=sections,
        help_text=_("Only these can be changed. What was submitted stays valid meanwhile."),
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )
    until = EndOfDayField(label=_("Correct by"))
    reason = words(_("What is to be corrected"), _("The applicant reads this, in the letter and on their page."))


class IneligibleForm(forms.Form):
    reason = words(
        _("Reason"),
        _("The applicant reads this, with how to contest it. Name the condition of the call that is not met."),
    )


class UndoForm(forms.Form):
    reason = words(_("Why it is undone"), _("Kept in the file; the applicant does not read it."))


class QuestionForm(forms.Form):
    question = words(_("Question"), _("Sent by e-mail. The applicant answers by the link in it."), 2000)


class NoteForm(forms.Form):
    text = words(_("Note"), _("No applicant ever reads it. It stays in the file."))


class ExtendForm(forms.Form):
    until = EndOfDayField(label=_("New last day"))
    reason = words(_("Reason"), _("Kept with the extension. The applicant is told the new date."), 1000)


class CorrectForm(forms.Form):
    """A typed answer of the version that counts; closed lists, files and ticks are for the applicant alone."""

    question = forms.ChoiceField(label=_("Question"), widget=UnfoldAdminSelectWidget())
    value = forms.CharField(
        label=_("Corrected answer"), max_length=10_000, strip=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 6})
    )
    reason = words(_("Why you correct it"), _("The applicant reads this, with the answer before and after."), 1000)

    @classmethod
    def about(cls, nomination, typed, chosen):
        """Offers the typed questions with their present answers; one named in the address comes filled in."""
        answers = nomination.submitted_version.answers if nomination.submitted_version else {}
        question = chosen.get("question", "")
        form = cls(typed, initial={"question": question, "value": answers.get(question, "")})
        form.fields["question"].choices = correctable(answers)
        return form


def correctable(answers) -> list:
    """Choices by section: each question that is answered in words."""
    groups = []
    for section in SECTIONS.values():
        named = [
            (name, field)
            for name, field in section.base_fields.items()
            if isinstance(field, Typed) and answers.get(name)
        ]
        if named:
            options = [(name, f"{field.label}: {Truncator(answers[name]).chars(60)}") for name, field in named]
            groups.append((section.title, options))
    return groups
