"""The shelf of letters: one function per occasion, in the past tense. Their words: templates/messages/nominations/."""

from django.conf import settings
from django.urls import reverse_lazy

from portal.notifications.outbox import post


def tell(nomination, occasion, *, key, about=None, **context):
    """Write to the person of a nomination, in their language; a person without an account cannot be told."""
    if nomination.owner is None:
        return None
    return post(
        f"nominations/{occasion}",
        to=nomination.owner.email,
        recipient=nomination.owner,
        key=f"{occasion}:{nomination.pk}:{key}",
        language=nomination.language,
        about=about or nomination,
        **{"link": page_of(nomination), "nomination": nomination, "call": nomination.call, **context},
    )


def page_of(nomination, page="detail"):
    """An address that is resolved later, in the language of the letter."""
    return reverse_lazy(f"nominations:{page}", args=[nomination.pk])


def nomination_received(nomination, version):
    """The receipt, with the whole content; from the second version on it says what it replaces."""
    occasion = "received" if version.number == 1 else "changed"
    return tell(
        nomination,
        occasion,
        key=version.number,
        version=version,
        forms=version.section_forms().values(),
        deadline=nomination.deadline(),
    )


def nomination_withdrawn(nomination):
    return tell(nomination, "withdrawn", key=nomination.story().count())


def nomination_reinstated(nomination):
    return tell(nomination, "reinstated", key=nomination.story().count())


def nomination_returned(nomination, at):
    return tell(nomination, "returned", key=at.isoformat(), expires_at=nomination.returned_until)


def return_lapsed(nomination):
    return tell(nomination, "return_lapsed", key=nomination.story().count())


def nomination_eligible(nomination):
    return screening_letter(nomination, "eligible")


def nomination_ineligible(nomination):
    return screening_letter(nomination, "ineligible")


def screening_letter(nomination, occasion):
    """Held until the applicant may see the result; the sender drops it if the result is undone meanwhile."""
    return tell(nomination, occasion, key=nomination.screened_at.isoformat(), not_before=nomination.screening_shown_at)


def release_screening_letter(nomination, at):
    """Make the held letter due."""
    from portal.notifications.outbox import hasten

    hasten(f"{nomination.status}:{nomination.pk}:{nomination.screened_at.isoformat()}", at)


def screening_undone(nomination, at):
    return tell(nomination, "screening_undone", key=at.isoformat())


def nomination_corrected(nomination, version, *, question, before, reason):
    return tell(
        nomination, "corrected", key=version.number, version=version, question=question, before=before, reason=reason
    )


def clarification_asked(clarification):
    return tell(
        clarification.nomination,
        "clarification_asked",
        key=clarification.pk,
        about=clarification,
        clarification=clarification,
    )


def clarification_answered(clarification):
    """To the secretariat's mailbox."""
    return post(
        "nominations/clarification_answered",
        to=settings.SECRETARIAT_EMAIL,
        key=f"clarification_answered:{clarification.pk}",
        about=clarification,
        clarification=clarification,
        nomination=clarification.nomination,
    )


def call_extended(call, extension):
    """To the owners of drafts, or to the one person who got more time."""
    drafts = call.nominations.filter(status="draft").select_related("person__user")
    if extension.person_id:
        drafts = call.nominations.filter(person=extension.person_id).select_related("person__user")
    for nomination in drafts:
        tell(nomination, "call_extended", key=extension.pk, extension=extension)


def draft_reminded(nomination, *, days, deadline):
    """7 days, 2 days or 1 day before the end; the key holds the end, so that an extension reminds afresh."""
    return tell(
        nomination,
        "draft_reminder",
        key=f"{days}:{deadline.isoformat()}",
        expires_at=deadline,
        reminder=True,
        deadline=deadline,
        days=days,
    )


def call_closed(nomination):
    """To everybody whose nomination counts: it is closed, and by when the decision comes."""
    return tell(nomination, "call_closed", key="closed")
