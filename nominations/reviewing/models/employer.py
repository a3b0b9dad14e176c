"""Employer: an organisation with the names under which people write it, so that two who work there are found to be so."""

import re

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models.person import latin
from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused
from portal.lifecycle.text import SEARCHED, tidy

ONE_AT_A_TIME = 0x656D706C6F796572  # the number of a lock of the database: "employer"
WORD = re.compile(r"[^\W_]+")
ARTICLES = {"the", "la", "le", "les", "l", "el", "los", "las", "der", "die", "das"}
FORMS = {
    "ag",
    "bv",
    "co",
    "corp",
    "gmbh",
    "inc",
    "llc",
    "llp",
    "ltd",
    "limited",
    "nv",
    "plc",
    "sa",
    "sarl",
    "sas",
    "srl",
}
IDLE = ARTICLES | FORMS  # they tell no two organisations apart
NOBODY = {  # what people write who work for themselves, or for nobody
    "consultant",
    "freelance",
    "freelancer",
    "independent",
    "independent consultant",
    "independent expert",
    "independent researcher",
    "n a",
    "na",
    "none",
    "not applicable",
    "retired",
    "self employed",
    "unemployed",
    "a mon compte",
    "aucun",
    "aucune",
    "consultante",
    "independant",
    "independante",
    "retraite",
    "retraitee",
    "sans emploi",
    "sans objet",
    "travailleur independant",
    "travailleuse independante",
}


def spelling(name: str) -> str:
    """How a name is compared: in Latin letters, lower case, without accents, signs, articles and legal forms.

    Empty for what names no organisation.
    """
    words = WORD.findall(latin(name))
    plain = " ".join(words)
    if plain in NOBODY:
        return ""
    return (" ".join(word for word in words if word not in IDLE) or plain)[:SEARCHED]


class Employer(Lifecycle):
    """parent: the body to which it belongs. Whoever works for the one has a conflict with whoever works for the other;
    two parts of one body have none with each other, for a ministry's agencies or a university's institutes may be many.
    """

    name = models.CharField(_("name"), max_length=160, unique=True)
    aliases = ArrayField(models.CharField(max_length=160), verbose_name=_("other names"), default=list, blank=True)
    spellings = ArrayField(models.CharField(max_length=SEARCHED), default=list, editable=False)  # its name's first
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("belongs to")
    )

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(F("spellings__0"), name="one_employer_of_a_spelling")]

    def __str__(self):
        return self.name

    @classmethod
    def enter(cls, *, name, aliases=(), parent=None, by, at=None) -> "Employer":
        """Put one into the table. What follows from it binds at once."""
        with transaction.atomic():
            at = at or clock.now()
            employer = cls()
            employer.put(name, aliases, parent)
            employer.record("entered", by=by, at=at)
            look_everywhere(at)
        return employer

    def correct(self, *, name, aliases=(), parent=None, by, at=None):
        """Other names, or another body to which it belongs. New conflicts bind at once; old ones stay until they are lifted."""
        with self.locked(at) as at:
            self.put(name, aliases, parent)
            self.record("corrected", by=by, at=at)
            look_everywhere(at)

    def put(self, name, aliases, parent):
        """Save it, or raise Refused where a name is another one's, or none, or it would belong to itself.

        One at a time in the whole house: of two that are entered at once the later sees the names of the first.
        """
        name, aliases = tidy(name).strip(), [tidy(alias).strip() for alias in aliases if alias.strip()]
        spelt = list(dict.fromkeys(spelling(each) for each in (name, *aliases)))
        if not all(spelt):
            raise Refused(_t("Give names of organisations: people who work for themselves have none in common."))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        other = Employer.objects.exclude(pk=self.pk).filter(spellings__overlap=spelt).first()
        if other:
            raise Refused(_t("One of these names is, plainly spelt, a name of %(other)s.") % {"other": other})
        if parent:
            parent.refresh_from_db(fields=["parent"])
        above = parent
        while above is not None:
            if above.pk == self.pk:
                raise Refused(_t("It cannot belong to itself, or to a part of it."))
            above = above.parent
        self.name, self.aliases, self.spellings, self.parent = name, aliases, spelt, parent
        self.save()


def look_everywhere(at):
    """Find what follows in each call that is judged."""
    from .finding import calls_judged, find_conflicts

    for call in calls_judged():
        find_conflicts(call, at=at)
