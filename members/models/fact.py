"""Fact: what a file in members/data says, until somebody of the secretariat knows better."""

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, Refused


class Fact(Lifecycle):
    """A row that was corrected or written here is ours from then on: the file leaves it alone at every start."""

    corrected_at = models.DateTimeField(_("corrected here"), null=True, editable=False)

    class Meta:
        abstract = True

    def correct(self, *, by, at=None, **columns):
        """Write these columns, and tell which of them are others than before."""
        with self.locked(at) as at:
            changed = sorted(name for name, value in columns.items() if getattr(self, name) != value)
            if not changed:
                raise Refused(_t("Nothing was changed."))
            self.put(columns, at=at)
            self.record("corrected", by=by, at=at, facts={"fields": changed})

    def put(self, columns, *, at):
        """Write them; what the table has already under that name is refused."""
        for name, value in columns.items():
            setattr(self, name, value)
        self.corrected_at = at
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            raise Refused(_t("This stands in the list already, under the same name.")) from None
