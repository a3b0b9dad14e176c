"""Person: one per human, for life; nominations and appointments point here."""

from datetime import UTC

from anyascii import anyascii
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower, Now, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.models import Lifecycle, random_id
from portal.lifecycle.text import SEARCHED, plain

from .consent import ConsentRecord, Purpose
from .directory import Directory
from .keeping import Keeping
from .merging import Merging


def latin(name: str) -> str:
    """Plainly spelt in Latin letters, from whatever script."""
    return plain(anyascii(name))


def family_first(given: str, family: str, shown: str) -> str:
    """The name under which people read somebody, as a dictionary sorts it.

    Where the family name is not in it, or not known, its last word stands for it. That is wrong for Wang Xiaomei, of whom
    only this is known; to enter the family name mends it.
    """
    words = shown.split()
    start = place(family.split(), words)
    if start is None:
        return " ".join([*words[-1:], *words[:-1]])
    rest = words[:start] + words[start + len(family.split()) :]
    first_names = given.split()
    return " ".join([family, *(rest if place(first_names, words) is None else first_names)])


def place(part: list[str], words: list[str]) -> int | None:
    """Where these words stand among others, one after the other; None if they do not."""
    starts = range(len(words) - len(part) + 1) if part else ()
    return next((start for start in starts if words[start : start + len(part)] == part), None)


class PersonQuerySet(Directory):
    def living(self):
        """Without the stubs that a merge leaves."""
        return self.filter(merged_into=None)

    def known_by(self, email):
        """Whoever signs in with this address or has verified it, and whom the secretariat knows by it."""
        verified = Q(user__emailaddress__email__iexact=email, user__emailaddress__verified=True)
        return self.filter(Q(user__email__iexact=email) | verified | Q(addresses__email__iexact=email)).distinct()

    def consenting(self, purpose=Purpose.PUBLICATION):
        """Those who agree to this now."""
        return self.filter(Exists(ConsentRecord.objects.in_force().filter(person=OuterRef("pk"), purpose=purpose)))

    def public(self):
        """Those who have or had a term and agree to be shown: the only ones of whom a public page may speak."""
        from .appointment import Appointment

        begun = Appointment.objects.begun(TruncDate(Now(), tzinfo=UTC)).filter(person=OuterRef("pk"))
        return self.living().consenting().filter(Exists(begun))


class Person(Keeping, Merging, Lifecycle):
    """Gender, phone and nationality stay in the nomination; e-mail addresses are never public.

    Where two rows turn out to be one human, a merge moves all to one of them; the other stays as a stub (`merged_into`).
    """

    public_id = models.UUIDField(unique=True, default=random_id, editable=False)
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
    biography = models.TextField(_("biography"), max_length=1200, blank=True)
    profile_url = models.URLField(_("profile on the web"), max_length=200, blank=True)
    sort_name = models.CharField(max_length=SEARCHED, blank=True, editable=False, db_index=True)  # of a dictionary
    latin_name = models.CharField(max_length=SEARCHED, blank=True, editable=False)  # in whatever script it is written
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stubs", verbose_name=_("merged into")
    )

    to_compare = models.BooleanField(default=True, editable=False)  # duplicates are to be looked for

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="one_person_per_orcid"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="merged_into_another"),
        ]
        indexes = [
            models.Index(fields=["family_name", "given_name"], name="person_alphabet"),
            GinIndex(OpClass("latin_name", name="gin_trgm_ops"), name="person_similar"),
            models.Index(fields=["id"], condition=Q(to_compare=True), name="person_to_compare"),
        ]

    def __str__(self):
        return self.name or str(self.user or self.pk)

    def save(self, *args, **kwargs):
        """The keys for sorting and for finding duplicates follow the names."""
        spelt = self.latin_name
        self.spell()
        self.to_compare = self.to_compare or spelt != self.latin_name
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_name", "latin_name", "to_compare"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("members:expert", args=[self.public_id])

    def spell(self):
        """Reckon the keys from the names. Call it before `bulk_create`, which does not."""
        self.sort_name = family_first(*(latin(name) for name in (self.given_name, self.family_name, self.name)))
        self.sort_name = self.sort_name[:SEARCHED]
        self.latin_name = latin(self.name)[:SEARCHED]

    @property
    def kept(self) -> "Person":
        """The person themself, or whoever they were merged into."""
        return self.merged_into.kept if self.merged_into_id else self

    @property
    def name(self) -> str:
        return self.published_name or f"{self.given_name} {self.family_name}".strip()

    @classmethod
    def of(cls, user) -> "Person":
        """The person behind an account: the one whom we know, or a new one, made on first asking."""
        if there := cls.known_to(user):
            return there
        try:
            with transaction.atomic():
                return cls.objects.create(user=user, published_name=user.name)
        except IntegrityError:  # asked twice at once
            return cls.objects.get(user=user)

    @classmethod
    def known_to(cls, user) -> "Person | None":
        """The person behind an account: its own, or one of old whom the secretariat knows by a verified address of it,
        who has the account from now on.
        """
        known = PersonAddress.objects.filter(email__in=user.verified_addresses()).values("person")
        theirs = Q(user=user) | Q(user=None, merged_into=None, pk__in=known)
        there = cls.objects.filter(theirs).order_by("user_id", "pk").first()  # an account's own before one without
        if there and there.user_id is None:
            taken = cls.objects.filter(pk=there.pk, user=None).update(user=user)
            there.user = user
            return there if taken else cls.known_to(user)
        return there


class PersonAddress(models.Model):
    """An address by which the secretariat knows a person who may never have signed in. Never public."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    email = models.EmailField(_("e-mail address"), db_index=True)

    class Meta:
        verbose_name = _("address of a person")
        verbose_name_plural = _("addresses of people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self):
        return self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)
