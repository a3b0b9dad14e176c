"""What the secretariat can do to a nomination, and the words each needs."""

from django.utils.translation import gettext_lazy as _

from portal.lifecycle.admin import Verb

from .. import rules
from ..models import Nomination

Status = Nomination.Status

VERBS = (
    Verb(
        "declare_eligible",
        _("Declare eligible"),
        may=rules.may_screen,
        to=Status.ELIGIBLE,
        when=lambda nomination: nomination.status == Status.SUBMITTED,
        done=_("Declared eligible."),
        bulk=True,
    ),
)
