"""The record of decisions: what was edited, taken away, moved or put in is found; what was erased properly is not missed."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin import site
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import RequestFactory

from nominations.deciding import verifying
from nominations.deciding.admin.targets import ReasonTextPart
from nominations.deciding.models import (
    Decision,
    DecisionBatch,
    DecisionRecord,
    Offer,
    PreparedLetter,
    Publication,
    ReasonText,
    Target,
)
from nominations.deciding.tasks import verify_records
from nominations.models import Call
from nominations.reviewing.models.binding import declare
from portal.accounts.models import User
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from portal.lifecycle.templatetags.lifecycle import timeline
from portal.notifications.models import Message
from tests import committee, decisions
from tests.kept import kept

WORDS = "Your field work convinced the committee."
NOTE = "The chair knows the field."
LEAVING = "I move to another post."


@kept
def published(call, three, mei, amina, jonas):
    """Three decisions and a release after them; the first was reviewed twice, the second has a conflict."""
    first, second, third = three
    call.review_until = clock.now() + timedelta(days=1)
    call.save()
    luis = committee.reviewer(call, by=amina)
    ren = committee.reviewer(call, "ren@example.org", "Ren Sato", by=amina)
    for seat, score in ((luis, 4), (ren, 3)):
        committee.reviewed(first, seat, by=amina, score=score)
        committee.reviewed(third, seat, by=amina, score=score - 1)
    declare(second, luis.user, reason="We wrote a paper together.", by=luis.user, at=clock.now())
    call.review_until = clock.now() - timedelta(days=1)
    call.save()
    Target.objects.create(call=call, fact="gender", value="woman", least=40)
    decisions.selected(first, by=amina, note="first thought")
    ReasonText.from_rubric(call)
    texts = call.reason_texts.filter(outcome="select").values_list("pk", flat=True)
    decisions.selected(first, by=amina, words=WORDS, note=NOTE, reasons=tuple(texts[:2]))
    decisions.on_reserve(second, by=amina)
    decisions.not_selected(third, by=amina)
    decisions.published(call, by=amina, head=jonas)
    decisions.offer_of(first).decline(reason=LEAVING, by=first.person.user)
    decisions.published(call, by=amina, head=jonas)
    return call


def verified(call) -> tuple[str, int]:
    """What the command says, and its exit code."""
    out = StringIO()
    try:
        call_command("verify_record", f"--year={call.year}", stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


class Undone(Exception):
    pass


def tampered(call, sql, *values) -> str:
    """What is found after a statement that no verb makes; it is undone after."""
    found = ""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                decisions.unkept()
                cursor.execute(sql, values)
                assert cursor.rowcount, sql
            found = "\n".join(map(str, verifying.findings(call)))
            raise Undone
    except Undone:
        return found


def test_each_input_is_frozen_with_the_decision_and_no_name_with_the_facts(published, three):
    assert verified(published)[1] == 0
    rows = DecisionRecord.objects.order_by("number")
    first, second, _third, released = (json.loads(row.facts) for row in rows)
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [one["reviewer"] for one in first["reviews"]] == [2, 3]
    assert {score for one in first["reviews"] for score in one["scores"].values()} == {3, 4}
    assert first["raw"] == {"count": 2, "mean": 70.0, "spread": 10.0, "rank": 1}
    assert first["calibrated"]["from"] <= first["calibrated"]["mean"] <= first["calibrated"]["to"]
    assert second["recusals"] == [{"kind": "declared", "reviewer": 2}]
    assert (second["calibrated"], second["raw"]) == (None, None)
    assert [one["what"] for one in first["changes"]] == ["proposed", "changed"]
    assert [one["what"] for one in released["changes"]][-1] == "proposed"
    rules = json.loads(Publication.objects.earliest("head_number").content)["rules"]
    assert rules["targets"] == [
        {"fact": "gender", "value": "woman", "unit": "share", "least": 40, "most": None, "group": None}
    ]
    assert sum(one["weight"] for one in rules["criteria"]) == 100
    everything = "".join(row.facts for row in rows)
    for secret in (WORDS, NOTE, three[0].reference, three[0].display_name, "Luis", "Ren", "paper", committee.COMMENT):
        assert secret not in everything
    assert json.loads(rows[0].personal)["note"] == NOTE


def test_whatever_is_changed_besides_the_verbs_is_found(published, three):
    refuse_what_no_verb_does()
    flip_every_column(published)
    drop_and_swap(published)
    put_in(published, three[2])
    change_what_stands_beside(published)
    assert verified(published)[1] == 0


def refuse_what_no_verb_does():
    rows = DecisionRecord.objects.filter(number=2)
    for act in (
        lambda: rows.update(facts="{}"),
        lambda: rows.update(personal=None, salt="", number=9),
        lambda: rows.update(personal="{}"),
        rows.delete,
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            act()


def flip_every_column(published):
    table = DecisionRecord._meta.db_table
    others = {
        "call_id": "call_id + 1",
        "publication_id": f"'{Publication.objects.latest('head_number').pk}'",
        "number": "9",
        "at": "at + interval '1 microsecond'",
        "decision_id": "gen_random_uuid()",
    }
    with connection.cursor() as cursor:  # foreign keys wait until the end of the transaction, which never comes
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for field in DecisionRecord._meta.concrete_fields:
        changed = others.get(field.column, f"overlay({field.column} placing 'X' from 20)")
        found = tampered(published, f"UPDATE {table} SET {field.column} = {changed} WHERE number = 2")  # noqa: S608
        assert "row 2:" in found or "row 9:" in found, field.column
    assert "nobody erased them" in tampered(
        published,
        f"UPDATE {table} SET personal = NULL, salt = '' WHERE number = 2",  # noqa: S608
    )


def drop_and_swap(published):
    table = DecisionRecord._meta.db_table
    for gone in (1, 2, 4):
        assert f"row {gone}: missing" in tampered(published, f"DELETE FROM {table} WHERE number = %s", gone)  # noqa: S608
    assert "row 3: missing" in tampered(published, f"DELETE FROM {table} WHERE number > 2")  # noqa: S608
    assert "missing: it was the last row" in tampered(published, f"DELETE FROM {table}")  # noqa: S608
    renumber = f"UPDATE {table} SET number = CASE number WHEN 1 THEN 103 WHEN 3 THEN 101 ELSE number END"  # noqa: S608
    swapped = f"{renumber}; UPDATE {table} SET number = number - 100 WHERE number > 100"  # noqa: S608
    found = tampered(published, swapped)
    assert "row 1: moved: it was row 3" in found
    assert "row 3: moved: it was row 1" in found


def put_in(published, nomination):
    """Rows with hashes that fit, as somebody makes who knows how."""
    try:
        with transaction.atomic():
            last = Publication.objects.latest("head_number")
            added = decisions.not_selected(nomination, by=None)
            entry = json.loads(last.content)["decisions"][0] | {"id": str(added.pk)}
            DecisionRecord.append(last, [entry], at=clock.now())
            decisions.unkept()
            assert "row 5: put in after the last publication" in "\n".join(map(str, verifying.findings(published)))
            DecisionRecord.objects.filter(number=5).update(number=50)
            DecisionRecord.objects.filter(number__in=[2, 3, 4]).update(number=F("number") + 10)
            DecisionRecord.objects.filter(number=50).update(number=2)
            DecisionRecord.objects.filter(number__gt=10).update(number=F("number") - 9)
            assert "row 2:" in "\n".join(map(str, verifying.findings(published)))
            raise Undone
    except Undone:
        pass


def change_what_stands_beside(published):
    """The heads, the lists and the decisions."""
    lists, rows = Publication._meta.db_table, DecisionRecord._meta.db_table
    assert "do not say the same" in tampered(published, f"UPDATE {lists} SET head_sha256 = repeat('0', 64)")  # noqa: S608
    edited = f"UPDATE {lists} SET content = replace(content, 'first thought', 'x') || ' '"  # noqa: S608
    assert "frozen list" in tampered(published, edited)
    other = f"""UPDATE {lists} SET content = replace(content, '"nationals_cap":null', '"nationals_cap":2')"""  # noqa: S608
    assert "other rules" in tampered(published, other)
    assert "says otherwise" in tampered(published, "UPDATE deciding_decision SET rank = 7 WHERE outcome = 'reserve'")
    assert "row 1: edited" in tampered(published, f"UPDATE {rows} SET facts = 'no JSON' WHERE number = 1")  # noqa: S608
    for words in (
        "UPDATE deciding_decision SET words = 'x' WHERE status = 'published' AND words <> ''",
        "UPDATE deciding_decision SET note = '' WHERE note <> ''",
        "DELETE FROM deciding_decision_reasons",
        "UPDATE deciding_reasontext SET text_en = text_en || '!'",
    ):
        assert "row 1: the words, the note or the reasons" in tampered(published, words)
    part, request = ReasonTextPart(Call, site), RequestFactory().get("/")
    request.user = User.objects.get(email="jonas@example.org")
    allowed = part.has_add_permission, part.has_change_permission, part.has_delete_permission
    assert [may(request, published) for may in allowed] == [True, False, False]


def written_down() -> str:
    """All that lies in the tables of deciding, and of its letters in the outbox."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("deciding_")]
        letters = f"(SELECT * FROM {Message._meta.db_table} WHERE occasion LIKE 'deciding/%')"  # noqa: S608
        found = []
        for rows in [*tables, letters]:
            cursor.execute(f"SELECT t::text FROM {rows} t")  # noqa: S608
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_the_seal_is_sent_and_what_is_erased_by_its_proper_way_still_verifies(published, three, jonas):
    output, code = verified(published)
    assert code == 0
    assert DecisionRecord.objects.get(number=4).sha256 in output
    letters = Message.objects.filter(occasion="record/sealed")
    assert letters.count() == 4, "to the secretariat and to the chair, of each publication"
    seal = DecisionRecord.objects.get(number=4).sha256
    assert letters.filter(text__contains=seal).count() == 2
    last = Publication.objects.get(head_sha256=seal)
    story = str(timeline(last))
    assert "Seal of the record" in story
    assert "Head number" not in story, (
        "how many there are tells whom a conflict keeps from somebody that there are more"
    )
    assert f"{last.head_number} rows" not in letters.first().text
    call_command("verify_record", head=seal, stdout=StringIO())
    with pytest.raises(CommandError, match="seal"):
        call_command("verify_record", head="0" * 64, stdout=StringIO())

    person, told = three[0].person, Decision.objects.get(nomination=three[0])
    told.reasons.add(ReasonText.objects.create(call=published, outcome="select", text_en="A new field."))
    before = {str(three[0].pk): told.told(), str(three[1].pk): None}
    DecisionBatch.objects.create(call=published, by=jonas, at=clock.now(), before=before)
    summary = PreparedLetter.objects.get(decision=told)
    summary.pk, summary.decision, summary.key = None, None, "summary"
    summary.save()
    everything = (WORDS, NOTE, LEAVING, three[0].reference, three[1].reference)
    assert [words in written_down() for words in everything] == [True] * 5
    assert DecisionRecord.erase(person, by=jonas) == 1
    assert [words in written_down() for words in everything] == [False] * 4 + [True]
    told.refresh_from_db()
    assert (told.status, told.outcome, told.reasons.count()) == ("published", "select", 0)
    assert Offer.objects.get(decision=told).status == "declined"
    letter = Message.objects.get(occasion="deciding/selected")
    assert "erased" in letter.untrue()
    assert DecisionRecord.erase(person, by=jonas) == 0
    row = DecisionRecord.objects.get(decision__nomination=three[0])
    assert (row.personal, row.salt) == (None, "")
    assert not Publication.objects.filter(content__contains=three[0].reference).exists()
    assert Event.objects.filter(verb="record_erased", by=jonas).count() == 1
    assert verified(published) == (
        f"{published.year}: 4 rows, whole; head {DecisionRecord.objects.get(number=4).sha256}\n",
        0,
    )

    verify_records()
    assert not Message.objects.filter(occasion="record/broken").exists()
    decisions.unkept()
    DecisionRecord.objects.filter(number=3).update(facts="{}")
    verify_records()
    verify_records()
    letter = Message.objects.get(occasion="record/broken")
    assert "row 3: edited" in letter.text
    output, code = verified(published)
    assert code == 1
    assert "row 3: edited" in output
