"""post(): the one way to write a letter. The row is written with the change that causes it; nothing leaves before."""

from django.contrib.contenttypes.models import ContentType
from django.core.validators import validate_email
from django.db import connection
from django.db.models import DateTimeField, Func, Min, Q, UUIDField, Value
from django.db.models.functions import Coalesce, Now

from . import doorbell, letter, seal
from .models import Message
from .models.silence import stop_address

EMPTIED = {"subject": "–", "text": "", "html": ""}  # what is left of a letter whose words are erased: it leaves no more


def post(occasion: str, *, to: str, key: str, **words):
    """Write one letter into the outbox; where one with this key is there, that one stays as it is.

    occasion: the template `templates/messages/<occasion>.txt`; its first line is the subject.
    to: exactly one address. key: what makes this letter unique, for ever, at most 200 characters.
    language: "en" or "fr". recipient: the User, for the time zone. about: the Lifecycle it depends on.
    link: path (best by reverse_lazy: it is resolved in the letter's language). not_before, expires_at: aware moments.
    reminder: one that people can stop. once: never sent twice on doubt. secret: a code or an address of ours,
    `{{ secret }}` in the template, masked in the row. private: one of which staff does not learn that it is. Everything else is the template's context.
    """
    Message.objects.bulk_create([written(occasion, to=to, key=key, **words)], ignore_conflicts=True)
    doorbell.ring_on_commit()


def post_many(letters) -> int:
    """Write many letters in one INSERT, each a dict of post()'s arguments; returns how many were new."""
    letters = {words["key"]: words for words in letters}
    there = set(Message.objects.filter(key__in=letters).values_list("key", flat=True))
    new = [written(**words) for key, words in letters.items() if key not in there]
    if new:
        Message.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
        doorbell.ring_on_commit()
    return len(new)


def post_new(letters):
    """Write letters nobody can have written before, each a dict of post()'s arguments, in one INSERT and nothing else."""
    Message.objects.bulk_create([written(**words) for words in letters], ignore_conflicts=True)
    doorbell.ring_on_commit()


def post_ready(rows, words: dict, at):
    """Put letters that lie ready in another table into the outbox, in one statement; one with a known key stays as it is.

    rows: a queryset of theirs; words: names of Message's columns to what of a row stands there. The doorbell is yours.
    """
    plain = {field.attname: field for field in Message._meta.concrete_fields if field.attname not in {"id", *words}}
    told = {name: Value(field.get_default(), field) for name, field in plain.items() if not has_own(field)}
    told |= {"id": Func(function="gen_random_uuid", output_field=UUIDField()), "not_before": Value(at, DateTimeField())}
    chosen = rows.order_by().values(**{f"of_{name}": value for name, value in (words | told).items()})
    select, values = chosen.query.sql_with_params()
    columns = ", ".join(f'"{Message._meta.get_field(name).column}"' for name in words | told)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Message._meta.db_table} ({columns}) {select} ON CONFLICT DO NOTHING", values)


def has_own(field) -> bool:
    """Whether the database fills the column by itself."""
    return field.null or field.has_db_default()


def written(
    occasion,
    *,
    to,
    key,
    language="en",
    recipient=None,
    about=None,
    not_before=None,
    expires_at=None,
    reminder=False,
    once=False,
    secret=None,
    private=False,
    **context,
) -> Message:
    """The row, rendered and not saved."""
    validate_email(to)  # one address, no line breaks
    if reminder and recipient:
        context["stop_link"] = stop_address(recipient)
    zone = getattr(recipient, "zone", "UTC")
    words = letter.write(
        occasion, language=language, zone=zone, secret=secret, about=about, recipient=recipient, **context
    )
    return Message(
        occasion=occasion,
        key=key,
        to=to,
        recipient=recipient,
        language=language,
        about_kind=ContentType.objects.get_for_model(about) if about else None,
        about_id=str(about.pk) if about else "",
        expires_at=expires_at,
        reminder=reminder,
        once=once,
        secret=seal.close(secret) if secret else None,
        masked=bool(secret),
        private=private,
        **words._asdict(),
        **({"not_before": not_before} if not_before else {}),
    )


def hasten(key: str, at):
    """Make a held letter due at this moment."""
    Message.objects.filter(key=key, status=Message.Status.QUEUED).update(not_before=at)
    doorbell.ring_on_commit()


def retract(things, *occasions: str, why: str):
    """Cancel what still waits to be told about these things (rows or a queryset), because something else is true now."""
    waiting = Message.objects.filter(occasion__in=occasions, status=Message.Status.QUEUED)
    alone = isinstance(things, list) and len(things) == 1  # found as quickly as whether there is any
    if not alone and not waiting.exists():
        return
    about = [(ContentType.objects.get_for_model(thing), str(thing.pk)) for thing in things]
    for kind in {kind for kind, _ in about}:
        ids = [pk for of, pk in about if of == kind]
        waiting.filter(about_kind=kind, about_id__in=ids).update(
            status=Message.Status.CANCELLED, secret=None, answer=why
        )


def about_which(occasion: str) -> set[str]:
    """The keys of the things about which such a letter still waits."""
    waiting = Message.objects.filter(occasion=occasion, status=Message.Status.QUEUED)
    return set(waiting.values_list("about_id", flat=True))


def has_left(thing, *occasions: str) -> bool:
    """Whether such a letter about this thing may have reached anybody."""
    told = Message.objects.filter(about_kind=ContentType.objects.get_for_model(thing), about_id=str(thing.pk))
    gone = (Message.Status.SENT, Message.Status.SENDING, Message.Status.UNKNOWN)
    return told.filter(occasion__in=occasions, status__in=gone).exists()


def in_doubt(*occasions: str, at) -> dict[str, Message]:
    """The last such letter about each thing, where it failed, or was handed over without an answer some minutes ago."""
    doubt = Q(status=Message.Status.FAILED) | Q(status=Message.Status.UNKNOWN, handed_over=1, not_before__lte=at)
    letters = Message.objects.filter(occasion__in=occasions)
    doubtful = dict(letters.filter(doubt).values_list("pk", "about_id"))
    told = letters.filter(about_id__in=set(doubtful.values())).order_by("written_at").defer("text", "html", "secret")
    last = {letter.about_id: letter for letter in told}
    return {thing: letter for thing, letter in last.items() if letter.pk in doubtful}


def oldest_unsent():
    """Since when the oldest letter waits that should be gone by now; None when all have left."""
    return Message.objects.late().aggregate(since=Min(Coalesce("tried_at", "not_before")))["since"]


def settle(about, at):
    """Take what waits to be told about a thing as told at that moment: the demo's past, with delivery off."""
    kind = ContentType.objects.get_for_model(about)
    told(Message.objects.filter(about_kind=kind, about_id=str(about.pk)), at)


def settle_all(occasions: str, at, *, besides: str = ""):
    """The same for all letters of occasions that begin so, but for those to one address."""
    told(Message.objects.filter(occasion__startswith=occasions).exclude(to=besides), at)


def told(letters, at):
    waiting = letters.filter(status=Message.Status.QUEUED, not_before__lte=Now())
    waiting.update(
        status=Message.Status.SENT,
        written_at=at,
        sent_at=at,
        secret=None,
        answer="Told by the demo; nothing was delivered.",
    )
