"""What Members say in the calls: whom they name, and whom they are asked to endorse."""

from datetime import timedelta

from django.core.files.base import ContentFile

from members.models import Delegate, Member, WorkingGroup
from nominations.models import Endorsement, Nomination, OwnDate
from portal.notifications.outbox import settle

from .applying import begun, submitted
from .cast import PLAYED, Cast, account
from .papers import letter_of_nomination
from .people import (
    CANDELA,
    COUMBA,
    FATIMA,
    INIGO,
    JORDI,
    NEREA,
    OTHERS,
    OUSMANE,
    XOAN,
    Invented,
)

STATEMENT = {
    "en": "Our public services rely on this work, and we want the group to have it at its table. (Invented for the demo.)",
    "fr": "Nos services publics s’appuient sur ce travail, et nous voulons que le groupe en profite. (Inventé pour la démonstration.)",
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOFIA, ALEJANDRA = (next(person for person in OTHERS if person.family == name) for name in ("Iturralde", "Peña Ibáñez"))


class Desk:
    """Of a Member in a call: the deputy prepares, if there is one; the focal point sends."""

    def __init__(self, call, code):
        self.call, self.member = call, Member.objects.get(code=code)
        acting = Delegate.objects.filter(member=self.member).select_related("user")
        at_work = {delegate.capacity: delegate.user for delegate in acting}
        self.focal = at_work["focal_point"]
        self.writer = at_work.get("deputy", self.focal)

    def prepare(self, person: Invented, at, *, letter=True) -> Endorsement:
        one = Endorsement.prepare(
            call=self.call,
            member=self.member,
            name=person.name,
            email=PLAYED.get(person, (person.email,))[0],
            language=person.language,
            group=WorkingGroup.objects.get(slug=person.group),
            statement=STATEMENT[person.language],
            time_granted=True,
            by=self.writer,
            at=at,
        )
        if letter:
            file = ContentFile(letter_of_nomination(str(self.member), person), name=f"Letter {person.family}.pdf")
            one.attach_letter(file, by=self.writer, at=at)
        return one

    def ask(self, person: Invented, at, *, delivered=True) -> Endorsement:
        """Prepared, and sent three hours later; `delivered`: its letter counts as told, and does not leave now."""
        one = self.prepare(person, at - 3 * HOUR)
        one.invite(by=self.focal, at=at)
        if delivered:
            settle(one, at)
        return one

    def win(self, person: Invented, at) -> Nomination:
        """Asked, and agreed to the day after."""
        one = self.ask(person, at)
        nomination = one.agree(by=account(person), at=at + DAY)
        settle(one, at + DAY)
        return nomination

    def asked_by(self, nomination, at) -> Endorsement:
        """The applicant asks for this Member's word."""
        request = Endorsement.request(nomination, self.member, by=nomination.owner, at=at)
        settle(self.member, at)
        return request

    def endorse(self, nomination, at):
        """Asked, and given five hours later."""
        request = self.asked_by(nomination, at)
        request.give(statement=STATEMENT["en"], by=self.focal, at=at + 5 * HOUR)
        settle(nomination, at + 5 * HOUR)


def speak(call, cast: Cast, now):
    """Spain's desk and Senegal's in the open call, with something in each state."""
    spain, senegal = Desk(call, "ES"), Desk(call, "SN")
    until = call.closes_at + 4 * DAY
    OwnDate.set(call=call, member=spain.member, until=until, by=cast.ines, at=now - 18 * DAY)

    spain.win(FATIMA, now - 16 * DAY)
    senegal.win(FATIMA, now - 14 * DAY)
    submitted(call, FATIMA, 201, now - 9 * DAY)

    spain.win(XOAN, now - 6 * DAY)
    begun(call, XOAN, 202, now - 4 * DAY)
    refused = spain.ask(INIGO, now - 7 * DAY)
    refused.decline_naming(at=now - 5 * DAY)
    settle(refused, now - 5 * DAY)
    spain.ask(NEREA, now - HOUR, delivered=False)
    spain.prepare(CANDELA, now - 2 * DAY, letter=False)
    spain.prepare(JORDI, now - DAY).put_at(1, by=cast.marcos, at=now - DAY)

    senegal.ask(OUSMANE, now - 3 * DAY)
    senegal.prepare(COUMBA, now - 2 * DAY)  # for whom no place is left

    spain.asked_by(of(call, SOFIA), now - 12 * DAY)
    spain.endorse(of(call, ALEJANDRA), now - 8 * HOUR)


def of(call, person: Invented) -> Nomination:
    return Nomination.objects.get(call=call, person__user=account(person))
