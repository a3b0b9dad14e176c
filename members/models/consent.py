"""ConsentRecord: what a person agreed to, in which words, when, and until when."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Now
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock
from portal.lifecycle.barred import bars


class Purpose(models.TextChoices):
    PROCESSING = "processing", _("processing of this nomination")
    PUBLICATION = "publication", _("publication if appointed")
    RESERVE_LIST = "reserve_list", _("reserve list")
    MAILING_LIST = "mailing_list", _("mailing list")


VERSION = "2026-1"  # of the words below; every record keeps the version that was read
TEXTS = {
    Purpose.PROCESSING: _(
        "The secretariat and the review committee may process my answers and documents for this nomination"
    ),
    Purpose.PUBLICATION: _("If I am appointed, my name, affiliation, group and biography may be published"),
    Purpose.RESERVE_LIST: _("If I am not selected, I may be put on the reserve list"),
    Purpose.MAILING_LIST: _("Write to me when the next call opens"),
}


class Way(models.TextChoices):
    """By which way somebody said so; a nomination is named by its reference instead."""

    PROFILE = "profile", _("on their profile")
    OFFER = "offer", _("when they accepted a seat")
    PAPER = "paper", _("on paper")
    LETTER = "letter", _("by e-mail")
    SPOKEN = "spoken", _("by telephone or in person")


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def told_to(self, user):
        """Without those that came with a nomination which is not there for this account."""
        theirs = bars(user).filter(nomination__person=OuterRef("person"))
        came = theirs.alias(came=Concat(Value("nomination "), "nomination__reference")).filter(came=OuterRef("way"))
        return self.exclude(Exists(came))


class ConsentRecord(models.Model):
    person = models.ForeignKey("members.Person", models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    text_version = models.CharField(_("version of the text"), max_length=20)
    way = models.CharField(_("by which way"), max_length=80)
    given_at = models.DateTimeField(_("given"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="one_consent_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="withdrawn_after_given"
            ),
        ]

    def __str__(self):
        return self.get_purpose_display()

    @property
    def way_in_words(self) -> str:
        return str(dict(Way.choices).get(self.way, self.way))

    @classmethod
    def settle(cls, person, given: dict[str, bool], *, text_version: str, way: str, at=None):
        """Make the records say what the person says now, purpose by purpose: give, leave as it is, or withdraw."""
        at = at or clock.now()
        present = dict(cls.objects.in_force().filter(person=person).values_list("purpose", "pk"))
        ended = [pk for purpose, pk in present.items() if given.get(purpose) is False]
        new = [purpose for purpose, yes in given.items() if yes and purpose not in present]
        if ended:
            cls.objects.filter(pk__in=ended).update(withdrawn_at=at)
        facts = {"person": person, "text_version": text_version, "way": way, "given_at": at}
        consents = [cls(purpose=purpose, **facts) for purpose in new]
        cls.objects.bulk_create(consents, ignore_conflicts=True)  # said twice at once, it is said
