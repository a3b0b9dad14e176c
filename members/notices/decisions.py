"""Letters on what the Council decided about an accession: to its contact, and to all who act for a Member."""

from django.urls import reverse_lazy

from portal.notifications.outbox import post, post_many


def accession_admitted(accession, at):
    tell_contact(accession, "accession_admitted", at)
    people = {delegate.user_id: delegate.user for delegate in accession.fellow_delegates(at)}
    people.pop(accession.contact_id, None)
    return post_many(
        {
            "occasion": "members/new_member",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"members/new_member:{accession.pk}:{user.pk}",
            "about": accession,
            "link": reverse_lazy("members:members"),
            "accession": accession,
            "member": accession.member,
        }
        for user in people.values()
    )


def accession_deferred(accession, at):
    tell_contact(accession, "accession_deferred", at)


def accession_declined(accession, at):
    tell_contact(accession, "accession_declined", at)


def tell_contact(accession, occasion, at):
    """What happened may happen again after a deferral: one letter for each moment."""
    contact = accession.contact
    post(
        f"members/{occasion}",
        to=contact.email,
        recipient=contact,
        language=contact.language,
        key=f"members/{occasion}:{accession.pk}:{at.isoformat()}",
        about=accession,
        link=reverse_lazy("members:accession", args=[accession.pk]),
        accession=accession,
        member=accession.member,
        once=True,
    )
