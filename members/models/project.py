"""Project: what the groups did and published."""

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .fact import Fact


class Project(Fact):
    class Kind(models.TextChoices):
        PROJECT = "project", _("project")
        OUTPUT = "output", _("output")
        REPORT = "report", _("report")

    title = models.CharField(_("title"), max_length=250, unique=True)
    fact = models.CharField(  # by which the file finds it again, also under a corrected title
        _("title in the file of facts"), max_length=250, unique=True, null=True, editable=False
    )
    group = models.ForeignKey(
        "members.WorkingGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("working group"),
        help_text=_("None where it cuts across the groups."),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    year_inferred = models.BooleanField(_("the year is inferred"), default=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    url = models.URLField(_("link"), max_length=300, blank=True)
    source_url = models.URLField(_("source"), max_length=300)
    responsible = models.ManyToManyField(
        "members.Person", related_name="projects", blank=True, verbose_name=_("experts responsible")
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = [F("year").desc(nulls_last=True), "title"]

    def __str__(self):
        return self.title

    @classmethod
    def enter(cls, *, by, at=None, **columns) -> "Project":
        """Put one into the list that no file speaks of."""
        with transaction.atomic():
            project = cls()
            project.put(columns, at=at or clock.now())
            project.record("entered", by=by, at=at)
        return project

    def name_responsible(self, *, people, by, at=None):
        """These people answer for it, besides those who do already. They are shown while they agree to be."""
        with self.locked(at) as at:
            there = set(self.responsible.values_list("pk", flat=True))
            new = sorted({person.pk for person in people if person.merged_into_id is None} - there)
            if not new:
                raise Refused(_t("They are named already."))
            self.responsible.add(*new)
            self.record("named_responsible", by=by, at=at, facts={"people": new})

    def release_responsible(self, *, people, by, at=None):
        """These people answer for it no longer."""
        with self.locked(at) as at:
            there = set(self.responsible.values_list("pk", flat=True))
            gone = sorted({person.pk for person in people} & there)
            if not gone:
                raise Refused(_t("They are not named any more."))
            self.responsible.remove(*gone)
            self.record("released_responsible", by=by, at=at, facts={"people": gone})
