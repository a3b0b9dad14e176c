"""The words that the secretariat's verbs on an application need."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from portal.lifecycle.aoe import DayInput, EndOfDayField

from ..models import Finding
from ..typed import Text


def words(label, hint="", limit=3000, *, ask, **more):
    """A text of some lines; `ask` is said when it is missing."""
    return Text(label=label, help_text=hint, limit=limit, ask=ask, rows=5, widget=UnfoldAdminTextareaWidget, **more)


class ReturnForm(forms.Form):
    until = EndOfDayField(label=_("Complete by"))
    reason = words(
        _("What is missing"),
        _("The contact reads this, in the letter and on their page."),
        ask=_("Say what is missing: the contact reads it."),
    )


class EndForm(forms.Form):
    """Of what ends an application without admission."""

    reason = words(
        _("Reason"),
        _("The contact reads this. It cannot be undone; the country can apply again."),
        ask=_("Give the reason: the contact of the country reads it."),
    )


class BeginForm(forms.Form):
    until = EndOfDayField(label=_("Assessed by"))


class FindingsForm(forms.Form):
    """A finding and its evidence for each criterion; those that are not known yet stay empty."""

    def __init__(self, typed=None, **options):
        super().__init__(typed, **options)
        for criterion, label in Finding.Criterion.choices:
            self.fields[criterion] = forms.ChoiceField(
                label=_("Finding: %(criterion)s") % {"criterion": label},
                choices=[("", _("Not assessed yet")), *Finding.Verdict.choices],
                required=False,
                widget=UnfoldAdminSelectWidget(),
                error_messages={"invalid_choice": _("Choose a finding of the list.")},
            )
            self.fields[f"{criterion}_evidence"] = words(
                _("Evidence: %(criterion)s") % {"criterion": label},
                _("What can be checked: documents, figures, addresses. The Council reads it."),
                ask="",
                required=False,
            )

    @classmethod
    def about(cls, accession, typed, chosen):
        """With what stands there."""
        initial = {}
        for finding in accession.findings.all():
            initial |= {finding.criterion: finding.verdict, f"{finding.criterion}_evidence": finding.evidence}
        return cls(typed, initial=initial)

    def clean(self):
        """findings: of (criterion, verdict, evidence)."""
        found = []
        for criterion in Finding.Criterion.values:
            verdict = self.cleaned_data.get(criterion, "")
            evidence = self.cleaned_data.get(f"{criterion}_evidence", "")
            if verdict and not evidence and f"{criterion}_evidence" not in self.errors:
                self.add_error(f"{criterion}_evidence", _("Write on what evidence: the Council reads it."))
            if evidence and not verdict and criterion not in self.errors:
                self.add_error(criterion, _("Choose what was found on this evidence."))
            if verdict and evidence:
                found.append((criterion, verdict, evidence))
        if not found and not self.errors:
            raise forms.ValidationError(_("Record at least one finding."))
        return {"findings": found}


class ConcludeForm(forms.Form):
    assessed_on = forms.DateField(
        label=_("Day of the assessment"),
        widget=DayInput,
        error_messages={
            "required": _("Give the day on which the Steering Committee decided."),
            "invalid": _("Give the day as year, month and day, such as 2026-12-01."),
        },
    )
    reason = words(
        _("Reasons of the Steering Committee"),
        _("The contact and the Council read this."),
        ask=_("Give the reasons of the Steering Committee: the contact and the Council read them."),
    )
