"""Many nominations out of one: each table is filled by one INSERT of copies, with names, states and times of their own."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from members.models import ConsentRecord, InterestDeclaration, Member, Person, WorkingGroup
from nominations.models import (
    Call,
    Clarification,
    Document,
    DocumentPage,
    Nomination,
    NominationVersion,
    Note,
    VersionCheck,
)
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
STAKEHOLDERS = "science industry civil_society labour organisation"
COUNTRIES = "SN DE CA DK IN BR JP FR US KE GB MX"
APART = 1_000_000  # the numbers of copied accounts and persons: far above those that sequences give
HELD = "draft draft ineligible " + "eligible " * 11  # by the number, of each twenty; what is left waits to be screened
STATES = f"('{{{','.join(HELD.split())}}}'::text[])[1 + mod(n, 20)]"
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


def grow(world, size: int) -> tuple[int, int]:
    """Bring the call to `size` nominations, numbered on from the last; returns the first and the last number added."""
    call = Call.objects.get(pk=world.call.pk)
    first, last = call.last_number + 1, call.last_number + size - Nomination.objects.filter(call=call).count()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    with transaction.atomic():
        everything(world.nomination, first, last)
        Call.objects.filter(pk=call.pk).update(last_number=last)
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")
    return first, last


def belong(council, first, last):
    """Terms, places of work and ballots for these numbers, and applications that are over."""
    experts(council.term, council.place, first, last)
    accessions(council.closed.accession, council.closed.accession, first, last)
    ballots(council.closed, first, last)


def tidy():
    """What the database does by itself after a while: rows that died swept up, and its statistics made."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def offices(invitation, grant, first, last):
    """An invitation and a role for each number, of accounts that are copied already."""
    span = (first, last, "")
    open_to = {
        "id": "gen_random_uuid()",
        "email": "'invited-' || n || '@example.net'",
        "token_hash": "md5('token' || n)",
    }
    copy(type(invitation), {"id": invitation.pk}, span, **open_to)
    copy(type(grant), {"id": grant.pk}, span, user_id=f"{APART} + n")


def likenesses(likeness, first, last):
    """A possible duplicate for each number: one person who is like every copied one."""
    span = (first, last, "")
    copy(type(likeness), {"id": likeness.pk}, span, second_id=f"{APART} + n", near="1.0 / n")


def delegates(delegate, first, last):
    """As many who act for a Member, of accounts that are copied already."""
    copy(type(delegate), {"id": delegate.pk}, (first, last, ""), user_id=f"{APART} + n")


def experts(term, place, first, last):
    """As many terms like this one, and as many who work at such a place, of persons who are copied already.

    They sit in all groups, began in the last four years, and every other one was nominated by a Member.
    """
    span = (first, last, "")
    copy(type(term), {"id": term.pk}, span, id=key("term"), person_id=f"{APART} + n", **term_columns())
    works = {"organisation": "family || ' Institute ' || mod(n, 97)", "stakeholder_group": one_of(STAKEHOLDERS)}
    works |= {"latin_name": f"lower({works['organisation']})", "country": one_of(COUNTRIES)}
    copy(type(place), {"id": place.pk}, span, person_id=f"{APART} + n", **works)


def term_columns() -> dict:
    """What differs from term to term; three years each, over by now or not."""
    start, member = "(current_date - 30 - mod(n * 37, 1430))", "mod(n, 2) = 0"
    groups = [group.pk for group in WorkingGroup.objects.at_work()]
    members = [member.pk for member in Member.objects.order_by("code")]
    return {
        "starts_on": start,
        "planned_end": f"{start} + 1095",
        "status": f"CASE WHEN {start} + 1095 <= current_date THEN 'ended' ELSE 'active' END",
        "group_id": f"(ARRAY{groups})[1 + mod(n / 20, {len(groups)})]",
        "route": f"CASE WHEN {member} THEN 'member' ELSE 'self' END",
        "member_id": f"CASE WHEN {member} THEN (ARRAY{members})[1 + mod(n / 2, {len(members)})] END",
    }


def one_of(words: str) -> str:
    """One of these words, by the number."""
    listed = words.split()
    return f"(ARRAY{listed})[1 + mod(n, {len(listed)})]"


def ballots(closed, first, last):
    """For each ten numbers a ballot like this one, which is closed: its roll, the votes and the story."""
    span, tenth = (first, last, ""), "mod(n, 10) = 0"
    roll, kind = closed.roll.model, ContentType.objects.get_for_model(closed).pk
    earlier = {name: f"src.{name} - n * interval '1 hour'" for name in ("opens_at", "opened_at", "closes_at")}
    with transaction.atomic():  # entries and votes point at each other
        copy(type(closed), {"id": closed.pk}, span, tenth, id=key("ballot"), **earlier)
        entry = {"id": numbered("id"), "vote_id": numbered("vote_id"), "ballot_id": key("ballot")}
        copy(roll, {"ballot_id": closed.pk}, span, tenth, **entry)
        for cast in closed.roll.exclude(vote=None).values_list("vote", flat=True):
            votes = roll._meta.get_field("vote").related_model
            copy(votes, {"id": cast}, span, tenth, id=numbered("id"), entry_id=numbered("entry_id"))
        copy(Event, {"kind_id": kind, "thing_id": str(closed.pk)}, span, tenth, thing_id=f"{key('ballot')}::text")


def numbered(column: str) -> str:
    """A number of the n-th copy of a row that is copied with others of its table."""
    return f"({APART} + n) * {APART}::bigint + src.{column}"


def imports(sample, first, last):
    """Files that were imported, with their lines."""
    copy(type(sample), {"id": sample.pk}, (first, last, ""), id="gen_random_uuid()", status="'imported'")


def accessions(begun, applied, first, last):
    """Of each an application for each number that is over: of those under way there is one for each country."""
    span = (first, last, "")
    over = {"id": "gen_random_uuid()", "submitted_at": WHEN}
    copy(type(begun), {"id": begun.pk}, span, status="'withdrawn'", **over)
    copy(type(applied), {"id": applied.pk}, span, status="'declined'", outcome_reason="'Not yet.'", **over)


def everything(sample, first, last):
    """The rows that a nomination leaves behind, table by table."""
    span = (first, last, str(sample.call.year))
    person, user = f"{APART} + n", f"{APART} + n"
    email = "'copy-' || n || '@example.net'"
    version, owner = sample.submitted_version, sample.owner
    copy(User, {"id": owner.pk}, span, id=user, email=email, name=NAME)
    copy(owner.emailaddress_set.model, {"user_id": owner.pk}, span, user_id=user, email=email)
    named = {"given_name": "given", "family_name": "family", "published_name": "''", "orcid": "''"}
    named |= {"public_id": key("person"), "sort_name": "lower(family || ' ' || given)", "latin_name": f"lower({NAME})"}
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
    copy(VersionCheck, {"version_id": version.pk}, span, SENT, version_id=key("version"), orcid="''")
    copy(NominationVersion.documents.through, {"nominationversion_id": version.pk}, span, SENT, **held)
    copy(ConsentRecord, {"person_id": sample.person_id}, span, SENT, person_id=person)
    copy(InterestDeclaration, {"person_id": sample.person_id}, span, SENT, person_id=person)
    kind = ContentType.objects.get_for_model(sample).pk
    about = {"thing_id": f"{key('nomination')}::text", "by_id": user}
    copy(Event, {"kind_id": kind, "thing_id": str(sample.pk)}, span, SENT, **about)
    asked = {"id": "gen_random_uuid()", "nomination_id": key("nomination")}
    copy(Clarification, {"nomination_id": sample.pk}, span, SENT, **asked)
    copy(Note, {"nomination_id": sample.pk}, span, SENT, nomination_id=key("nomination"))
    copy(Message, {"recipient_id": owner.pk}, span, SENT, **message_columns(email, user))


def nomination_columns(person) -> dict:
    """What differs from copy to copy in the row of the nomination; a draft shows the secretariat its name only."""
    groups = [group.pk for group in WorkingGroup.objects.at_work()]
    moment = f"CASE WHEN {STATE} IN ('eligible', 'ineligible') THEN now() END"
    columns = {"id": key("nomination"), "person_id": person, "number": "n", "reference": "told", "status": STATE}
    columns["track"] = "''"  # nobody has frozen these
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
    names = [field.column for field in model._meta.concrete_fields if not made_by_database(field, columns)]
    values = [columns.get(name, f"src.{quote(name)}") for name in names]
    fits = " AND ".join(f"src.{quote(name)} = %s" for name in where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) "  # noqa: S608  all of it ours
            f"SELECT {', '.join(values)} FROM {quote(model._meta.db_table)} AS src, {SOURCE} WHERE {fits} AND {condition}",
            [*span, *where.values()],
        )


def made_by_database(field, columns) -> bool:
    """What is reckoned from other columns, and keys that are counted, unless a copy has one of its own."""
    return field.generated or (isinstance(field, models.AutoField) and field.column not in columns)
