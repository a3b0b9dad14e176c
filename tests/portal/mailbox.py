"""What the outbox told somebody; a code is read from where it is sealed, as the sender does."""

from portal.notifications import seal
from portal.notifications.models import Message


def last(to, occasion=None):
    """The newest letter to an address."""
    letters = Message.objects.filter(to=to, **({"occasion": f"accounts/{occasion}"} if occasion else {}))
    return letters.order_by("-written_at", "-pk").first()


def occasions(to) -> list[str]:
    """The account letters to an address, oldest first, without the app's name."""
    letters = Message.objects.filter(to=to).order_by("written_at")
    return [occasion.removeprefix("accounts/") for occasion in letters.values_list("occasion", flat=True)]


def code_for(to, occasion=None) -> str:
    return seal.open_(last(to, occasion).secret)
