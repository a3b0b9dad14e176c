"""Statistics: what anybody may have of a call in numbers, reckoned twice a year and kept whole."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ...models import Call, Nomination


class StatisticsQuerySet(models.QuerySet):
    def public(self):
        """Of calls that the public may read, the newest first; with what a link says."""
        rows = self.exclude(call__status="draft").select_related("call").order_by("-call__year")
        return rows.only("made_at", "call__year", "call__title_en", "call__title_fr")


class Statistics(models.Model):
    """content: as statistics/figures.py tells it; inside: what the selection report tells beside.

    First told when the tracks stay, so that both tellings count the same people, and never changed again once it is of the
    published list: no difference tells more.
    """

    call = models.OneToOneField(
        "nominations.Call", models.CASCADE, primary_key=True, related_name="statistics", verbose_name=_("call")
    )
    content = models.JSONField(editable=False)
    inside = models.JSONField(default=dict, editable=False)
    of_the_list = models.BooleanField(_("of the published list"), default=False)
    made_at = models.DateTimeField(_("made"))

    objects = StatisticsQuerySet.as_manager()

    class Meta:
        verbose_name = _("statistics of a call")
        verbose_name_plural = _("statistics of calls")
        ordering = ["-call"]

    def __str__(self):
        return str(self.call)

    @classmethod
    def due(cls):
        """Calls whose tracks stay, or whose list is published, without what can be told of it."""
        from .publication import Publication

        made = cls.objects.filter(call=OuterRef("pk"))
        lists = Publication.objects.filter(call=OuterRef("pk"), status="published", kind=Publication.Kind.LIST)
        given = Nomination.objects.filter(call=OuterRef("pk"), assignments__isnull=False)
        early, late = (
            Q(tracks_frozen_at__isnull=False) & Exists(given) & ~Exists(made),
            Exists(lists) & ~Exists(made.filter(of_the_list=True)),
        )
        return Call.objects.announced().filter(early | late)

    @classmethod
    def make(cls, call, *, at=None) -> "Statistics | None":
        """Reckon what can be told at present, and keep it. One at a time; None while nothing can be told."""
        from ..statistics.figures import figures, inside
        from .publication import Publication

        with call.locked(at) as at:
            made = cls.objects.filter(call=call).first()
            lists = call.publications.filter(status="published", kind=Publication.Kind.LIST)
            published = lists.order_by("published_at").first()
            if (made and (made.of_the_list or not published)) or not (published or call.tracks_stay()):
                return made
            content = figures(call, at=at, publication=published, before=made and made.content)
            told = {"content": content, "of_the_list": bool(published), "made_at": at}
            told["inside"] = inside(call, published) if published else {}
            return cls.objects.update_or_create(call=call, defaults=told)[0]
