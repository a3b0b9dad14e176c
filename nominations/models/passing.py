"""Which nominations pass every automatic check: one meaning for the queue, the count and the act that takes them all.

What a version says stands in its VersionCheck; what others say or do is asked here, of what this account may see: a
nomination that it may not know of makes no difference to a check.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value
from django.utils.functional import cached_property

from members.models import Likeness

from .version import NominationVersion
from .version_check import VersionCheck

CHECKS = (
    "complete",
    "cv",
    "language",
    "single",
    "quota",
    "interests",
    "word",
)  # in the order in which people read them
FACTS = "submitted_version__facts__"


class OneOf(Func):
    """`key = ANY(array)`: one value, however many keys, where `IN` has one for each."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", models.BooleanField()


class Passing(models.QuerySet):
    def to_screen(self, call):
        """The queue of a call, in the order in which they came; who comes back from a correction comes last."""
        return self.filter(call=call, status="submitted").order_by("submitted_at", "number")

    def with_checks(self, doubts):
        """Adds `passes_<check>` for each of CHECKS: true, false, or none where the version was not looked at yet."""
        told = {f"passes_{name}": condition for name, condition in conditions(doubts).items()}
        return self.annotate(**told, checked=Q(**{f"{FACTS}version__isnull": False}))

    def passing(self, doubts):
        """Those of the queue that pass every check, as the account may see them."""
        return self.visible_to(doubts.user).to_screen(doubts.call).filter(*conditions(doubts).values())

    def in_running(self, call):
        """Those that were submitted and not taken back."""
        return self.filter(call=call, united_with=None).exclude(submitted_version=None).exclude(status="withdrawn")


class Checked:
    """Trait of Nomination, for rows that were read `with_checks`."""

    @property
    def passes_all(self) -> bool:
        return all(getattr(self, f"passes_{name}") for name in CHECKS)


class Doubts:
    """What a check asks of other nominations of the call, found out once for a page or an act, in three statements.

    Not as parts of each statement: where the planner guesses wrong it would ask them again for each row.
    """

    def __init__(self, call, user):
        self.call, self.user = call, user

    @property
    def there(self):
        """The nominations of the call that this account may know of."""
        from .nomination import Nomination

        return Nomination.objects.visible_to(self.user).in_running(self.call)

    @cached_property
    def people(self) -> set[int]:
        """Persons who may be somebody else who is nominated in this call, too."""
        nominated = self.there.values("person")
        alike = Likeness.objects.open().filter(first__in=nominated, second__in=nominated)
        pairs = alike.values_list("first", "second")
        return {pk for pair in pairs for pk in pair} | set(self.with_same_orcid().values_list("person", flat=True))

    def with_same_orcid(self):
        """Nominations of the call that count with an ORCID that somebody else's has."""
        orcid = f"{FACTS}orcid"
        given = self.there.exclude(**{orcid: ""}).order_by().values(orcid)
        twice = given.annotate(number=Count("*")).filter(number__gt=1).values(orcid)
        return self.there.filter(**{f"{orcid}__in": twice})

    @cached_property
    def crowded(self) -> dict[str, int]:
        """Nationalities of which more people are on the Member track than the cap of the call: code to number.

        Who is scored competes for a seat, and the cap is kept when seats are given; who is named gets one by that alone.
        """
        if self.call.nationals_cap is None:
            return {}
        named = self.there.filter(Exists(counting(words(), self.call))).values("submitted_version")
        each = Func(F("nationalities"), function="unnest", set_returning=True, output_field=models.CharField())
        rows = NominationVersion.objects.filter(pk__in=named).order_by().annotate(country=each)
        numbers = rows.values("country").annotate(number=Count("*")).filter(number__gt=self.call.nationals_cap)
        return dict(numbers.values_list("country", "number"))


def conditions(doubts) -> dict:
    """What each check asks of a nomination of this call: name to condition."""
    call, crowded = doubts.call, sorted(doubts.crowded)
    beyond = Exists(counting(words(), call).filter(place__gt=call.quota))
    if crowded:
        beyond |= Q(Exists(counting(words(), call)), submitted_version__nationalities__overlap=crowded)
    answered = (VersionCheck.Interests.DECLARED, VersionCheck.Interests.NOTHING)
    return {
        "complete": Q(**{f"{FACTS}missing": []}),
        "cv": Q(**{f"{FACTS}cv": VersionCheck.Cv.READ}),
        "language": Q(**{f"{FACTS}language": VersionCheck.Language.FINE}),
        "single": ~Q(OneOf(F("person"), Value(sorted(doubts.people), ArrayField(models.BigIntegerField())))),
        "quota": ~Q(beyond),
        "interests": Q(**{f"{FACTS}interests__in": answered}),
        "word": Q(Exists(words().given())) if call.demands_endorsement else Q(pk__isnull=False),
    }


def words():
    """What Members say of the nomination that is asked about."""
    from .endorsement import Endorsement

    return Endorsement.objects.filter(nomination=OuterRef("pk"))


def counting(words, call):
    """Of Members' words those by which somebody is on the Member track: marked when tracks were frozen, before it given."""
    named = words.naming()
    return named.filter(counted=True) if call.tracks_frozen_at else named.given()
