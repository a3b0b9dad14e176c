"""Bent files: each gets its line, in words that say what to do, and leaves nothing behind."""

import datetime as dt

import pytest

from members.models import ImportedFile, Person
from tests import make
from tests.sheets import repacked, table, workbook

from .conftest import state, told

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(20, 24, 38)]
ACCENTS = {"given_name": "Renée", "family_name": "Lefèvre"}
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
BOMB = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
ISO = "Write year, month and day: 2026-03-01."
UTF8 = (
    "The file is not in UTF-8, so letters such as é would be wrong. In Excel choose “Save as” and “CSV UTF-8”; "
    "elsewhere choose UTF-8 as the character set."
)
TORN = (
    "The file cannot be parted into cells from here on: a quotation mark is missing or stands inside a cell. Put the "
    "cell into quotation marks, and write those inside it twice."
)

SOUND = {
    "UTF-8": table(ACCENTS),
    "UTF-8 with its mark": table(ACCENTS, encoding="utf-8-sig"),
    "UTF-16, as Excel's Unicode text": table(ACCENTS, encoding="utf-16", separator="\t"),
    "semicolons": table(ACCENTS, separator=";"),
    "Unix line ends": table(ACCENTS, end="\n"),
    "old Mac line ends": table(ACCENTS, end="\r"),
    "names as people write them": table(ACCENTS).replace(b"given_name", b"Given name"),
    "an XLSX": workbook(ACCENTS | {"starts_on": dt.date(2024, 3, 1), "planned_end": dt.datetime(2027, 2, 28)}),
    "empty lines": b"\r\n,,,\r\n" + table(ACCENTS) + b"\r\n  ,,\r\n\r\n",
    "letters apart from their accents": table({"given_name": "Rene\u0301e", "family_name": "Lefe\u0300vre"}),
}


@pytest.mark.parametrize("content", SOUND.values(), ids=list(SOUND))
def test_a_sound_file_is_read_whatever_wrote_it(take_in, content):
    take_in(content)

    assert Person.objects.get().name == "Renée Lefèvre"


def test_a_line_end_inside_quotation_marks_counts_as_no_row(bring):
    taken = bring(table({"biography": "One.\nTwo.\nThree."}, {"email": "b@example.org", "role": "chair"}))

    assert [line["row"] for line in taken.lines] == [3]


FILES = {
    "Windows-1252": (table({}, ACCENTS, encoding="cp1252"), [f"3 : {UTF8}"]),
    "Latin-1": (table(ACCENTS, encoding="latin-1"), [f"2 : {UTF8}"]),
    "UTF-16 without its mark": (table(ACCENTS, encoding="utf-16-le"), [": This is neither a CSV nor an XLSX. Open it in a spreadsheet and save it as XLSX."]),
    "half a character": (table(ACCENTS) + b"\xc3", [f"3 : {UTF8}"]),
    "a PDF": (b"%PDF-1.7\n", [": This is neither a CSV nor an XLSX. Open it in a spreadsheet and save it as XLSX."]),
    "an old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, [": This is a workbook of an old kind, or protected by a password. Save it as XLSX without a password."]),
    "nothing but empty lines": (b"\r\n,,\r\n", [": The file is empty. Choose another one."]),
    "only the names": (table({}).splitlines()[0], [": The file has the names of the columns and no row below them. Add a row for each term."]),
    "no names": (b"Ama,Mensah,ama@example.org\r\n", ["1 : The first row does not have the names of the columns. Copy them from the example: given_name, family_name, …"]),
    "an unknown column": (table({"status": "active"}), ["1 status: No column has this name. Correct it, or delete the column."]),
    "two unknown columns": (table({"is_staff": "1", "public_id": "x"}), ["1 is_staff: No column has this name. Correct it, or delete the column.", "1 public_id: No column has this name. Correct it, or delete the column."]),
    "a column twice": (table({}).replace(b"family_name", b"given_name"), ["1 given_name: This column comes twice. Delete one of them."]),
    "a column missing": (table({}).replace(b"planned_end", b"ended_on"), ["1 planned_end: This column is missing. Add it."]),
    "a column without a name": (table({}).replace(b"email", b""), ["1 : Column number 3 has no name. Give it one of the names above, or delete it."]),
    "a quotation mark that never ends": (table({}, {}) + b'"Kofi,', [f"4 : {TORN}"]),
    "a quotation mark inside": (table({}) + b'"Kofi" A,\r\n', [f"3 : {TORN}"]),
    "a cell too many": (table({}) + table({"email": "b@example.org"}).splitlines()[1] + b",more\r\n", ["3 : The row has more cells than there are columns. A separator may stand inside a cell: put it into quotation marks."]),
    "too many rows": (table(*({"email": f"a{n}@example.org"} for n in range(10_001))), ["10002 : The file has more than 10000 rows. Part it into several files."]),
    "too many columns": (table({f"c{n}": "" for n in range(70)}), ["1 : The first row has more than 60 columns. Delete those that the list above does not have."]),
    "an XLSX cut off": (workbook({})[:3000], [": The workbook is damaged. Open it in a spreadsheet and save it as XLSX."]),
    "a ZIP that is no workbook": (repacked(workbook({}), without=["xl/workbook.xml"]), [": This is a ZIP file and no workbook. Open it in a spreadsheet and save it as XLSX."]),
    "an XLSX with a sheet of nonsense": (repacked(workbook({}), sheet=b"<worksheet><"), [": The workbook is damaged. Open it in a spreadsheet and save it as XLSX."]),
    "an XLSX without a cell": (repacked(workbook({}), sheet=SHEET), [": The file is empty. Choose another one."]),
    "a bomb": (repacked(workbook({}), zeros=b"\0" * 101 * 1024**2), [": The workbook is far larger inside than it looks. Copy the values alone into a new workbook and save that."]),
    "a bomb of entities": (repacked(workbook({}), sheet=BOMB), [": The workbook holds what no spreadsheet program writes. Copy the values alone into a new workbook and save that."]),
    "entities in another encoding": (repacked(workbook({}), sheet=BOMB.decode().encode("utf-16")), [": The workbook holds what no spreadsheet program writes. Copy the values alone into a new workbook and save that."]),
    "macros": (repacked(workbook({}), macros=b"Sub Auto_Open()"), [": The workbook contains macros. Copy the values alone into a new workbook and save that."]),
}  # fmt: skip


@pytest.mark.parametrize(("content", "lines"), FILES.values(), ids=list(FILES))
def test_a_bent_file_is_refused_with_the_line_that_helps(bring, content, lines):
    before = state()

    taken = bring(content)

    assert told(taken) == lines
    assert taken.status == "refused"
    assert state() == before
    assert not ImportedFile.objects.exists()


def rows(**cells):
    return table(cells)


CELLS = {
    "no name": (rows(given_name="", family_name=""), "2 : The person has no name. Fill in given_name, family_name or published_name."),
    "a long name": (rows(family_name="x" * 300), "2 family_name: This has 300 characters; 80 are possible. Shorten it."),
    "a text that turns round": (rows(given_name="Ama\u202e"), "2 given_name: Something that cannot be seen stands here: “Ama”. Delete these words and type them again."),
    "NUL": (rows(given_name="A\0ma"), "2 given_name: A character did not arrive: where it was, there is �. Type it again."),
    "a line end in a name": (rows(given_name="Ama\nB"), "2 given_name: This has several lines. Write it on one."),
    "misread long ago": (rows(given_name="RenÃ©e"), "2 given_name: “RenÃ©e” was once read in a wrong character set. Type it again."),
    "a formula": (rows(given_name='=HYPERLINK("http://x")'), "2 given_name: “=HYPERLINK(\"http://x\")” begins with =, as a formula does. Write the value itself."),
    "a formula in an XLSX": (workbook({"given_name": "=1+1"}), "2 given_name: This is a formula. Write the value itself."),
    "an error in an XLSX": (workbook({"given_name": "#REF!"}), "2 given_name: The spreadsheet shows an error here. Write the value itself."),
    "a number for a day": (workbook({"starts_on": 45352}), f"2 starts_on: “45352” is no day. {ISO}"),
    "a day with an hour": (workbook({"starts_on": dt.datetime(2024, 3, 1, 12)}), f"2 starts_on: “2024-03-01 12:00:00” is no day. {ISO}"),
    "neither address nor ORCID": (rows(email=""), "2 : There is neither an address nor an ORCID, so nobody can tell whether this person is there already. Fill in one of them."),
    "no address": (rows(email="ama at example.org"), "2 email: “ama at example.org” is no e-mail address. Correct it."),
    "a wrong digit": (rows(orcid="0000-0002-1825-0098"), "2 orcid: “0000-0002-1825-0098” is no ORCID. Copy it again from the person’s ORCID page."),
    "an unknown group": (rows(group="responsible"), "2 group: There is no group “responsible”. Write its name, or its name in addresses."),
    "an unknown role": (rows(role="chair"), "2 role: “chair” is not known here. Write one of: expert, co_chair, observer."),
    "no role": (rows(role=""), "2 role: This is empty. Fill it in."),
    "an unknown Member": (rows(route="member", member="ZZ"), "2 member: There is no Member with the code “ZZ”. Correct it."),
    "no Member": (rows(route="member"), "2 member: The route is “member”, and no Member is named. Write its code, such as FR."),
    "a Member of no use": (rows(member="CA"), "2 member: Only where the route is “member” a Member is named. Empty this cell, or correct the route."),
    "an unknown country": (rows(organisation="X", stakeholder_group="science", country="ZZ"), "2 country: “ZZ” is no country’s code. Write its two letters of ISO 3166-1, such as FR."),
    "an organisation without its kind": (rows(organisation="X", country="FR"), "2 stakeholder_group: This is needed where an organisation is named. Fill it in."),
    "a kind without an organisation": (rows(country="FR"), "2 organisation: The row tells of an organisation without its name. Fill it in, or empty the cells about it."),
    "dd/mm/yyyy": (rows(starts_on="01/03/2024"), f"2 starts_on: “01/03/2024” may be read in two ways. {ISO}"),
    "31 February in figures": (rows(starts_on="31/02/2026"), "2 starts_on: There is no day 31/02/2026. Correct it."),
    "31 February the other way": (rows(starts_on="02.31.26"), "2 starts_on: There is no day 02.31.26. Correct it."),
    "one day in any order": (rows(starts_on="28/02/2027"), f"2 starts_on: “28/02/2027” may be read in two ways. {ISO}"),
    "an ORCID with a digit wrong": (rows(orcid="0000-0002-1825-0098"), "2 orcid: “0000-0002-1825-0098” is no ORCID. Copy it again from the person’s ORCID page."),
    "30 February": (rows(starts_on="2024-02-30"), "2 starts_on: There is no day 2024-02-30. Correct it."),
    "the year 2204": (rows(planned_end="2204-02-28"), "2 planned_end: 2204-02-28 is outside the years 2018 to 2099. Correct it."),
    "words for a day": (rows(starts_on="March 2024"), f"2 starts_on: “March 2024” is no day. {ISO}"),
    "an end before the start": (rows(planned_end="2024-02-28"), "2 planned_end: The last day, 2024-02-28, lies before the first, 2024-03-01. Correct one of them."),
    "ended after its end": (rows(ended_on="2027-03-01"), "2 ended_on: 2027-03-01 lies outside the term as it was planned. Correct it, or the planned end."),
    "a reason without an end": (rows(reason="Moved."), "2 reason: There is a reason and no day in ended_on. Fill that in, or empty this cell."),
    "a consent without its day": (rows(consent_publication="yes", consent_way="letter"), "2 consent_given_on: This is needed where consent_publication says yes. Fill it in."),
    "neither yes nor no": (rows(consent_publication="perhaps"), "2 consent_publication: “perhaps” is neither yes nor no. Write one of the two."),
    "a consent to come": (rows(consent_publication="yes", consent_way="letter", consent_given_on="2090-01-01"), "2 consent_given_on: 2090-01-01 is still to come. Give the day on which the person agreed."),
    "a row twice": (table({}, {}), "3 : This is the same term as in row 2. Delete one of the rows."),
    "days that overlap": (table({}, {"starts_on": "2026-01-01", "planned_end": "2028-12-31"}), "3 starts_on: The days overlap with those of row 2: same person, group and role. Correct one of them."),
    "two names for one": (table({}, {"given_name": "Kofi", "starts_on": "2027-03-01", "planned_end": "2030-02-28"}), "3 given_name: Row 2 says something else of the same person. Write the same in both."),
    "address of one row, ORCID of another": (
        table({}, {"email": "", "orcid": "0000-0002-1825-0097"}, {"orcid": "0000-0002-1825-0097", "starts_on": "2027-03-01", "planned_end": "2030-02-28"}),
        "4 : The address and the ORCID of this row belong to two people, in rows 2, 3. Correct them; if the two are one, give address and ORCID in each of these rows.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "line"), CELLS.values(), ids=list(CELLS))
def test_a_wrong_cell_is_named_with_what_to_do_and_nothing_is_written(bring, content, line):
    make.member()
    before = state()

    taken = bring(content)

    assert told(taken) == [line]
    assert taken.status == "refused"
    assert state() == before
