"""Places: how many people a Member names for a group, and what is left of them."""

from django.db.models import Max
from django.utils.translation import gettext as _

from portal.lifecycle.models import Refused


class Places:
    """Trait of Endorsement. The database knows no two in one place; a place is chosen under the lock of the Member."""

    def siblings(self):
        """This Member's nominations for the same group in the same call, this one apart."""
        same = type(self).objects.naming().filter(call=self.call_id, member=self.member_id, group=self.group_id)
        return same.exclude(pk=self.pk)

    def free_place(self) -> int:
        """The first free place of the quota. Raises Refused where none is left; call inside the Member's lock.

        A quota that was lowered below its use takes nothing away: it only gives nothing more.
        """
        taken = set(self.siblings().in_places().values_list("place", flat=True))
        quota = self.call.quota
        if len(taken) >= quota:
            raise Refused(
                _(
                    "%(member)s can name %(quota)s people for %(group)s in this call, and all these places are taken. A place becomes free when somebody declines or does not answer, or when you withdraw a nomination."
                )
                % {"member": self.member, "quota": quota, "group": self.group}
            )
        return next(place for place in range(1, quota + len(taken) + 1) if place not in taken)

    def last_rank(self) -> int:
        """The rank behind all others that wait or are sent."""
        return (self.siblings().aggregate(last=Max("rank"))["last"] or 0) + 1
