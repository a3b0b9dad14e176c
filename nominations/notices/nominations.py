"""Letters on a nomination: what its person did, what the secretariat did, what the clock did."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.notifications.outbox import hasten, post, post_many, retract

from ..once import reminder_key
from ..questions import SECTIONS

SPEAK_OF_THE_END = ("nominations/draft_reminder", "nominations/draft_closed", "nominations/call_closed")


def words(nomination, occasion, *, key, about=None, **context) -> dict | None:
    """A letter to the person of a nomination, in their language; without an account nobody can be told: None."""
    if nomination.owner is None:
        return None
    common = {"link": page_of(nomination), "nomination": nomination, "call": nomination.call}
    return {
        "occasion": f"nominations/{occasion}",
        "to": nomination.owner.email,
        "recipient": nomination.owner,
        "key": key_of(occasion, nomination.pk, key),
        "language": nomination.language,
        "about": about or nomination,
        **common,
        **context,
    }


def key_of(occasion, pk, key) -> str:
    """What makes a letter to the person of a nomination the only one of its kind."""
    return f"{occasion}:{pk}:{key}"


def tell(nomination, occasion, **more):
    letter = words(nomination, occasion, **more)
    if letter:
        post(**letter)


def page_of(nomination, page="detail", *args):
    """An address that is resolved later, in the language of the letter."""
    return reverse_lazy(f"nominations:{page}", args=[nomination.pk, *args])


def time_left(nomination, at) -> dict:
    """Until when it can be changed, and whether that is still ahead."""
    deadline = nomination.deadline()
    return {"deadline": deadline, "open": at < deadline}


# --- what the person did


def nomination_received(nomination, version, forms):
    """The receipt, with the whole content; from the second version on it says what it replaces.

    forms: of the version, made in the language of the letter.
    """
    occasion = "received" if version.number == 1 else "changed"
    more = {"version": version, "forms": forms, **time_left(nomination, version.received_at)}
    tell(nomination, occasion, key=version.number, **more)


def nomination_withdrawn(nomination):
    return tell_of_move(nomination, "withdrawn")


def nomination_reinstated(nomination):
    return tell_of_move(nomination, "reinstated")


def tell_of_move(nomination, occasion):
    """Of something that may happen again: one letter per Event."""
    event = nomination.story().last()
    tell(nomination, occasion, key=event.pk, **time_left(nomination, event.at))


def link_wanted(nomination, slot):
    """The mail that leads back to a draft; one in each slot of time."""
    event = nomination.story().last()
    tell(nomination, "come_back", key=slot, **time_left(nomination, event.at))


# --- what the secretariat did


def nomination_returned(nomination, at):
    more = {
        "deadline": nomination.returned_until,
        "sections": [SECTIONS[name].title for name in nomination.returned_sections],
    }
    tell(nomination, "returned", key=at.isoformat(), expires_at=nomination.returned_until, **more)


def return_lapsed(nomination):
    return tell_of_move(nomination, "return_lapsed")


def nomination_eligible(nomination):
    return screening_letter(nomination, "eligible")


def nomination_ineligible(nomination):
    return screening_letter(nomination, "ineligible")


def screening_letter(nomination, occasion):
    """Held until the applicant may see the result; an earlier one that still waits is dropped, so that one result is told."""
    retract([nomination], "nominations/eligible", "nominations/ineligible", why=_("A later result took its place."))
    tell(
        nomination,
        occasion,
        key=nomination.screened_at.isoformat(),
        not_before=nomination.screening_shown_at,
        once=True,
    )


def release_screening_letter(nomination, at):
    """Make the held letter due."""
    hasten(f"{nomination.status}:{nomination.pk}:{nomination.screened_at.isoformat()}", at)


def screening_undone(nomination, at):
    tell(nomination, "screening_undone", key=at.isoformat())


def nomination_corrected(nomination, version, *, question, before, reason):
    """One answer before and after, in the words of the questionnaire."""
    with override(nomination.language):
        form = next(form for form in version.section_forms().values() if question in form.fields)
        earlier = type(form)({**version.answers, question: before}, nomination=nomination)
        change = {
            "label": str(form.fields[question].label),
            "before": earlier.said(question),
            "after": form.said(question),
        }
    tell(nomination, "corrected", key=version.number, version=version, reason=reason, **change)


def clarification_asked(clarification):
    nomination = clarification.nomination
    link = page_of(nomination, "clarification", clarification.pk)
    tell(
        nomination,
        "clarification_asked",
        key=clarification.pk,
        about=clarification,
        clarification=clarification,
        link=link,
    )


def clarification_answered(clarification):
    """To the secretariat's mailbox."""
    nomination = clarification.nomination
    post(
        "nominations/clarification_answered",
        to=settings.SECRETARIAT_EMAIL,
        key=f"clarification_answered:{clarification.pk}",
        about=clarification,
        clarification=clarification,
        nomination=nomination,
        call=nomination.call,
        link=reverse_lazy("admin:nominations_nomination_change", args=[nomination.pk]),
    )


def nominations_united(kept, other):
    """To the person of each: which of the two counts from now on. Once, where both have one account."""
    for nomination in {one.owner: one for one in (other, kept)}.values():
        tell(nomination, "united", key=other.pk, kept=kept, other=other)


# --- what the clock did: to many at once


def call_extended(extension, before: dict):
    """To whoever has more time than before, by a call's or by their own extension, and did not submit; or asked for it.

    before: primary key of each nomination that it may concern to its end until now.
    """
    later = [
        nomination
        for nomination in extension.call.nominations.filter(pk__in=before).with_end()
        if nomination.ends_at > before[nomination.pk]
    ]
    retract(later, *SPEAK_OF_THE_END, why=_("The end was moved."))
    return tell_many(
        (nomination, "call_extended", {"key": extension.pk, "extension": extension, "deadline": nomination.ends_at})
        for nomination in later
    )


def drafts_reminded(reminders):
    """reminders: of (nomination with `ends_at`, the Reminder)."""
    return tell_many(
        (
            nomination,
            "draft_reminder",
            {
                "key": reminder_key(reminder.which, nomination.ends_at),
                "deadline": nomination.ends_at,
                "expires_at": reminder.useful_until,
                "reminder": True,
            },
        )
        for nomination, reminder in reminders
    )


def call_closed(nominations):
    """To everybody whose nomination counts: the call has closed, and by when the decision comes."""
    return tell_many(
        (
            nomination,
            "call_closed",
            {"key": nomination.ends_at.isoformat(), "returned_until": nomination.returned_until},
        )
        for nomination in nominations
    )


def drafts_closed(nominations):
    """To the owners of drafts: not submitted, and until when they can be read."""
    return tell_many(
        (nomination, "draft_closed", {"key": nomination.ends_at.isoformat(), "kept_until": kept_until(nomination)})
        for nomination in nominations
    )


def kept_until(nomination):
    return nomination.ends_at + timedelta(days=nomination.call.drafts_kept_days)


def tell_many(letters) -> int:
    """letters: of (nomination, occasion, context), nominations with call, person and account at hand."""
    all_words = (words(nomination, occasion, **context) for nomination, occasion, context in letters)
    return post_many([letter for letter in all_words if letter])
