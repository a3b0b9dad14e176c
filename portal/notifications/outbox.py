"""post(): the one way to write a letter. The row is written with the change that causes it; nothing leaves before."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from .models import Message


def post(occasion, *, to, key, language="en", recipient=None, about=None, not_before=None, expires_at=None, reminder=False, **context):
    """Write one letter into the outbox and return its row; the same key gives the row that is there.

    occasion: the template `messages/<occasion>.txt`, whose first line is the subject.
    to: one address. key: what makes this letter unique, for ever. about: the Lifecycle it depends on.
    not_before, expires_at: aware datetimes or None.
    """
    with translation.override(language):
        subject, _, text = render_to_string(f"messages/{occasion}.txt", context | {"about": about}).strip().partition("\n")
        html = render_to_string("messages/letter.html", {"subject": subject, "text": text.strip()})
    fields = {"not_before": not_before} if not_before else {}
    message, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "occasion": occasion,
            "to": to,
            "recipient": recipient,
            "language": language,
            "subject": " ".join(subject.split())[:250],
            "text": text.strip(),
            "html": html,
            "about_kind": ContentType.objects.get_for_model(about) if about else None,
            "about_id": str(about.pk) if about else "",
            "expires_at": expires_at,
            "reminder": reminder,
            **fields,
        },
    )
    if made:
        from .tasks import deliver

        transaction.on_commit(lambda: deliver.delay(), robust=True)
    return message
