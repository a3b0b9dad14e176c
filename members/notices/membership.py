"""Letters about a Member's standing, to everybody who acts for it: what they can and cannot do from now on."""

from django.urls import reverse_lazy

from portal.notifications.outbox import post_many


def who_acts_for(member, at) -> list:
    """The accounts that act for a Member at that moment or are named to, each once, whatever their capacities."""
    return accounts(member.delegates.unended(at))


def accounts(delegates) -> list:
    """The accounts behind these, each once; closed ones read no letters."""
    found = delegates.filter(user__is_active=True).select_related("user").order_by("pk")
    return list({delegate.user_id: delegate.user for delegate in found}.values())


def tell(member, occasion, event, users, **words):
    """One letter to each, and one for each Event."""
    post_many(
        {
            "occasion": f"members/{occasion}",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"members/{occasion}:{event.pk}:{user.pk}",
            "about": member,
            "member": member,
            "link": reverse_lazy("members:acting"),
            **words,
        }
        for user in users
    )


def member_suspended(member, event):
    tell(member, "member_suspended", event, who_acts_for(member, event.at))


def member_reinstated(member, event):
    tell(member, "member_reinstated", event, who_acts_for(member, event.at))


def member_leaving(member, event):
    """It is set on which day it leaves; until then nothing changes."""
    tell(member, "member_leaving", event, who_acts_for(member, event.at), suspended=member.status == "suspended")


def leaving_called_off(member, event):
    users = who_acts_for(member, event.at)
    tell(member, "leaving_called_off", event, users, suspended=member.status == "suspended")


def member_left(member, event, users):
    """users: those who acted for it until then."""
    tell(member, "member_left", event, users)
