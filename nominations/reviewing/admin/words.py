"""The words that the verbs on conflicts and employers need."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.people import InTheAdmin
from members.typed import Line
from nominations.forms.screening import words
from portal.accounts.models import User

from ..models import Employer


class DeclareForm(forms.Form):
    reason = words(
        _("What stands between you and this person"),
        _("Kept in the file; leave it empty if you would rather not say."),
        800,
    )


class ImposeForm(InTheAdmin):
    account = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("A colleague's, a reviewer's or a chair's. They no longer find this nomination anywhere."),
        error_messages={
            "required": _("Enter the address of the account."),
            "invalid": _("Enter an e-mail address, such as name@example.org"),
        },
    )
    reason = words(
        _("Why"),
        _("Kept with the conflict; colleagues of the secretariat read it."),
        800,
        ask=_("Say why: the reason is kept with the conflict."),
    )

    def clean_account(self):
        """The account that signs in with this address."""
        address = self.cleaned_data["account"].lower()
        verified = User.objects.filter(emailaddress__email=address, emailaddress__verified=True)
        account = User.objects.filter(email=address).first() or verified.first()
        if account is None:
            raise forms.ValidationError(_("No account has this address."))
        return account


class LiftForm(forms.Form):
    reason = words(
        _("Why it is lifted"),
        _("Kept with the conflict. A found one is not found again for the same reason."),
        800,
        ask=_("Say why it is lifted: the reason is kept with the conflict."),
    )


class EmployerForm(InTheAdmin):
    name = Line(label=_("Name"), limit=160, ask=_("Enter the name of the organisation"))
    aliases = forms.CharField(
        label=_("Other names"),
        help_text=_(
            "One a line: short names, other languages. Accents, capitals, articles and legal forms do not matter."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    parent = forms.ModelChoiceField(
        Employer.objects.none(),
        label=_("Belongs to"),
        help_text=_("The body above it. Whoever works for the one has a conflict with whoever works for the other."),
        empty_label=_("Nothing above it"),
        required=False,
    )

    def __init__(self, *args, employer=None, **options):
        super().__init__(*args, **options)
        self.fields["parent"].queryset = Employer.objects.exclude(pk=employer and employer.pk)

    def clean_aliases(self):
        """As a list; what is too long is named."""
        names = [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]
        if long := next((name for name in names if len(name) > 160), None):
            raise forms.ValidationError(_("This name is longer than 160 characters: %(name)s…") % {"name": long[:40]})
        return names

    @classmethod
    def about(cls, employer, typed, chosen):
        if employer is None:
            return cls(typed)
        known = {"name": employer.name, "aliases": "\n".join(employer.aliases), "parent": employer.parent_id}
        return cls(typed, initial=known, employer=employer)
