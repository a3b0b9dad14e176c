"""Person: one per human, for life; nominations and appointments point here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonQuerySet(models.QuerySet):
    def known_by(self, email):
        """Whoever signs in with this address or has verified it."""
        verified = Q(user__emailaddress__email__iexact=email, user__emailaddress__verified=True)
        return self.filter(Q(user__email__iexact=email) | verified).distinct()


class Person(models.Model):
    """E-mail addresses live with the account; gender, phone and nationality stay in the nomination. None is public."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    published_name = models.CharField(_("name for publication"), max_length=160, blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="one_person_per_orcid"),
        ]

    def __str__(self):
        return self.published_name or f"{self.given_name} {self.family_name}".strip() or str(self.user or self.pk)

    @classmethod
    def of(cls, user) -> "Person":
        """The person behind an account, made on first asking."""
        return cls.objects.get_or_create(user=user, defaults={"published_name": user.name})[0]
