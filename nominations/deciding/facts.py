"""The facts that count for a composition, with their codes and how they read."""

from django.utils.translation import gettext_lazy as _

from members.models.member import Region
from members.stakeholders import StakeholderGroup

from ..models import Nomination
from ..questions.choices import DISCIPLINES, GENDERS
from .composition import STATED

CODES = {
    "gender": {code: label for code, label in GENDERS if code in STATED},
    "region": dict(Region.choices),
    "stakeholder_group": dict(StakeholderGroup.choices),
    "discipline": dict(DISCIPLINES),
    "newcomer": {"yes": _("for the first time"), "no": _("with an earlier term")},
    "route": {"member": Nomination.Track.MEMBER.label, "self": _("nominated themselves")},
}
LONG = {"discipline"}  # of so many codes that only those are shown that somebody has, or that a target names


def reading(fact, code) -> str:
    """How a code reads; itself where nobody knows it."""
    return str(CODES.get(fact, {}).get(code, code))
