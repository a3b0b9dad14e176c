"""Letters between the people whom Members name, the people who ask Members, and the Members' desks."""

from django.conf import settings
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from members.notices.terms import focal_points
from portal.accounts.models import User
from portal.notifications.outbox import has_left, post_many, retract

from ..once import reminder_key
from .nominations import key_of, tell

ASK = ("nominations/named", "nominations/named_reminder", "nominations/named_extended")  # whether the person agrees


def to_person(endorsement, occasion, **more):
    to_people([(endorsement, more)], occasion)


def to_people(letters, occasion) -> int:
    """Letters to addresses that Members typed; whoever owns one may have no account. letters: of (endorsement, words)."""
    letters = list(letters)
    typed = {endorsement.email for endorsement, _more in letters}
    accounts = {user.email: user for user in User.objects.filter(email__in=typed, is_active=True)}
    return post_many(
        words_to(endorsement, accounts.get(endorsement.email), occasion, **more) for endorsement, more in letters
    )


def words_to(endorsement, account, occasion, *, key, asks=False, **more) -> dict:
    """asks: it carries the link that asks whether the person agrees, as a secret, until it is of no use any more."""
    language = account.language if account else endorsement.language
    if asks:
        more = {"expires_at": endorsement.end} | more
        more |= {"secret": consent_address(endorsement, language), "deadline": endorsement.end}
    return {
        "occasion": f"nominations/{occasion}",
        "to": endorsement.email,
        "recipient": account,
        "key": key_of(occasion, endorsement.pk, key),
        "language": language,
        "about": endorsement,
        "endorsement": endorsement,
        "member": endorsement.member,
        "call": endorsement.call,
        **more,
    }


def to_desk(endorsement, occasion, at, *, key, **words):
    """One letter to each focal point of the Member; `link` leads to its desk."""
    event = {"about": endorsement, "endorsement": endorsement, "member": endorsement.member, "call": endorsement.call}
    post_many(
        {
            "occasion": f"nominations/{occasion}",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"{occasion}:{endorsement.pk}:{key}:{user.pk}",
            "link": reverse_lazy("nominations:desk_endorsement", args=[endorsement.pk]),
            **event,
            **words,
        }
        for user in focal_points([endorsement.member_id], at)[endorsement.member_id]
    )


def consent_address(endorsement, language) -> str:
    with override(language):
        return settings.SITE_URL + reverse("nominations:consent", args=[endorsement.token])


# --- a Member names somebody


def named(endorsement):
    """To the person: who names them, for what, and by when they agree. The link travels as a secret."""
    to_person(endorsement, "named", key="", asks=True)


def named_again(reminders) -> int:
    """To whoever has not answered. reminders: of (endorsement, the Reminder)."""
    return to_people(
        (
            (
                endorsement,
                {
                    "key": reminder_key(reminder.which, endorsement.end),
                    "asks": True,
                    "expires_at": reminder.useful_until,
                    "reminder": True,
                },
            )
            for endorsement, reminder in reminders
        ),
        "named_reminder",
    )


def more_time_to_agree(extension, invited):
    """To whoever has not answered: the new date, with all that the letters say which it takes the place of."""
    rows = list(invited.select_related("call", "member", "group"))
    retract(rows, *ASK, why=_("The end was moved."))
    to_people(((row, {"key": extension.pk, "asks": True, "extension": extension}) for row in rows), "named_extended")


def did_not_arrive(endorsement, letter, at):
    """The last letter that asks the person: one whose fate is unknown is written once more, and of one refused the desk hears."""
    if letter.status == letter.Status.UNKNOWN:
        to_person(endorsement, "named", key="again", asks=True)
    else:
        to_desk(endorsement, "naming_undelivered", at, key="", name=endorsement.name)


def agreed(endorsement):
    """To the focal point: the person agreed, and fills in the nomination by that day."""
    deadline = endorsement.call.complete_end
    to_desk(endorsement, "naming_agreed", endorsement.agreed_at, key="", deadline=deadline)


def declined_by_person(endorsement, at):
    to_desk(endorsement, "naming_declined", at, key="", name=endorsement.name)


def naming_lapsed(endorsement, at):
    to_desk(endorsement, "naming_lapsed", at, key="", name=endorsement.name)


def word_withdrawn(endorsement):
    """To the person: what they were asked no longer holds, or what was given was taken back. Not to whom no letter reached."""
    if endorsement.nomination_id:
        return to_applicant(endorsement, "word_withdrawn", naming=endorsement.kind == endorsement.Kind.NOMINATE)
    retract([endorsement], *ASK, why=_("The Member withdrew it."))
    if has_left(endorsement, *ASK):
        to_person(endorsement, "naming_withdrawn", key="", link=reverse_lazy("nominations:call"))


# --- an applicant asks a Member


def endorsed(endorsement):
    to_applicant(endorsement, "endorsed")


def not_endorsed(endorsement):
    to_applicant(endorsement, "not_endorsed")


def request_lapsed(endorsement):
    to_applicant(endorsement, "request_lapsed")


def to_applicant(endorsement, occasion, **words):
    """The state, never the text."""
    required = endorsement.call.demands_endorsement
    tell(endorsement.nomination, occasion, key=endorsement.pk, member=endorsement.member, required=required, **words)


def draft_deleted(endorsement, at):
    """To the focal point: the person deleted the draft, so nothing is left to endorse."""
    to_desk(endorsement, "draft_deleted", at, key="", name=endorsement.who)


# --- the secretariat writes to Members


def nudged(gaps, chosen, *, day) -> int:
    return post_many(nudges(gaps, chosen, day=day))


def nudges(gaps, chosen, *, day) -> list[dict]:
    """The letter to the focal point of each chosen Member: what is left to do, and by when. At most one a day."""
    call = gaps.call
    users = focal_points([one.member.pk for one in chosen], gaps.at)
    ends = {"name": call.agree_end, "answer": call.endorsement_end}
    return [
        {
            "occasion": "nominations/nudge",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"nudge:{call.pk}:{one.member.pk}:{user.pk}:{day.isoformat()}",
            "link": reverse_lazy("nominations:desk"),
            "about": call,
            "member": one.member,
            "call": call,
            "one": one,
            "asks": gaps.asks(one),
            "name_by": ends["name"],
            "answer_by": ends["answer"],
            "expires_at": max(ends[what] for what in gaps.asks(one)),
        }
        for one in chosen
        for user in users[one.member.pk]
    ]
