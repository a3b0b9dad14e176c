"""What the secretariat does about the Council's word on an application: put to it, admit, defer, decline."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.lifecycle.admin import Verb

from .. import rules
from ..forms.assessment import EndForm
from ..forms.council import AdmitForm, DeferForm, PutForm
from ..models import Accession
from ..models.rule import Basis, Rule

Status = Accession.Status


def counted(accession) -> bool:
    ballot = accession.last_ballot()
    return ballot is not None and ballot.status == ballot.Status.CLOSED


def adopted(accession) -> bool:
    return counted(accession) and accession.last_ballot().adopted


def not_adopted(accession) -> bool:
    return counted(accession) and not accession.last_ballot().adopted


def why(accession) -> str:
    """What the ballot came to."""
    return accession.last_ballot().explained


VERBS = (
    Verb(
        "put_to_council",
        _("Put to the Council"),
        may=rules.may_run_accessions,
        form=PutForm,
        to=Status.PUT_TO_COUNCIL,
        explains=_(
            "When the ballot opens, its roll is frozen: the Members that have their rights then. Their council delegates are told. It closes by the clock, and cannot be called off once it is open."
        ),
        done=_("It is put to the Council."),
    ),
    Verb(
        "admit",
        _("Admit"),
        may=rules.may_run_accessions,
        form=AdmitForm,
        to=Status.ADMITTED,
        when=adopted,
        explains=why,
        done=_("Admitted. The contact and all who act for a Member are told."),
    ),
    Verb(
        "defer",
        _("Defer"),
        may=rules.may_run_accessions,
        form=DeferForm,
        to=Status.DEFERRED,
        when=counted,
        explains=why,
        done=_("Deferred. The contact is told."),
        quiet=True,
    ),
    Verb(
        "decline",
        _("Decline"),
        may=rules.may_run_accessions,
        form=EndForm,
        to=Status.DECLINED,
        when=not_adopted,
        explains=why,
        done=_("Declined. The contact is told."),
        danger=True,
    ),
)
EVENTS = {
    "put_to_council": _("Put to the Council"),
    "admitted": _("Admitted"),
    "deferred": _("Deferred"),
    "declined": pgettext_lazy("accession", "Declined"),
    **dict(Rule.choices),
    **dict(Basis.choices),
}
