"""The words that the secretariat's verbs need."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from members.typed import Text, Typed
from portal.lifecycle.aoe import EndOfDayField

from ..questions import SECTIONS


def words(label, hint="", limit=3000, *, ask=""):
    """A text of some lines; `ask` is said when it is missing, and without it none is asked for."""
    asked = {"ask": ask} if ask else {"required": False}
    return Text(label=label, help_text=hint, limit=limit, rows=5, widget=UnfoldAdminTextareaWidget, **asked)


def sections():
    return [(name, form.title) for name, form in SECTIONS.items()]


class OfVersion(forms.Form):
    """seen: the key of the version that was looked at, on the page before or on this one; of many none is told."""

    seen = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Look at the nomination again before you decide.")},
    )

    @classmethod
    def about(cls, nomination, typed, chosen):
        return cls(typed, initial={"seen": chosen.get("seen") or (nomination and nomination.submitted_version_id)})


class ReturnForm(OfVersion):
    sections = forms.MultipleChoiceField(
        label=_("Sections to correct"),
        choices=sections,
        help_text=_("Only these can be changed. What was submitted stays valid meanwhile."),
        error_messages={"required": _("Name at least one section to correct.")},
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )
    until = EndOfDayField(label=_("Correct by"))
    reason = words(
        _("What is to be corrected"),
        _("The applicant reads this, in the letter and on their page."),
        ask=_("Say what is to be corrected: the applicant reads it."),
    )


class IneligibleForm(OfVersion):
    reason = words(
        _("Reason"),
        _("The applicant reads this, with how to contest it. Name the condition of the call that is not met."),
        ask=_("Give the reason: the applicant reads it."),
    )


class UndoForm(forms.Form):
    reason = words(
        _("Why it is undone"),
        _("Kept in the file; the applicant does not read it."),
        ask=_("Say why: the reason is kept in the file."),
    )


class QuestionForm(forms.Form):
    question = words(
        _("Question"),
        _("Sent by e-mail. The applicant answers by the link in it."),
        2000,
        ask=_("Write the question before you send it."),
    )


class NoteForm(forms.Form):
    text = words(
        _("Note"), _("No applicant ever reads it. It stays in the file."), ask=_("Write the note before you save it.")
    )


class ExtendForm(forms.Form):
    until = EndOfDayField(label=_("New last day"))
    reason = words(
        _("Reason"),
        _("Kept with the extension. The applicant is told the new date."),
        1000,
        ask=_("Give the reason: it is kept with the extension."),
    )


class ChooseForm(forms.Form):
    """The first step of a correction: which answer. It leads on to the page with its present text."""

    leads_on = True
    question = forms.ChoiceField(
        label=_("Which answer do you correct?"),
        help_text=_("Only what was typed: closed lists, files and ticks are for the applicant alone."),
        error_messages={
            "required": _("Choose the answer to correct."),
            "invalid_choice": _("This answer cannot be corrected. Choose one of the list."),
        },
        widget=UnfoldAdminSelectWidget(),
    )


class CorrectForm(forms.Form):
    """A typed answer of the version that counts. The question is fixed, so that the text is always its own."""

    question = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(
        max_length=10_000,
        strip=False,
        error_messages={"required": _("Give the corrected answer. Only the applicant can leave it empty.")},
        help_text=_("The answer as it counts now. Correct it here; it is checked like the applicant's own."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
    )
    reason = words(
        _("Why you correct it"),
        _("The applicant reads this, with the answer before and after."),
        1000,
        ask=_("Say why you correct it: the applicant reads it."),
    )

    @classmethod
    def about(cls, nomination, typed, chosen):
        """For the question that is named, with its present answer; where none is named, the page that asks for it."""
        answers = nomination.submitted_version.answers if nomination.submitted_version else {}
        choices = correctable(answers)
        labels = {name: label for section in SECTIONS.values() for name, label in section.labels().items()}
        question = (typed or chosen).get("question", "")
        if question not in [name for _section, options in choices for name, _words in options]:
            form = ChooseForm({"question": question} if question or typed is not None else None)
            form.fields["question"].choices = [("", _("Choose an answer")), *choices]
            return form
        form = cls(typed, initial={"question": question, "value": answers[question]})
        form.fields["value"].label = labels[question]
        return form


def correctable(answers) -> list:
    """Choices by section: each question that is answered in words."""
    groups = []
    for section in SECTIONS.values():
        named = [
            (name, label)
            for name, label in section.labels().items()
            if isinstance(section.base_fields[name], Typed) and answers.get(name)
        ]
        if named:
            options = [(name, f"{label}: {Truncator(answers[name]).chars(60)}") for name, label in named]
            groups.append((section.title, options))
    return groups


class DecisionForm(forms.Form):
    """Which button was pressed on the screening page, with the version that was read and a note for the file."""

    decision = forms.ChoiceField(
        choices=[(name, name) for name in ("eligible", "ask", "question", "ineligible", "note")],
        error_messages={
            "required": _("Choose what to do with this nomination."),
            "invalid_choice": _("Choose what to do with this nomination."),
        },
    )
    version = forms.UUIDField(
        error_messages={
            "required": _("Look at the nomination again before you decide."),
            "invalid": _("Look at the nomination again before you decide."),
        }
    )
    note = Text(label=_("Note"), limit=3000, rows=2, required=False, widget=UnfoldAdminTextareaWidget)
