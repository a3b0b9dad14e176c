"""Files of the secretariat: who may take which columns, what is kept of it, and when the file is gone."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nominations.deciding.columns import COLUMNS, columns_for
from nominations.deciding.models import Export
from nominations.reviewing.models import Conflict
from nominations.reviewing.models.binding import impose
from portal.lifecycle.models import Refused
from tests import committee, decisions, make

ALL = [name for name, column in COLUMNS.items() if not column.heads]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def written(call, by, *, names=ALL, format="csv") -> Export:
    export = Export.ask(call, names=names, purpose="The list for the council", format=format, by=by)
    export.work()
    return Export.objects.get(pk=export.pk)


def rows_in(export) -> list[dict]:
    with default_storage.open(export.path) as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))


def test_a_file_holds_what_its_asker_may_see_in_words_and_no_formula(call, amina, jonas):
    first, second, third = decisions.candidates(call, 3, by=amina, published_name="=1+2 Cara")
    decisions.selected(first, by=amina)
    decisions.on_reserve(third, by=amina)
    decisions.on_reserve(second, by=amina)
    decisions.published(call, by=amina, head=jonas)
    impose(third, amina, reason="They were married.", by=jonas, at=timezone.now())

    rows = rows_in(written(call, amina))

    assert [row["Reference"] for row in rows] == [first.reference, second.reference]
    assert {row["Name"] for row in rows} == {"'=1+2 Cara"}
    assert [(row["Decision"], row["Offer"], row["Place on the reserve list"]) for row in rows] == [
        ("selected", "offered", ""),
        ("on the reserve list", "", "1"),
    ], "no gap tells who else is on the list"
    with default_storage.open(written(call, jonas, format="xlsx").path) as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    told = list(book.active.iter_rows(values_only=True))
    assert [row[1] for row in told] == ["Name"] + ["'=1+2 Cara"] * 3
    assert [row[ALL.index("place")] for row in told[1:]] == [None, 2, 1]


def test_columns_hang_on_the_role_and_a_purpose_is_demanded(call, amina, jonas, auditor):
    assert "gender" not in columns_for(amina)
    assert "gender" in columns_for(jonas)
    assert columns_for(auditor) == {}
    with pytest.raises(Refused, match="your role may take"):
        Export.ask(call, names=["reference", "gender"], purpose="The list", format="csv", by=amina)
    with pytest.raises(Refused, match="what the file is for"):
        Export.ask(call, names=["reference"], purpose="  ", format="csv", by=amina)


def test_who_lost_the_role_meanwhile_gets_no_file(call, three, amina):
    export = Export.ask(call, names=ALL, purpose="The list", format="csv", by=amina)
    amina.role_grants.update(until=timezone.now())

    export.work()

    export.refresh_from_db()
    assert (export.status, export.why, export.path) == ("failed", "refused", "")


def test_the_asker_alone_takes_it_by_a_button_and_that_is_kept(call, three, amina, jonas, client):
    export = written(call, amina)
    take = reverse("admin:deciding_export_take", args=[export.pk])

    client.force_login(jonas)
    assert client.post(take).status_code == 403
    client.force_login(amina)
    assert client.get(take).status_code == 405
    answer = client.post(take)

    assert answer["Content-Disposition"] == f'attachment; filename="nominations-{call.year}.csv"'
    assert three[0].reference in b"".join(answer.streaming_content).decode()
    taken = export.story().get(verb="taken")
    assert (taken.by, export.rows, export.purpose) == (amina, 3, "The list for the council")


def test_another_officer_sees_that_it_was_made_and_takes_nothing(call, three, amina, client):
    export = written(call, amina)
    client.force_login(make.user("omar@example.org", "Omar", role="officer"))

    page = client.get(reverse("admin:deciding_export_change", args=[export.pk])).content.decode()
    assert "The list for the council" in page
    assert "3 rows" not in page
    assert client.post(reverse("admin:deciding_export_take", args=[export.pk])).status_code == 403


def test_a_file_is_gone_after_seven_days_and_its_row_stays(call, three, amina, client):
    export = written(call, amina)
    path = export.path

    assert Export.forget_old(timezone.now() + timedelta(days=6)) == 0
    assert default_storage.exists(path)
    assert Export.forget_old(timezone.now() + timedelta(days=7, minutes=1)) == 1

    assert not default_storage.exists(path)
    export.refresh_from_db()
    assert (export.status, export.path, export.rows) == ("discarded", "", 3)
    client.force_login(amina)
    assert (
        "The file is deleted." in client.get(reverse("admin:deciding_export_change", args=[export.pk])).content.decode()
    )


def test_the_form_offers_what_the_role_may_take_and_keeps_what_was_typed(call, three, amina, client):
    client.force_login(amina)
    address = reverse("admin:deciding_export_add")
    assert "Gender, as stated" not in client.get(address).content.decode()

    refused = client.post(address, {"call": call.pk, "format": "csv", "purpose": "abc", "names": ["reference"]})
    assert "what the file is for" in refused.content.decode()
    assert "abc" in refused.content.decode()

    done = client.post(
        address, {"call": call.pk, "format": "csv", "purpose": "For the council", "names": ["reference"]}
    )
    assert done.status_code == 302
    page = client.get(done["Location"])
    assert page["Refresh"] == "5"
    Export.objects.get().work()
    assert "Take the file: 3 rows" in client.get(done["Location"]).content.decode()


def test_a_file_costs_the_same_statements_at_any_size(call, amina):
    committee.candidates(call, 2, by=amina)
    few = statements(call, amina)
    for number in range(3, 9):
        committee.candidate(call, number, by=amina)

    assert statements(call, amina) == few


def statements(call, by) -> int:
    export = Export.ask(call, names=ALL, purpose="The list for the council", format="csv", by=by)
    with CaptureQueriesContext(connection) as asked:
        export.do(lambda percent, step="": None)
    export.discard(by=by)
    return len(asked)


def test_a_file_that_tells_of_whom_a_conflict_bars_by_now_is_not_taken_any_more(call, amina, jonas):
    first, *_others = decisions.candidates(call, 2, by=amina)
    export = written(call, amina)
    impose(first, amina, reason="They were married.", by=jonas, at=timezone.now())

    with pytest.raises(Refused, match="conflict of interest"):
        export.take(by=amina)
    Conflict.objects.update(since=export.asked_at)  # known before: then the file has nothing of it
    assert export.take(by=amina)
