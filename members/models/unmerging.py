"""Unmerging: a merge that was wrong is taken apart, line by line of its trace, to what stood before."""

from django.apps import apps
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .merging import both_locked


class Unmerging:
    """Trait of PersonMerge."""

    def undo(self, *, by, reason, at=None):
        """Put everything back as it was. Refused, with nothing changed, where that would no longer be true."""
        with both_locked(self.kept, self.stub):
            at = at or clock.now()
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
            kept, stub = self.kept, self.stub
            self.demand_last(kept)
            self.demand_nothing_new(kept)
            self.rows_back()
            self.facts_back(kept, stub)
            self.consents_back()
            self.undone_by, self.undone_at, self.undone_reason = by, at, reason
            self.save(update_fields=["undone_by", "undone_at", "undone_reason"])
            facts = {"merge": self.pk}
            kept.record("merge_undone", by=by, at=at, facts=facts | {"person": stub.pk})
            stub.record("merge_undone", by=by, at=at, facts=facts | {"person": kept.pk})
            type(kept).objects.filter(pk__in=[kept.pk, stub.pk]).update(to_compare=True)
        self.refresh_from_db()

    def lines(self, field=None) -> list[dict]:
        """The trace of one fact of the kept person, or of the rows that pointed to the stub."""
        own = {"members.person", "members.consentrecord"}
        if field:
            return [line for line in self.moved if line["field"] == field and line["model"] in own]
        facts = {"user", "orcid", "biography", "profile_url", "withdrawn_at"}
        return [line for line in self.moved if not (line["model"] in own and line["field"] in facts)]

    def demand_last(self, kept):
        """Merges are taken apart in the order opposite to the one in which they were made."""
        if self.undone_at:
            raise Refused(_t("This merge was taken apart already."))
        if kept.merged_into_id:
            raise Refused(_t("The person who was kept was merged into another one later. Take that merge apart first."))
        if type(self).objects.filter(kept=kept, undone_at=None, pk__gt=self.pk).exists():
            raise Refused(_t("Another person was merged into this one later. Take that merge apart first."))

    def demand_nothing_new(self, kept):
        """Where the account went over, nobody can say whose things are that came by it since."""
        if not any(line["now"] != line["kept"] for line in self.lines("user")):
            return
        known = {(line["model"], line["pk"]) for line in self.moved} | {("members.person", self.stub_id)}
        known |= {(name.rpartition(".")[0], pk) for name, keys in self.had.items() for pk in keys}
        new = [
            name.rpartition(".")[0]
            for name, keys in kept.belongings().items()
            if any((name.rpartition(".")[0], pk) not in known for pk in keys)
        ]
        if new:
            things = ", ".join(str(apps.get_model(label)._meta.verbose_name_plural) for label in dict.fromkeys(new))
            raise Refused(
                _t(
                    "Since the merge, new things came to this person, and nobody can say to whom they belong: %(things)s."
                )
                % {"things": things}
            )

    def rows_back(self):
        """Rows that are still there point to the stub again; what was deleted meanwhile would be so without the merge."""
        columns = {}
        for line in self.lines():
            if "gone" in line:
                put_back(line, self.stub_id)
            else:
                columns.setdefault((line["model"], line["field"]), []).append(line["pk"])
        for (label, field), keys in columns.items():
            there = apps.get_model(label)._base_manager.filter(pk__in=keys)
            if there.exclude(**{field: self.kept_id}).exists():
                name = capfirst(apps.get_model(label)._meta.verbose_name_plural)
                raise Refused(_t("%(things)s were given to somebody else since the merge.") % {"things": name})
            there.update(**{field: self.stub_id})
        type(self.stub).objects.filter(pk=self.stub_id).update(merged_into=None)
        self.stub.merged_into = None

    def facts_back(self, kept, stub):
        """Account and ORCID go back; what was copied goes, unless somebody has edited it since."""
        for line in self.lines("user"):
            if kept.user_id not in (None, line["now"]):
                raise Refused(_t("The person has another account since the merge."))
            if kept.user_id is None:
                continue  # erased meanwhile
            kept.user_id = line["kept"]
            stub.user_id = line["stub"]
        for line in self.lines("orcid"):
            if kept.orcid != line["value"]:
                raise Refused(_t("The ORCID was changed since the merge. Put back the one that came with it first."))
            kept.orcid, stub.orcid = "", line["value"]
        for name in ("biography", "profile_url"):
            if self.lines(name) and getattr(kept, name) == getattr(stub, name):
                setattr(kept, name, "")
        kept.save(update_fields=["user", "orcid", "biography", "profile_url"])
        stub.save(update_fields=["user", "orcid"])

    def consents_back(self):
        """What the merge ended is in force again; not where the person has withdrawn that purpose themself since."""
        for line in self.lines("withdrawn_at"):
            consents = apps.get_model(line["model"]).objects
            moment = parse_datetime(line["set"])
            said = consents.filter(person__in=[self.kept_id, self.stub_id], purpose=line["purpose"])
            if not said.exclude(pk=line["pk"]).filter(withdrawn_at__gte=moment).exists():
                consents.filter(pk=line["pk"], withdrawn_at=moment).update(withdrawn_at=None)


def put_back(line, stub):
    """Write a row of a table between two others again, with its key; not where what it points to is gone."""
    model = apps.get_model(line["model"])
    ends = {f.attname: f for f in model._meta.concrete_fields if f.is_relation}
    there = all(ends[name].related_model._base_manager.filter(pk=key).exists() for name, key in line["gone"].items())
    if there:
        column = model._meta.get_field(line["field"]).attname
        model._base_manager.create(pk=line["pk"], **{column: stub}, **line["gone"])
