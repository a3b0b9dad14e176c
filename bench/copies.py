"""Many nominations out of one: each table is filled by one INSERT of copies, with names, states and times of their own."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from members.models import ConsentRecord, InterestDeclaration, Person, WorkingGroup
from nominations.models import Call, Document, DocumentPage, Nomination, NominationVersion
from portal.accounts.models import User
from portal.lifecycle.models import Event
from portal.notifications.models import Message

GIVEN = (
    "Ada Ali Ana Ben Chen Dina Emre Eva Femi Hana Ines Ivo Juan Kofi Lena Liam Mara Mei Nia Noor Omar Pia Ravi Sara Tom"
)
FAMILY = (
    "Abe Bauer Costa Diallo Evans Fischer Garcia Haddad Ito Jansen Kim Larsen Moreau Ndiaye Okafor Petrov Quint Rossi "
    "Silva Tanaka Usman Varga Weber Xu Yilmaz Zhang Arslan Berg Castro Dubois Eriksen Ferrari Gupta Horvat Ivanov "
    "Jovanov Khan Lopez Mensah Novak"
)
APART = 1_000_000  # the numbers of copied accounts and persons: far above those that sequences give
STATES = "(ARRAY['draft','draft','ineligible','eligible','eligible','eligible','eligible'])[1 + mod(n, 20)]"
STATE = f"COALESCE({STATES}, 'submitted')"
SENT = f"{STATE} <> 'draft'"
WHEN = "now() - interval '1 hour' - mod(n * 37, 800000) * interval '1 second'"
NAME = "given || ' ' || family"
SOURCE = f"""
    (SELECT n, '{{{",".join(GIVEN.split())}}}'::text[] AS givens, '{{{",".join(FAMILY.split())}}}'::text[] AS families
     FROM generate_series(%s::int, %s::int) AS n) AS numbers,
    LATERAL (SELECT givens[1 + mod(n, 25)] AS given, families[1 + mod(n / 25, 40)] AS family,
             'N' || right(%s, 2) || '-' || lpad(n::text, greatest(5, length(n::text)), '0') AS told) AS named
"""  # noqa: S608  the words are ours, and stand above


def key(kind: str) -> str:
    """The UUID of the n-th copy: the same wherever it is pointed at."""
    return f"md5('{kind}' || n)::uuid"


def grow(world, size: int) -> int:
    """Bring the call to `size` nominations, numbered on from the last; returns how many were added."""
    call = Call.objects.get(pk=world.call.pk)
    last = call.last_number + size - Nomination.objects.filter(call=call).count()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    with transaction.atomic():
        everything(world.nomination, call.last_number + 1, last)
        Call.objects.filter(pk=call.pk).update(last_number=last)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return last - call.last_number


def everything(sample, first, last):
    """The rows that a nomination leaves behind, table by table."""
    span = (first, last, str(sample.call.year))
    person, user = f"{APART} + n", f"{APART} + n"
    email = "'copy-' || n || '@example.net'"
    version, owner = sample.submitted_version, sample.owner
    copy(User, {"id": owner.pk}, span, id=user, email=email, name=NAME)
    copy(owner.emailaddress_set.model, {"user_id": owner.pk}, span, user_id=user, email=email)
    named = {"given_name": "given", "family_name": "family", "published_name": "''"}
    copy(Person, {"id": sample.person_id}, span, id=person, user_id=user, **named)
    copy(Nomination, {"id": sample.pk}, span, **nomination_columns(person))
    document = sample.documents.get()
    copy(Document, {"id": document.pk}, span, id=key("document"), nomination_id=key("nomination"))
    copy(DocumentPage, {"document_id": document.pk}, span, document_id=key("document"))
    frozen = f"replace(content, '{sample.reference}', told)"
    proof = f"encode(sha256(convert_to({frozen}, 'UTF8')), 'hex')"
    copy(
        NominationVersion,
        {"id": version.pk},
        span,
        SENT,
        id=key("version"),
        nomination_id=key("nomination"),
        content=frozen,
        sha256=proof,
        received_at=WHEN,
    )
    held = {"nominationversion_id": key("version"), "document_id": key("document")}
    copy(NominationVersion.documents.through, {"nominationversion_id": version.pk}, span, SENT, **held)
    copy(ConsentRecord, {"person_id": sample.person_id}, span, SENT, person_id=person)
    copy(InterestDeclaration, {"person_id": sample.person_id}, span, SENT, person_id=person)
    kind = ContentType.objects.get_for_model(sample).pk
    about = {"thing_id": f"{key('nomination')}::text", "by_id": user}
    copy(Event, {"kind_id": kind, "thing_id": str(sample.pk)}, span, SENT, **about)
    copy(Message, {"recipient_id": owner.pk}, span, SENT, **message_columns(email, user))


def nomination_columns(person) -> dict:
    """What differs from copy to copy in the row of the nomination; a draft shows the secretariat its name only."""
    groups = [group.pk for group in WorkingGroup.objects.at_work()]
    moment = f"CASE WHEN {STATE} IN ('eligible', 'ineligible') THEN now() END"
    columns = {"id": key("nomination"), "person_id": person, "number": "n", "reference": "told", "status": STATE}
    columns |= {"display_name": NAME, "search_name": f"lower({NAME})", "screened_at": moment}
    columns |= {"screening_shown_at": moment, "submitted_at": f"CASE WHEN {SENT} THEN {WHEN} END"}
    columns["submitted_version_id"] = f"CASE WHEN {SENT} THEN {key('version')} END"
    columns["ineligible_reason"] = f"CASE WHEN {STATE} = 'ineligible' THEN 'Another call was meant.' ELSE '' END"
    columns["group_id"] = f"CASE WHEN {SENT} THEN (ARRAY{groups})[1 + mod(n / 20, {len(groups)})] END"
    columns["second_group_id"] = "NULL"
    for name in ("residence", "stakeholder_group"):
        columns[name] = f"CASE WHEN {SENT} THEN src.{name} ELSE '' END"
    return columns


def message_columns(email, user) -> dict:
    """Letters that left long ago."""
    gone = {"status": "'sent'", "sent_at": WHEN, "written_at": WHEN, "tried_at": WHEN, "secret": "NULL"}
    about = {"about_id": f"{key('nomination')}::text", "recipient_id": user, "to": email}
    return {"id": "gen_random_uuid()", "key": "key || '/' || n", **about, **gone}


def copy(model: type[models.Model], where: dict, span: tuple, condition="true", **columns):
    """INSERT the numbered copies of the rows `where`; `columns` says in SQL what differs from them."""
    quote = connection.ops.quote_name
    names = [field.column for field in model._meta.concrete_fields if not kept_for_sequence(field, columns)]
    values = [columns.get(name, f"src.{quote(name)}") for name in names]
    fits = " AND ".join(f"src.{quote(name)} = %s" for name in where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) "  # noqa: S608  all of it ours
            f"SELECT {', '.join(values)} FROM {quote(model._meta.db_table)} AS src, {SOURCE} WHERE {fits} AND {condition}",
            [*span, *where.values()],
        )


def kept_for_sequence(field, columns) -> bool:
    """Keys that the database counts by itself, unless a copy has one of its own."""
    return isinstance(field, models.AutoField) and field.column not in columns
