"""Merging: two rows that turned out to be one human become one, with a trace by which they are taken apart again."""

from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _t
from psycopg.errors import DeadlockDetected

from portal.lifecycle import clock
from portal.lifecycle.models import Lifecycle, Refused

STAYS = {"members.personmerge", "members.distinct", "members.likeness"}  # they speak of two rows as two
ONE_AT_A_TIME = 0x6D65726765  # the number of a lock of the database: "merge"
COPIED = ("biography", "profile_url")  # where the kept one has none; the stub keeps its own


class Merging:
    """Trait of Person.

    A model that points to persons, on whatever floor, may say why two of them cannot be one: its class method
    `keeps_apart(kept, stub)` gives a sentence, or nothing.
    """

    @classmethod
    def pointers(cls) -> list[tuple[type, str]]:
        """Every column that points to a person: (model, field), also of floors above and of tables between two others."""
        fields = cls._meta.get_fields(include_hidden=True)
        back = [field for field in fields if field.auto_created and (field.one_to_many or field.one_to_one)]
        found = [(field.related_model, field.field.name) for field in back if field.is_relation and not field.concrete]
        return sorted(
            (pair for pair in found if pair[0]._meta.label_lower not in STAYS),
            key=lambda pair: (pair[0]._meta.label_lower, pair[1]),
        )

    def belongings(self) -> dict[str, list]:
        """The rows that point here: "model.field" to their keys, as the trace writes them."""
        found = {}
        for model, field in self.pointers():
            keys = model._base_manager.filter(**{field: self.pk}).order_by("pk").values_list("pk", flat=True)
            found[f"{model._meta.label_lower}.{field}"] = [plain_key(key) for key in keys]
        return {name: keys for name, keys in found.items() if keys}

    def obstacle_to_merge(self, stub) -> str:
        """Why these two cannot be made one as they are, in a sentence that says what to do; empty where they can."""
        from .merge import Distinct

        if self.pk == stub.pk:
            return _t("These are not two persons. Choose another one.")
        if self.merged_into_id or stub.merged_into_id:
            return _t("One of the two was merged already. Look for duplicates again.")
        if Distinct.objects.of(self, stub).exists():
            return _t("Somebody checked that these two are not the same. Take that back first.")
        if self.user_id and stub.user_id and self.user.is_active == stub.user.is_active:
            return _t(
                "Both have an account. Ask which one is used, and have the head of the secretariat close the other one."
            )
        if self.orcid and stub.orcid:
            return _t("They have two different ORCIDs. One person has one: correct the wrong one first.")
        models = dict.fromkeys(model for model, _field in self.pointers() if hasattr(model, "keeps_apart"))
        return next((sentence for model in models if (sentence := model.keeps_apart(self, stub))), "")

    def merge(self, stub, *, reason, by, at=None):
        """Make the two one: what points to `stub` comes here, and the stub leads here. Returns the PersonMerge.

        Refused, with nothing changed, where the two cannot be one as they are.
        """
        from .merge import PersonMerge

        with both_locked(self, stub):
            at = at or clock.now()
            if obstacle := self.obstacle_to_merge(stub):
                raise Refused(obstacle)
            had = self.belongings()
            moved = [*settle_consents(self, stub, at), *move_facts(self, stub), *move_rows(self, stub)]
            type(self).objects.filter(pk=stub.pk).update(merged_into=self)
            merge = PersonMerge.objects.create(kept=self, stub=stub, reason=reason, moved=moved, had=had, by=by, at=at)
            facts = {"merge": merge.pk, "rows": sum("pk" in line for line in moved)}
            self.record("merged", by=by, at=at, facts=facts | {"person": stub.pk})
            stub.record("merged_into", by=by, at=at, facts=facts | {"person": self.pk})
            self.compare_anew()
        self.refresh_from_db()
        stub.refresh_from_db()
        return merge

    def tell_apart(self, other, *, by, at=None):
        """These two are not the same, as somebody has checked: they are not suggested again."""
        from .merge import Distinct

        with both_locked(self, other):
            if self.pk == other.pk or self.merged_into_id or other.merged_into_id:
                raise Refused(_t("These are not two persons. Choose another one."))
            if Distinct.objects.of(self, other).exists():
                return
            first, second = sorted((self, other), key=lambda person: person.pk)
            Distinct.objects.create(first=first, second=second, by=by)
            self.record("told_apart", by=by, at=at, facts={"person": other.pk})
            other.record("told_apart", by=by, at=at, facts={"person": self.pk})

    def doubt_apart(self, other, *, by, at=None):
        """Take back that these two are not the same."""
        from .merge import Distinct

        with both_locked(self, other):
            if not Distinct.objects.of(self, other).delete()[0]:
                raise Refused(_t("Nobody has said that these two are not the same."))
            self.record("told_apart_undone", by=by, at=at, facts={"person": other.pk})
            other.record("told_apart_undone", by=by, at=at, facts={"person": self.pk})


@contextmanager
def both_locked(one, other):
    """Lock the two rows and read them afresh; what the database forbids is refused in words.

    One merge at a time in the whole house: a merge may have to move the stubs of a stub. What has verbs of its own is
    locked before whom it belongs to, as those verbs do.
    """
    kind = type(one)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            for model, field in kind.pointers():
                if issubclass(model, Lifecycle) and model is not kind:
                    theirs = model._base_manager.filter(**{f"{field}__in": [one.pk, other.pk]}).order_by("pk")
                    list(theirs.select_for_update(of=("self",)).values_list("pk", flat=True))
            rows = kind.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
            fresh = {row.pk: row for row in rows.filter(pk__in=[one.pk, other.pk])}
            for person in (one, other):
                vars(person).update(vars(fresh[person.pk]))
            yield
    except IntegrityError:
        raise Refused(_t("What belongs to the two cannot stand at one person as it is. Nothing was changed.")) from None
    except OperationalError as trouble:
        if not isinstance(trouble.__cause__, DeadlockDetected):
            raise
        raise Refused(_t("Somebody changed something of these two at the same moment. Try it again.")) from None


def settle_consents(kept, stub, at):
    """Of two consents in force to one purpose the earlier stays; one that is older than the other row's withdrawal ends.

    The last word of a human counts, at whichever row it was said.
    """
    for consent in overtaken(kept, stub) + overtaken(stub, kept):
        consent.withdrawn_at = max(at, consent.given_at)
        consent.save(update_fields=["withdrawn_at"])
        yield line(consent, "withdrawn_at", set=consent.withdrawn_at.isoformat(), purpose=consent.purpose)


def overtaken(mine, other) -> list:
    """The consents in force at one row that do not count beside what was said at the other."""
    found = []
    for consent in mine.consents.in_force():
        theirs = other.consents.filter(purpose=consent.purpose)
        rival = theirs.in_force().first()
        if (rival and (rival.given_at, rival.pk) < (consent.given_at, consent.pk)) or (
            rival is None and theirs.filter(withdrawn_at__gt=consent.given_at).exists()
        ):
            found.append(consent)
    return found


def move_facts(kept, stub):
    """The account and the ORCID go over; what the kept one does not say of itself is copied."""
    accounts = (kept.user_id, stub.user_id)
    if stub.user_id:
        stays = kept.user if kept.user_id and kept.user.is_active else stub.user
        type(kept).objects.filter(pk=stub.pk).update(user=None)  # first: an account has one person
        kept.user = stays
        yield line(kept, "user", kept=accounts[0], stub=accounts[1], now=stays.pk)
    if stub.orcid:
        type(kept).objects.filter(pk=stub.pk).update(orcid="")
        kept.orcid = stub.orcid
        yield line(kept, "orcid", value=stub.orcid)
    for name in COPIED:
        if getattr(stub, name) and not getattr(kept, name):
            setattr(kept, name, getattr(stub, name))
            yield line(kept, name, copied=True)
    kept.save(update_fields=["user", "orcid", *COPIED])


def move_rows(kept, stub):
    """Every row that pointed to the stub; of a table between two others, one that the kept one has already goes."""
    for model, field in kept.pointers():
        rows = model._base_manager.filter(**{field: stub.pk}).order_by("pk")
        if model._meta.auto_created:
            for row in rows.filter(**twice(model, field, kept)):
                values = {f.attname: plain_key(getattr(row, f.attname)) for f in others(model, field)}
                trace = line(row, field, gone=values)
                row.delete()
                yield trace
        for row in rows.only("pk"):
            yield line(row, field)
        rows.update(**{field: kept.pk})


def others(model, field) -> list:
    """The columns of a table between two others, besides the key and the one that points to the person."""
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.name != field]


def twice(model, field, kept) -> dict:
    """Rows of a table between two others whose fellow the kept one has already."""
    (other,) = others(model, field)
    there = model._base_manager.filter(**{field: kept.pk}).values(other.attname)
    return {f"{other.attname}__in": there}


def line(row, field, **more) -> dict:
    """One line of the trace."""
    return {"model": row._meta.label_lower, "pk": plain_key(row.pk), "field": field, **more}


def plain_key(key):
    """A key as JSON holds it."""
    return key if isinstance(key, int) else str(key)
