"""letters(): the outbox as a set of (to, occasion)."""

from portal.notifications.models import Message


def letters(**filters) -> set[tuple[str, str]]:
    return set(Message.objects.filter(**filters).values_list("to", "occasion"))
