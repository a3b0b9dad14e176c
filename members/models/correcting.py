"""A slip at the admission is mended: day, names, region, occasion and zone of a Member that came in by an accession here."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused
from portal.lifecycle.text import demand_seen, tidy

WORDS = ("name_en", "name_fr", "occasion_en", "occasion_fr")
NAMES = ("name_en", "name_fr")


class Correcting:
    """Trait of Member. What comes of the Partnership's own sources is corrected there, not here."""

    @property
    def was_admitted_here(self) -> bool:
        return hasattr(self, "accession")

    def correct(self, *, reason, by, at=None, **facts):
        """Say what is so. The Event names the fields, and of the day what stood there; nobody gets a letter."""
        with self.locked(at) as at:
            reason = self.demand_reason(reason)
            if not self.was_admitted_here:
                raise Refused(
                    _("This Member was not admitted on the portal: its facts stand as their source has them.")
                )
            facts |= worded(self, **{name: facts[name] for name in WORDS if name in facts})
            changed = [name for name in CORRECTED if name in facts and facts[name] != getattr(self, name)]
            if not changed:
                raise Refused(_("This is what stands there already. Correct it before you save it."))
            recorded = {"fields": changed, "reason": reason}
            if "admitted_on" in changed:
                self.demand_day_of_admission(facts["admitted_on"], at)
                recorded |= {"before": self.admitted_on.isoformat(), "on": facts["admitted_on"].isoformat()}
            for name in changed:
                setattr(self, name, facts[name])
            fit(self, changed)
            self.save(update_fields=changed)
            self.record("corrected", by=by, at=at, facts=recorded)

    def demand_day_of_admission(self, on, at):
        """As when it was admitted, and not after what happened to it as a Member."""
        self.accession.demand_day(on, at)
        first = self.suspensions.order_by("since").first()
        if (first and first.since < on) or (self.left_on and self.left_on < on):
            raise Refused(_("It was suspended, or left, before that day. Give an earlier one."))


CORRECTED = ("admitted_on", "name_en", "name_fr", "region", "occasion_en", "occasion_fr", "capital_zone")


def worded(member, **words) -> dict:
    """Names and occasions as they are kept; refuses what cannot be seen and what looks like markup."""
    found = {name: tidy(text).strip() for name, text in words.items()}
    for name, text in found.items():
        label = member._meta.get_field(name).verbose_name
        if name in NAMES and not text:
            raise Refused(_("Fill in: %(field)s.") % {"field": label})
        if "<" in text or ">" in text:
            raise Refused(_("Leave out < and >: %(field)s.") % {"field": label})
        try:
            demand_seen(text)
        except ValidationError as wrong:
            raise Refused(" ".join(wrong.messages)) from None
    return found


def fit(member, names):
    """Refuses what these fields do not take: a region or a zone that is none, a text that is too long."""
    others = {field.name for field in member._meta.fields} - set(names)
    try:
        member.clean_fields(exclude=others)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from None
