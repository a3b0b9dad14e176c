"""Likeness: two who may be one human, and why it seems so. Found by the clock, judged by people."""

from collections import defaultdict

from allauth.account.models import EmailAddress
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..alike import LIKE, alike
from .affiliation import Affiliation
from .merge import Distinct
from .person import Person, PersonAddress

AT_ONCE, A_RUN = (
    50,
    100,
)  # persons compared in one transaction, and in one run: seconds, so that no letter waits behind it
ONE_LOOKS = 0x6C6F6F6B  # the lock of the database that a run holds while it compares
MOST = 20  # names looked at closer for each of them
NAMED_LIKE = """
SELECT one.id, like_it.id, like_it.latin_name, like_it.near
FROM members_person one, LATERAL (
    SELECT other.id, other.latin_name, similarity(other.latin_name, one.latin_name) AS near
    FROM members_person other
    WHERE other.latin_name %% one.latin_name AND other.id <> one.id AND other.merged_into_id IS NULL
    ORDER BY near DESC, other.id LIMIT %s
) like_it
WHERE one.id = ANY(%s) AND one.merged_into_id IS NULL AND one.latin_name <> ''
"""


class LikenessQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for somebody's word: neither merged nor told apart."""
        told_apart = Distinct.objects.filter(first=models.OuterRef("first"), second=models.OuterRef("second"))
        return self.filter(first__merged_into=None, second__merged_into=None).exclude(models.Exists(told_apart))

    def touching(self, person):
        return self.filter(Q(first=person) | Q(second=person))

    def between(self, one, other):
        """What is known of these two, in whichever order they are named."""
        return self.filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


class Likeness(models.Model):
    class Reason(models.TextChoices):
        ADDRESS = "address", _("the same e-mail address")
        ORCID = "orcid", _("the same ORCID, given with a nomination")
        NAME = "name", _("a similar name, in the same country as far as we know")

    first = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=10, choices=Reason.choices))
    near = models.FloatField()  # of the names, 0 to 1; two where more than the name speaks for it

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-near", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_likeness_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
        ]
        indexes = [models.Index(F("near").desc(), "id", name="likeness_nearest")]

    def __str__(self):
        return f"{self.first_id} ≈ {self.second_id}"

    @property
    def why(self) -> list[str]:
        """The reasons in words."""
        known = dict(self.Reason.choices)
        return [str(known[reason]) for reason in self.reasons if reason in known]

    @classmethod
    def note(cls, one, other, reason):
        """Somebody came upon it that these two may be one: it waits for people."""
        if one.pk == other.pk:
            return
        pair = {"first_id": min(one.pk, other.pk), "second_id": max(one.pk, other.pk)}
        there, new = cls.objects.get_or_create(**pair, defaults={"reasons": [reason], "near": 2})
        if not new and reason not in there.reasons:
            there.reasons, there.near = sorted({*there.reasons, reason}), 2
            there.save(update_fields=["reasons", "near"])

    # --- looking for them

    @classmethod
    def look(cls) -> int:
        """Compare whoever is new or was changed since the last time, and all addresses; how many were compared.

        After a large import it takes several runs.
        """
        done = 0
        while done < A_RUN and (some := cls.compare_some()):
            done += some
        cls.compare_addresses()
        return done

    @classmethod
    def compare_some(cls) -> int:
        """Compare the next few, unless another run does so now: one worker's process is enough for it."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_LOOKS])
            if not cursor.fetchone()[0]:
                return 0
            waiting = Person.objects.filter(to_compare=True).order_by("pk")
            some = dict(
                waiting.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "latin_name")[:AT_ONCE]
            )
            cls.keep(cls.named_alike(some), among=some)
            Person.objects.filter(pk__in=some).update(to_compare=False)
        return len(some)

    @classmethod
    def named_alike(cls, some: dict[int, str]) -> dict[tuple[int, int], float]:
        """Pairs with similar names of which no country is known that parts them, with how near the names are."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKE)])
            cursor.execute(NAMED_LIKE, [MOST, list(some)])
            rows = [row for row in cursor.fetchall() if alike(some[row[0]], row[2])]
        lands = countries_of({pk for one, other, _name, _near in rows for pk in (one, other)})
        together = [row for row in rows if not lands[row[0]] or not lands[row[1]] or lands[row[0]] & lands[row[1]]]
        return {(min(one, other), max(one, other)): near for one, other, _name, near in together}

    @classmethod
    def keep(cls, found: dict, among):
        """Make the rows on these persons' names say what was found."""
        touching = cls.objects.filter(Q(first__in=among) | Q(second__in=among))
        for there in touching:
            near = found.pop((there.first_id, there.second_id), None)
            others = {*there.reasons} - {cls.Reason.NAME}
            reasons = sorted({*others, cls.Reason.NAME} if near else others)
            if not reasons:
                there.delete()
            elif reasons != there.reasons or (near and not others and near != there.near):
                there.reasons, there.near = reasons, 2 if others else near
                there.save(update_fields=["reasons", "near"])
        rows = [cls(first_id=a, second_id=b, reasons=[cls.Reason.NAME], near=near) for (a, b), near in found.items()]
        cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def compare_addresses(cls):
        """Who is known by an address that another one has verified. All of them: verifying one is no change of a person."""
        known = PersonAddress.objects.filter(person__merged_into=None)
        verified = EmailAddress.objects.filter(verified=True, email__in=known.values("email"))
        behind = dict(verified.exclude(user__person=None).values_list("email", "user__person"))
        for address in known.filter(email__in=list(behind)).select_related("person"):
            holder = behind[address.email]
            if holder != address.person_id:
                cls.note(address.person, Person(pk=holder), cls.Reason.ADDRESS)


def countries_of(people) -> dict[int, set[str]]:
    """The countries in which each of them works or, by a nomination, lives."""
    found = defaultdict(set)
    for person, country in Affiliation.objects.filter(person__in=people).values_list("person", "country"):
        found[person].add(country)
    lived = Person.objects.filter(pk__in=people, nominations__submitted_at__isnull=False)  # asked by name, as of old
    for person, country in lived.values_list("pk", "nominations__residence"):
        found[person] |= {country} - {""}
    return found
