"""Files to import: sound ones, and such as are bent."""

import csv
import io
import zipfile

import openpyxl

ROW = {
    "given_name": "Ama",
    "family_name": "Mensah",
    "email": "ama@example.org",
    "group": "responsible-ai",
    "role": "expert",
    "route": "self",
    "starts_on": "2024-03-01",
    "planned_end": "2027-02-28",
}


def laid_out(rows) -> list[list]:
    """Each row over the sound one, under the names of all columns that come up."""
    rows = [{**ROW, **row} for row in rows]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return [columns, *([row.get(name, "") for name in columns] for row in rows)]


def table(*rows, separator=",", encoding="utf-8", end="\r\n") -> bytes:
    """A CSV of rows, each over the sound one."""
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator, lineterminator=end).writerows(laid_out(rows))
    return page.getvalue().encode(encoding)


def workbook(*rows) -> bytes:
    """An XLSX of the same; cells may be days and numbers."""
    book = openpyxl.Workbook()
    for row in laid_out(rows):
        book.active.append(row)
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def repacked(content: bytes, *, without=(), **parts) -> bytes:
    """A workbook with other parts in its ZIP: `sheet` stands for the first sheet, any other name for itself."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "macros": "xl/vbaProject.bin", "zeros": "xl/media/zeros.bin"}
    parts = {names[key]: value for key, value in parts.items()}
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, value in parts.items():
            new.writestr(name, value)
    return page.getvalue()


def many(number: int, start=1):
    """So many people, one term each; every fifth has an organisation, a text and a consent."""
    for n in range(start, start + number):
        row = {"given_name": f"Ama {n}", "family_name": f"Mensah {n % 97}", "email": f"ama{n}@example.org"}
        if n % 5 == 0:
            row |= {"organisation": f"Institute {n % 40}", "stakeholder_group": "science", "country": "GH"}
            row |= {"biography": "Works on fairness. " * 20, "consent_publication": "yes"}
            row |= {"consent_given_on": "2024-02-01", "consent_way": "letter"}
        yield row
