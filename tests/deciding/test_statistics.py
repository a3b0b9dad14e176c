"""What is told of a call in numbers: the same on the page and in the files, and nothing small in it, nor following from it."""

import csv
import io
import re
from datetime import timedelta
from html.parser import HTMLParser
from unittest.mock import ANY

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nominations.deciding.cells import LEAST
from nominations.deciding.models import Statistics
from nominations.deciding.statistics.counting import DEEP, UNSTATED, Counting, value
from nominations.deciding.statistics.telling import Told
from nominations.models import Call
from nominations.reviewing.models.binding import impose
from portal.lifecycle.models import Refused
from tests import committee
from tests.admin import enter

from .crowd import crowd, decided, given
from .test_cells import attacker_on

SETS = ["submitted", "eligible", "listed", "selected"]
HOME = "/en/statistics/2026/"


class Tables(HTMLParser):
    """The tables of a page: key of its section to rows of words."""

    def __init__(self, page):
        super().__init__()
        self.found, self.listed, self.section, self.cell = {}, [], "", None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "section":
            self.section = dict(attrs).get("aria-labelledby", "")
        elif tag == "table":
            self.found[self.section] = []
            self.listed.append(self.found[self.section])
        elif tag == "tr":
            self.found[self.section].append([])
        elif tag in ("td", "th"):
            self.cell = []

    def handle_data(self, words):
        if self.cell is not None:
            self.cell.append(words.strip())

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.found[self.section][-1].append(" ".join(filter(None, self.cell)))
            self.cell = None


def read(client, name="data.json"):
    answer = client.get(HOME + name)
    assert answer.status_code == 200
    return answer


def numbers(table) -> dict:
    return {row["value"]: tuple(of_row(row)) for row in table["rows"] if row["value"] != "others"}


def together(table, places) -> list:
    """(place, values of which no number is shown there, their sum) of the row that tells it."""
    row = next((of_row(row) for row in table["rows"] if row["value"] == "others"), [None] * len(places))
    shown = numbers(table)
    return [(n, [name for name in shown if shown[name][n] is None], sum_) for n, sum_ in enumerate(row)]


def of_row(row) -> list:
    return [row["numbers"][name] for name in SETS if name in row["numbers"]]


def true_numbers(call, publication, fact, shown):
    """Reckoned from the rows one by one."""
    became = dict(publication.decisions.values_list("nomination", "outcome")) if publication else {}
    found = {name: [0] * 4 for name in shown}
    for one in call.nominations.select_related("group", "submitted_version"):
        plain = {"route": one.track, "group": one.group.slug, "region": one.residence}
        plain |= {"stakeholder_group": one.stakeholder_group, "gender": one.gender}
        many = one.submitted_version.disciplines or [""]
        for stated in many if fact == "discipline" else [value(fact, plain[fact])]:
            for level in range(DEEP.get(became.get(one.pk), 1)):
                found[stated if stated != UNSTATED else "not_stated"][level] += 1
    return found


def attack(table, early, true, totals, places):
    """Whoever has the page, and what stood there before, finds no small number, and none that was not printed."""
    shown, each = numbers(table), 2 if table["fact"] == "discipline" else 1
    counts = {name: tuple(true[name][place] for place in places) for name in shown}
    before = early and numbers(early)
    known = {
        name: tuple(before[name][0] if before and place == 0 and one is None else one for place, one in enumerate(row))
        for name, row in shown.items()
    }
    blank = {
        name: tuple(before[name][0] if before and place == 0 else None for place in range(len(places)))
        for name in shown
    }
    attacker, unaided = attacker_on(known, totals, each), attacker_on(blank, totals, each)
    for printed, there in ((table, places), (early, places[:1])):
        for place, names, rest in together(printed, there) if printed else ():
            at_once = sum(true[name][place] for name in names)
            assert rest == (at_once if at_once >= LEAST and 0 < len(names) < len(shown) else None)
            if rest is not None:
                attacker.knows({[*shown].index(name) * len(places) + place: 1 for name in names}, rest, rest)
    for n, (name, row) in enumerate(counts.items()):
        assert all(one is None or one == real for one, real in zip(shown[name], row, strict=True))
        for first in range(len(places)):
            assert shown[name][first] is None or shown[name][first] >= LEAST
            for last in range(first + 1, len(places) + 1):
                ends = last < len(places)
                terms = {n * len(places) + first: 1} | ({n * len(places) + last: -1} if ends else {})
                if row[first] - (row[last] if ends else 0) < LEAST:
                    (low, high), (floor, roof) = attacker.range_of(terms), unaided.range_of(terms)
                    assert low <= floor + 1e-6
                    assert high >= min(LEAST - 1, roof) - 1e-6


@pytest.mark.parametrize(("size", "seed"), [(40, 1), (300, 2)])
def test_nothing_small_stands_there_or_follows_and_page_and_files_agree(call, amina, jonas, client, size, seed):
    crowd(call, size, seed=seed)
    given(call, by=amina)
    Statistics.make(call)
    early = read(client).json()
    publication = decided(call, by=amina, head=jonas, seed=seed)
    Statistics.make(call)
    told = read(client).json()

    totals = {one["set"]: one["number"] for one in told["totals"]}
    places = [SETS.index(name) for name in totals]
    before = {table["fact"]: table for table in early["tables"]}
    assert set(before) == {"group", "region"}
    assert len(told["tables"]) == 6
    for table in told["tables"]:
        fact = table["fact"]
        true = true_numbers(call, publication, fact, numbers(table))
        attack(table, before.get(fact), true, list(totals.values()), places)
        if fact in before:
            attack(before[fact], None, true_numbers(call, None, fact, numbers(table)), [size], [0])
    summed_up = {table["fact"] for table in told["tables"] if any(row["value"] == "others" for row in table["rows"])}
    assert "discipline" in summed_up
    assert all(one["number"] >= LEAST for one in told["days"])
    assert sum(one["number"] for one in told["days"]) == size == totals["submitted"]
    assert all(a - b == 0 or a - b >= LEAST for a, b in zip([*totals.values()], [*totals.values()][1:], strict=False))
    agree(client, told)


def agree(client, told):
    """The page's tables, the lines of the CSV, and the JSON."""
    lines = list(csv.DictReader(io.StringIO(read(client, "data.csv").content.decode("utf-8-sig"), newline="")))
    tables = Tables(read(client, "").content.decode()).found
    bars = [
        bar for card in Told(told).cards for row in card.rows for bar in zip(row.bars, Told(told).legend, strict=True)
    ]
    whole = Told(told).of_all
    assert all(
        abs(float(length) - 100 * (number or 0) / whole[which]) < 0.1 for (length, number, _s), (which, _n) in bars
    )
    assert {row["value"] for table in told["tables"] for row in table["rows"]} >= {"others"}
    for table in told["tables"]:
        flat = [one for row in table["rows"] for one in of_row(row)]
        filed = [line["number"] for line in lines if line["table"] == table["fact"]]
        assert filed == ["" if one is None else str(one) for one in flat]
        page = [cell for row in tables[table["fact"]][1:] for cell in row[1:]]
        assert page == ["– not shown" if one is None else str(one) for one in flat]
    assert [row[1] for row in tables["days"][1:]] == [str(one["number"]) for one in told["days"]]


def test_what_was_published_changes_no_more_and_a_page_costs_one_statement(
    call, amina, jonas, client, django_assert_num_queries
):
    rows = crowd(call, 60)
    assert "There are no numbers yet" in client.get(HOME).content.decode()
    assert client.get(f"{HOME}data.json").status_code == client.get(f"{HOME}data.csv").status_code == 404
    decided(call, by=amina, head=jonas)
    assert list(Statistics.due()) == [call]
    Statistics.make(call)
    assert not Statistics.due()
    before = read(client).content

    call.nominations.filter(pk__in=[one.pk for one in rows[:30]]).update(
        gender="man", status="withdrawn", withdrawn_from="eligible"
    )
    Statistics.make(call)

    for name in ("data.json", "data.csv", ""):
        with django_assert_num_queries(1):
            read(client, name)
    assert read(client).content == before
    assert client.get("/api/v1/statistics/2026").json() == read(client).json() | {"made_at": ANY}
    assert read(client)["Access-Control-Allow-Origin"] == "*"
    etag = read(client)["ETag"]
    assert client.get(f"{HOME}data.json", headers={"if-none-match": etag}).status_code == 304
    french = client.get("/fr/statistics/2026/").content.decode()
    assert "Région de résidence" in french
    assert not re.findall(r'style="', french)
    assert client.get("/en/statistics/1999/").status_code == 404
    Call.objects.filter(pk=call.pk).update(status="draft")
    assert client.get(HOME).status_code == 404


def test_the_page_says_what_a_dash_means_to_who_sees_it_and_to_who_hears_it(call, amina, jonas, client):
    crowd(call, 40)
    decided(call, by=amina, head=jonas)
    kept = Statistics.make(call)
    page = client.get(HOME).text
    assert "– not shown" in str(Tables(page).found), "a dash to the eye, two words to the ear"
    assert page.count("A dash, “not shown”, stands for a number under five") == 1
    assert page.count('aria-describedby="not-shown"') == page.count('<table class="facts" aria-') == 6
    assert "Un tiret, «\u00a0non affiché\u00a0», remplace un nombre" in client.get("/fr/statistics/2026/").text

    for table in kept.content["tables"]:
        for row in table["rows"]:
            row["numbers"] = {which: number or 5 for which, number in row["numbers"].items()}
    kept.save()
    assert "not-shown" not in client.get(HOME).text, "nothing is hidden, so nothing is to be explained"


def test_the_early_and_the_late_table_less_each_other_tell_of_nobody(call, amina, jonas):
    """Tracks that were frozen, and taken back for one person more: that person's region and group stay unknown."""
    crowd(call, 300, seed=2)
    assert (Statistics.make(call), [*Statistics.due()]) == (None, [])
    call.unfreeze_tracks(reason="More time for one.", by=amina)
    crowd(call, 1, seed=5)
    call.unfreeze_tracks(reason="They are all there now.", by=amina)
    call.freeze_tracks(by=amina)

    given(call, by=amina)
    assert list(Statistics.due()) == [call]
    early = Statistics.make(call).content
    with pytest.raises(Refused, match="given to reviewers"):
        call.unfreeze_tracks(reason="More time for one.", by=amina)
    decided(call, by=amina, head=jonas)
    late = Statistics.make(call).content

    assert early["totals"][0]["number"] == late["totals"][0]["number"] == 301
    for fact in ("group", "region"):
        before, after = (numbers(table) for told in (early, late) for table in told["tables"] if table["fact"] == fact)
        printed = {name for name, row in before.items() if row[0] and after[name][0]}
        assert printed
        assert all(before[name][0] == after[name][0] for name in printed)


def test_who_corrects_an_answer_after_the_tracks_were_frozen_is_counted_as_before(call, amina):
    one = committee.candidates(call, 1, by=amina, residence="NZ")[0]
    call.refresh_from_db()
    corrected = one.versions.create(
        number=2,
        content=one.submitted_version.content.replace('"NZ"', '"JP"'),
        sha256="1" * 64,
        received_at=call.tracks_frozen_at + timedelta(days=2),
    )
    rows = call.nominations.filter(pk=one.pk)
    rows.update(submitted_version=corrected, residence="JP")

    assert Counting(call, rows).by("region") == {"Oceania": [1, 1, 0, 0]}
    assert Counting(call, rows).by("gender") == Counting(call, rows, as_stands=True).by("gender")
    assert Counting(call, rows, as_stands=True).by("region") == {"Asia": [1, 1, 0, 0]}


def test_staff_read_exact_numbers_and_a_chair_or_who_has_a_conflict_what_everybody_reads(call, amina, jonas, mei):
    rows = crowd(call, 40)
    publication = decided(call, by=amina, head=jonas)
    Statistics.make(call)
    here = "/en/committee/2026/statistics/"
    staff, chair = enter(Client(), amina), enter(Client(), mei.user)

    with CaptureQueriesContext(connection) as small:
        page = staff.get(here).content.decode()
    for fact, told in zip(("route", "group"), Tables(page).listed[-6:], strict=False):
        true = true_numbers(call, publication, fact, [*Counting(call, call.nominations.all()).by(fact)])
        read_there = [tuple(row[1:]) for row in told[1:] if set(row[1:]) != {"0"}]
        assert sorted(read_there) == sorted(tuple(map(str, row)) for row in true.values())
    assert "Exact numbers" not in chair.get(here).content.decode()

    crowd(call, 200, seed=2)
    with CaptureQueriesContext(connection) as large:
        staff.get(here)
    assert len(small) == len(large)
    impose(rows[0], amina, reason="Cousins.", by=jonas, at=call.closes_at)
    assert "Exact numbers" not in staff.get(here).content.decode()
