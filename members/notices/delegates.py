"""Letters about who acts for a Member: to the person, and to the others who act for it."""

from django.urls import reverse_lazy

from portal.notifications.outbox import post_many

from .membership import accounts


def others(delegate, at) -> list:
    """Everybody else who acts for the Member at that moment."""
    current = delegate.member.delegates.current(at)
    return [user for user in accounts(current) if user.pk != delegate.user_id]


def tell(delegate, occasion, users, **words):
    """One letter to each, and one for each Event of this delegate."""
    event = delegate.story().last()
    post_many(
        {
            "occasion": f"members/{occasion}",
            "to": user.email,
            "recipient": user,
            "language": user.language,
            "key": f"members/{occasion}:{event.pk}:{user.pk}",
            "about": delegate,
            "delegate": delegate,
            "member": delegate.member,
            "link": reverse_lazy("members:acting"),
            **words,
        }
        for user in users
    )


def named(delegate, at, before=None):
    """To the person what they may do, to the others who it is. before: whom they follow, told apart."""
    ahead, standing = delegate.since > at, delegate.member.standing(max(at, delegate.since))
    proven = delegate.user.verified_addresses().exists()
    tell(delegate, "delegate_named", [delegate.user], ahead=ahead, standing=standing, proven=proven)
    beside = [user for user in others(delegate, at) if before is None or user.pk != before.user_id]
    tell(delegate, "delegate_named_beside", beside, ahead=ahead, before=before)


def ended(delegate, at, others=()):
    """To the person that they can no longer act, or until when they can; to the others who it was."""
    words = {"ahead": delegate.until > at, "never": delegate.until <= delegate.since}
    if delegate.user.is_active:
        tell(delegate, "delegate_ended", [delegate.user], **words)
    tell(delegate, "delegate_ended_beside", others, **words)
