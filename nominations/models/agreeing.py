"""The person whom a Member named agrees or declines; nobody else can, and silence is no agreement."""

from typing import Self

from django.core import signing
from django.utils.translation import gettext as _

from members.models import Person
from portal.lifecycle.models import Refused

from ..notices import endorsements as notices
from .barred import look_for_conflicts

SALT = "nominations.consent"


class Agreeing:
    """Trait of Endorsement, of kind nominate."""

    @property
    def token(self) -> str:
        """The word of the link in the person's letters. Stored nowhere; good for this nomination alone."""
        return signing.Signer(salt=SALT).sign(self.pk.hex)

    @classmethod
    def behind(cls, token: str) -> "Self | None":
        """What a link of a letter leads to, whatever has become of it since; None where no such link was made."""
        try:
            key = signing.Signer(salt=SALT).unsign(token)
        except signing.BadSignature:
            return None
        beside = ("call", "member", "group", "given_by", "nomination")
        return cls.objects.naming().filter(pk=key).select_related(*beside).first()

    def is_for(self, user) -> bool:
        """Whether this account has proven to own the address that was asked."""
        return user.is_authenticated and self.email in set(user.verified_addresses())

    def agree(self, *, by, at=None):
        """The person agrees: their nomination begins, or the one that is there gains this Member's word. Returns it.

        Agreed once, a second click leads to the same nomination and changes nothing. Where the Member named them at two of
        their addresses, one word is enough, and the place of the other becomes free.
        """
        from .nomination import Nomination

        with self.call.locked(at) as at:  # the call before its nominations, these before what belongs to them
            person = Person.of(by)
            nomination = Nomination.of_person(self.call, person, lock=True)
            with self.locked(at):
                if self.status == self.Status.GIVEN and self.nomination == nomination:
                    return self.nomination
                self.demand_asked(by, at)
                nomination = nomination or Nomination.begin(call=self.call, person=person, by=by, at=at)
                if nomination.endorsements.naming().given().filter(member=self.member_id).exists():
                    self.move(self.Status.WITHDRAWN, verb="overtaken", by=by, at=at, **self.wiped())
                    self.forget_letter()
                    return nomination
                self.overtake_request(nomination, by=by, at=at)
                stamps = {"nomination": nomination, "agreed_at": at, "answered_at": at}
                self.move(self.Status.GIVEN, verb="agreed", by=by, at=at, **stamps)
                nomination.record("named", by=by, at=at, facts={"member": self.member.code})
                look_for_conflicts(self.call, nomination, at=at)
                notices.agreed(self)
        return nomination

    def overtake_request(self, nomination, *, by, at):
        """Who asked the same Member for a word has it now in the stronger kind."""
        same = type(self).objects.asking().filter(nomination=nomination, member=self.member_id, status="requested")
        for request in same.select_for_update(of=("self",)):
            request.move(self.Status.WITHDRAWN, verb="overtaken", by=by, at=at)

    def decline_naming(self, *, by=None, at=None):
        """The person does not agree: what was typed about them is gone, and no other door is barred.

        by: the account that declined, if somebody was signed in; the link alone is enough to say no.
        """
        with self.locked(at) as at:
            if self.status == self.Status.DECLINED:
                return
            if by is not None:
                self.demand_asked(by, at)
            elif self.status != self.Status.INVITED or at >= self.end:
                raise Refused(self.what_is_so(at))
            notices.declined_by_person(self, at)  # before the name is wiped
            self.move(self.Status.DECLINED, verb="declined", by=by, at=at, answered_at=at, **self.wiped())
            self.forget_letter()

    def demand_asked(self, by, at):
        """Refuses whom nobody asked, and what waits no more."""
        if self.status != self.Status.INVITED or at >= self.end:
            raise Refused(self.what_is_so(at))
        if not self.is_for(by):
            raise Refused(
                _("This letter went to another address. Sign in with that one, or add it to your account first.")
            )
        if self.given_by and self.given_by.user_id == by.pk:
            raise Refused(_("Nobody gives the word of a Member on themselves."))

    def what_is_so(self, at) -> str:
        """What has become of it, for whoever holds the link: a sentence."""
        if self.status == self.Status.GIVEN:
            return _("This was agreed to already.")
        if self.status == self.Status.DECLINED:
            return _("This was declined. Nothing that was typed about the person is kept.")
        if self.status == self.Status.WITHDRAWN:
            return _("%(member)s has withdrawn this nomination.") % {"member": self.member}
        if self.status == self.Status.LAPSED or at >= self.end:
            return _("The time to agree has ended. Nothing that was typed about the person is kept.")
        return ""
