"""What is known of a person: names, addresses, where they work, what they agree to; each change leaves an Event."""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t

from portal.lifecycle.models import Refused

from ..rules import may_keep_people
from .consent import VERSION, ConsentRecord

KNOWN = ("given_name", "family_name", "published_name", "orcid", "biography", "profile_url")
WORK = ("organisation", "position", "stakeholder_group", "country", "since", "until")

BEGAN_LAST = (F("since").desc(nulls_last=True), "-pk")


class Keeping:
    """Trait of Person. Events name the fields that changed, never what stood or stands there."""

    @classmethod
    def enter(cls, *, by, email="", at=None, **facts) -> "Keeping":
        """A person who has never signed in, as the secretariat knows them."""
        person = cls.objects.create()
        person.correct(by=by, at=at, verb="entered", **facts)
        if email:
            person.add_address(email, by=by, at=at)
        return person

    def correct(self, *, by, at=None, verb="corrected", **facts):
        """Bring what is known up to date; an ORCID that somebody else has is refused."""
        with self.locked(at) as at:
            self.demand_kept()
            changed = [name for name in KNOWN if name in facts and getattr(self, name) != facts[name]]
            if "orcid" in changed:
                self.demand_free(facts["orcid"], by)
            for name in changed:
                setattr(self, name, facts[name])
            if changed:
                self.save(update_fields=changed)
                self.record(verb, by=by, at=at, facts={"fields": changed})

    def demand_kept(self):
        """Raise Refused for what a merge left: nobody would read it there."""
        if self.merged_into_id:
            raise Refused(_t("This person was merged into another one. Make the change there."))

    def demand_free(self, orcid, by):
        """Raise Refused where somebody else has this ORCID; who it is, the secretariat alone reads."""
        there = type(self).objects.filter(orcid=orcid).exclude(pk=self.pk).first() if orcid else None
        if there is None:
            return
        if by and may_keep_people(by):
            sentence = _t("%(person)s has this ORCID already. Check it; if it is right, the two are one: merge them.")
            raise Refused(sentence % {"person": there.kept})
        raise Refused(_t("Another person has this ORCID. Check it; if it is right, the two are one and can be merged."))

    # --- addresses

    def add_address(self, email, *, by, at=None):
        """Know the person by one more address: whoever proves that it is theirs, is this person."""
        from .person import PersonAddress

        email = email.lower()
        with self.locked(at) as at:
            self.demand_kept()
            there = PersonAddress.objects.filter(email=email).first()
            if there and there.person_id == self.pk:
                raise Refused(_t("We know the person by this address already."))
            if there:
                raise Refused(_t("We know another person by this address. If the two are one, merge them."))
            address = self.addresses.create(email=email)
            self.record("address_added", by=by, at=at, facts={"address": address.pk})

    def remove_address(self, address, *, by, at=None):
        """Know the person no longer by this address; an account that it led to stays theirs."""
        with self.locked(at) as at:
            gone, _kinds = self.addresses.filter(pk=address).delete()
            if not gone:
                raise Refused(_t("This address is no longer there."))
            self.record("address_removed", by=by, at=at, facts={"address": int(address)})

    # --- where they work

    def add_affiliation(self, *, by, at=None, **work):
        """One more place of work, now or of old."""
        with self.locked(at) as at:
            self.demand_kept()
            added = self.affiliations.create(**{name: work[name] for name in WORK if name in work})
            self.record("affiliation_added", by=by, at=at, facts={"affiliation": added.pk})
            self.compare_anew()

    def correct_affiliation(self, affiliation, *, by, at=None, **work):
        """Put right what is written of a place of work, or give it an end."""
        with self.locked(at) as at:
            there = self.affiliations.filter(pk=affiliation).first()
            if there is None:
                raise Refused(_t("This affiliation is no longer there."))
            changed = [name for name in WORK if name in work and getattr(there, name) != work[name]]
            for name in changed:
                setattr(there, name, work[name])
            if changed:
                there.save(update_fields=changed)
                facts = {"affiliation": there.pk, "fields": changed}
                self.record("affiliation_corrected", by=by, at=at, facts=facts)
                self.compare_anew()

    def remove_affiliation(self, affiliation, *, by, at=None):
        """Take away what was never true; what ended gets an end instead."""
        with self.locked(at) as at:
            gone, _kinds = self.affiliations.filter(pk=affiliation).delete()
            if not gone:
                raise Refused(_t("This affiliation is no longer there."))
            self.record("affiliation_removed", by=by, at=at, facts={"affiliation": int(affiliation)})
            self.compare_anew()

    def affiliation_on(self, day):
        """Where they work on that day; of several, what began last."""
        return self.affiliations.on(day).order_by(*BEGAN_LAST).first()

    def work_at(self, *, by, at=None, **work):
        """A new place of work from today on: it ends the present one. What began today is put right instead."""
        with self.locked(at) as at:
            self.demand_kept()
            today = at.date()
            present = self.affiliation_on(today)
            work = {name: work[name] for name in WORK if name in work and name not in ("since", "until")}
            if present and all(getattr(present, name) == value for name, value in work.items()):
                return
            if present and present.since == today:
                for name, value in work.items():
                    setattr(present, name, value)
                present.save(update_fields=list(work))
            else:
                self.affiliations.filter(pk=present.pk if present else None).update(until=today)
                present = self.affiliations.create(since=today, **work)
            self.record("affiliation_changed", by=by, at=at, facts={"affiliation": present.pk})
            self.compare_anew()

    # --- what they agree to

    def consents_to(self, purpose) -> bool:
        """Whether they agree to this now."""
        return self.consents.in_force().filter(purpose=purpose).exists()

    def consent(self, purpose, *, by, way, on=None, at=None, version=VERSION):
        """Write down that they agree: `on` is the day on which they said so, where it was not now."""
        with self.locked(at) as at:
            self.demand_kept()
            if self.consents_to(purpose):
                raise Refused(_t("This consent is given already."))
            given = min(start_of(on), at) if on else at
            last = self.consents.filter(purpose=purpose).order_by("-withdrawn_at").first()
            if last and last.withdrawn_at > given:
                given = self.after_withdrawal(last, on, at)
            ConsentRecord.settle(self, {purpose: True}, text_version=version, way=way, at=given)
            self.record("consented", by=by, at=at, facts={"purpose": purpose, "way": way})

    def after_withdrawal(self, last, on, at) -> datetime:
        """A consent of the day of a withdrawal was given after it; one of an earlier day does not count."""
        if on and start_of(on + timedelta(days=1)) <= last.withdrawn_at:
            raise Refused(_t("The person withdrew this consent after that day. Their last word counts."))
        return min(last.withdrawn_at, at)

    def withdraw_consent(self, purpose, *, by, way, at=None):
        """They no longer agree: from this moment on."""
        with self.locked(at) as at:
            self.demand_kept()
            if not self.consents_to(purpose):
                raise Refused(_t("This consent is not in force."))
            ConsentRecord.settle(self, {purpose: False}, text_version=VERSION, way=way, at=at)
            self.record("consent_withdrawn", by=by, at=at, facts={"purpose": purpose, "way": way})

    def compare_anew(self):
        """What makes two persons alike has changed: duplicates are looked for again."""
        type(self).objects.filter(pk=self.pk).update(to_compare=True)


def start_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
