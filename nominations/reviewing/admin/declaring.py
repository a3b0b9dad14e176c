"""What the dossier of a nomination offers on conflicts of interest: one's own, and somebody else's."""

from django.utils.translation import gettext_lazy as _

from nominations.admin.nominations import NominationAdmin
from nominations.rules import may_screen
from portal.lifecycle import clock
from portal.lifecycle.admin import Verb

from ..models import binding
from .words import DeclareForm, ImposeForm

VERBS = (
    Verb(
        "declare_conflict",
        _("I have a conflict"),
        may=may_screen,
        form=DeclareForm,
        act=lambda nomination, *, by, reason: binding.declare(nomination, by, reason=reason, by=by, at=clock.now()),
        explains=_(
            "This nomination is gone for you then: the page, the files, the letters, lists, searches and counts. You cannot take it back yourself; a colleague can lift it."
        ),
        done=_("Noted. A conflict of interest stands between you and that nomination, and you no longer find it."),
        danger=True,
        quiet=True,
        leaves=True,
    ),
    Verb(
        "impose_conflict",
        _("Somebody has a conflict"),
        may=may_screen,
        form=ImposeForm,
        act=lambda nomination, *, by, account, reason: binding.impose(
            nomination, account, reason=reason, by=by, at=clock.now()
        ),
        explains=_(
            "The account you name no longer finds this nomination, whatever its role. A review it has written on it no longer counts."
        ),
        done=_("The conflict binds from now on."),
        quiet=True,
    ),
)
NominationAdmin.verbs = (*NominationAdmin.verbs, *VERBS)
