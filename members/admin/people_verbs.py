"""What the secretariat can do to a person, and the words each verb needs."""

from django.utils.translation import gettext_lazy as _

from portal.lifecycle.admin import Verb

from .. import rules
from ..forms import people as forms
from ..models.consent import Purpose, Way
from ..stakeholders import StakeholderGroup


def is_kept(person) -> bool:
    return person.merged_into_id is None


def has_affiliation(person) -> bool:
    return is_kept(person) and person.affiliations.exists()


def has_address(person) -> bool:
    return is_kept(person) and person.addresses.exists()


def has_consent(person) -> bool:
    return is_kept(person) and person.consents.in_force().exists()


VERBS = (
    Verb(
        "correct",
        _("Correct"),
        may=rules.may_keep_people,
        form=forms.PersonForm,
        when=is_kept,
        done=_("Corrected."),
    ),
    Verb(
        "add_affiliation",
        _("Add an affiliation"),
        may=rules.may_keep_people,
        form=forms.AffiliationForm,
        when=is_kept,
        done=_("The affiliation is added."),
        quiet=True,
    ),
    Verb(
        "correct_affiliation",
        _("Correct an affiliation"),
        may=rules.may_keep_people,
        form=forms.CorrectAffiliationForm,
        when=has_affiliation,
        explains=_("To end one, give the first day on which it was no longer so."),
        done=_("The affiliation is corrected."),
        quiet=True,
    ),
    Verb(
        "remove_affiliation",
        _("Remove an affiliation"),
        may=rules.may_keep_people,
        form=forms.WhichAffiliationForm,
        when=has_affiliation,
        explains=_("For one that was never true. One that has ended gets an end instead."),
        done=_("The affiliation is removed."),
        quiet=True,
    ),
    Verb(
        "add_address",
        _("Add an e-mail address"),
        may=rules.may_keep_people,
        form=forms.AddressForm,
        when=is_kept,
        done=_("The address is added."),
        quiet=True,
    ),
    Verb(
        "remove_address",
        _("Remove an e-mail address"),
        may=rules.may_keep_people,
        form=forms.RemoveAddressForm,
        when=has_address,
        explains=_("Nobody is found by it any more. An account that signs in with it stays as it is."),
        done=_("The address is removed."),
        quiet=True,
    ),
    Verb(
        "consent",
        _("Record a consent"),
        may=rules.may_keep_people,
        form=forms.RecordConsentForm,
        when=is_kept,
        explains=_(
            "Only what the person said or signed themself. With the consent to publication they are shown at once."
        ),
        done=_("The consent is recorded."),
        quiet=True,
    ),
    Verb(
        "withdraw_consent",
        _("Record that a consent is withdrawn"),
        may=rules.may_keep_people,
        form=forms.ConsentForm,
        when=has_consent,
        explains=_("It ends now. Without the consent to publication no public page names the person, at once."),
        done=_("The consent is withdrawn."),
        quiet=True,
    ),
)
FIELDS = {
    name: field.label
    for form in (forms.NewPersonForm, forms.AffiliationForm)
    for name, field in form.base_fields.items()
}
EVENTS = {
    "entered": _("Entered by the secretariat"),
    "corrected": _("Corrected"),
    "address_added": _("E-mail address added"),
    "address_removed": _("E-mail address removed"),
    "affiliation_added": _("Affiliation added"),
    "affiliation_corrected": _("Affiliation corrected"),
    "affiliation_removed": _("Affiliation removed"),
    "affiliation_changed": _("New present affiliation"),
    "consented": _("Consent given"),
    "consent_withdrawn": _("Consent withdrawn"),
    "merged": _("Another person was merged into this one"),
    "merged_into": _("Merged into another person"),
    "merge_undone": _("Merge taken apart"),
    "told_apart": _("Checked: not the same as another person"),
    "told_apart_undone": _("Taken back: not the same as another person"),
}
STORY = FIELDS | dict(Purpose.choices) | dict(Way.choices) | dict(StakeholderGroup.choices) | EVENTS
