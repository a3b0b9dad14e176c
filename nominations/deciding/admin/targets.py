"""Targets of composition and texts of reasons: kept with the call, below its rubric, until it is concluded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ... import rules
from ...admin.calls import CallAdmin, Part
from ..facts import CODES
from ..forms.decision import ONE
from ..models import ReasonText, Target

FACTS = dict(Target.Fact.choices)
VALUES = [("", "–"), *((FACTS[fact], list(codes.items())) for fact, codes in CODES.items())]


class TargetForm(forms.ModelForm):
    """The value is one of the fact's own."""

    value = forms.ChoiceField(label=_("value"), choices=VALUES, error_messages={"invalid_choice": ONE})

    class Meta:
        model = Target
        fields = ("call", "order", "fact", "value", "group", "unit", "least", "most")

    def clean(self):
        said = super().clean()
        if said.get("value") and said.get("fact") and said["value"] not in CODES[said["fact"]]:
            self.add_error("value", _("Choose a value of this fact."))
        if said.get("least") is None and said.get("most") is None and not self.errors:
            self.add_error("least", _("Say how many at least, or at most."))
        return said


class KeptPart(Part):
    """Of a call that is not in the archive."""

    def has_add_permission(self, request, obj=None):
        return rules.may_run_calls(request.user) and (obj is None or obj.status != obj.Status.CONCLUDED)

    has_change_permission = has_delete_permission = has_add_permission


class TargetPart(KeptPart):
    model, form = Target, TargetForm
    fields = ("order", "fact", "value", "group", "unit", "least", "most")

    def get_formset(self, request, obj=None, **options):
        formset = super().get_formset(request, obj, **options)
        formset.form.base_fields["value"].widget.attrs["aria-label"] = _("Value")
        return formset


class TextsFormSet(forms.BaseInlineFormSet):
    """Whoever writes a text has a hand in the lists that say it. by: who sends the form, set where it is asked for."""

    by = None

    def save_new(self, form, commit=True):
        return super().save_new(self.signed(form), commit)

    def save_existing(self, form, obj, commit=True):
        return super().save_existing(self.signed(form), obj, commit)

    def signed(self, form):
        form.instance.hands = sorted({*form.instance.hands, self.by.pk})
        return form


class ReasonTextPart(KeptPart):
    """A list that is fixed says these texts to people: from then on others are added, and none is changed."""

    model, formset = ReasonText, TextsFormSet
    fields = ("order", "outcome", "criterion", "text_en", "text_fr")

    def has_change_permission(self, request, obj=None):
        fixed = obj is not None and obj.publications.exclude(status="discarded").exists()
        return not fixed and super().has_change_permission(request, obj)

    has_delete_permission = has_change_permission

    def get_formset(self, request, obj=None, **options):
        """Only criteria of this call."""
        formset = super().get_formset(request, obj, **options)
        formset.by = request.user
        formset.form.base_fields["criterion"].queryset = obj.criteria.all() if obj else ReasonText.objects.none()
        return formset


CallAdmin.inlines = (*CallAdmin.inlines, TargetPart, ReasonTextPart)
