"""Letters on a country's application, up to the Steering Committee's word and the withdrawal."""

from django.conf import settings
from django.urls import reverse_lazy

from portal.notifications.outbox import post, post_many, retract


def words(accession, occasion, *, key, **context) -> dict:
    """A letter to the contact, in their language."""
    contact = accession.contact
    return {
        "occasion": f"members/{occasion}",
        "to": contact.email,
        "recipient": contact,
        "key": key_of(occasion, accession.pk, key),
        "language": contact.language,
        "about": accession,
        "accession": accession,
        "link": reverse_lazy("members:accession", args=[accession.pk]),
        **context,
    }


def key_of(occasion, pk, key) -> str:
    return f"{occasion}:{pk}:{key}"


def tell_secretariat(accession, occasion, *, key, **context):
    """To the secretariat's mailbox."""
    post(
        f"members/{occasion}",
        to=settings.SECRETARIAT_EMAIL,
        key=key_of(occasion, accession.pk, key),
        about=accession,
        accession=accession,
        link=reverse_lazy("admin:members_accession_change", args=[accession.pk]),
        **context,
    )


# --- what the contact did


def application_received(accession, version):
    """The receipt with the whole content, and word to the secretariat."""
    retract([accession], "members/accession_reminder", why="It was sent in again.")
    more = {"version": version, "form": version.form()}
    post(**words(accession, "accession_received", key=version.number, **more))
    tell_secretariat(accession, "accession_to_check", key=version.number, version=version)


def application_withdrawn(accession):
    retract([accession], "members/accession_reminder", why="It was withdrawn.")
    post(**words(accession, "accession_withdrawn", key=""))
    if accession.submitted_at:
        tell_secretariat(accession, "accession_withdrawn_told", key="")


# --- what the secretariat did


def application_incomplete(accession, at):
    post(**words(accession, "accession_incomplete", key=at.isoformat()))


def application_dismissed(accession):
    retract([accession], "members/accession_reminder", why="It was set aside.")
    post(**words(accession, "accession_dismissed", key="", once=True))


def assessment_began(accession, at):
    post(**words(accession, "accession_assessment", key=at.isoformat()))


def application_assessed(accession, at):
    """Recommended or not, with the Committee's reasons; never twice."""
    occasion = f"accession_{accession.status}"
    post(**words(accession, occasion, key=at.isoformat(), once=True))


# --- what the Council is asked


def council_asked(ballot):
    """A ballot has opened: until when, and nothing of its rule, its roll or its votes."""
    more = {"ballot": ballot, "expires_at": ballot.closes_at}
    post(**words(ballot.accession, "accession_council", key=ballot.pk, **more))


# --- what the clock did


def incomplete_reminded(reminders) -> int:
    """reminders: of (accession with its contact, which of the reminders it is, until when it is of use)."""
    return post_many(
        [
            words(
                accession,
                "accession_reminder",
                key=reminder_key(which, accession.due_at),
                expires_at=useful_until,
                reminder=True,
            )
            for accession, which, useful_until in reminders
        ]
    )


def reminder_key(which, due_at) -> str:
    """It holds the end, so that another return reminds afresh."""
    return f"{which}:{due_at.isoformat()}"
