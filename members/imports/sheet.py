"""In the child (portal.pdf.child): a table that somebody sent, CSV or XLSX, as rows of texts.

Knows no Django. What is wrong is told as one word of words.py with facts; a cell that is no text as a list.
"""

import csv
import io
import json
import zipfile
from datetime import date, datetime, time

ROWS = 10_000  # that hold something, without the one of the names
WIDTH = 60  # columns that are looked at
PARTS, UNPACKED = 300, 100 * 1024**2  # of an XLSX, which is a ZIP of XML
SEPARATORS = (",", ";", "\t")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OLD = b"\xd0\xcf\x11\xe0"  # Excel of before 2007, and what is protected by a password
FORMULA, FAULT = ["formula"], ["fault"]


class Unfit(Exception):
    """The file as a whole cannot be read: why, and in which row."""

    def __init__(self, code, row=None, **facts):
        super().__init__(code)
        self.answer = {"code": code, "row": row, "facts": facts}


def work(content: bytes) -> bytes:
    """{"header": [...], "rows": [[number, [cells]], ...]}, or {"code", "row", "facts"} of what is wrong."""
    try:
        rows = counted(workbook(content) if content[:2] == b"PK" else text_table(content))
        answer = {"header": next(rows, None), "rows": list(rows)}
        if answer["header"] is None:
            raise Unfit("empty")
    except Unfit as unfit:
        answer = unfit.answer
    return json.dumps(answer).encode()


def counted(rows):
    """Those that hold something, each with its number in a spreadsheet; the first one bears the names, without number."""
    header, held = False, 0
    for number, cells in rows:
        if not any(cell.strip() if isinstance(cell, str) else cell for cell in cells):
            continue
        if not header:
            header = True
            yield cells
            continue
        held += 1
        if held > ROWS:
            raise Unfit("too_many_rows", number, most=ROWS)
        yield [number, cells]


# --- CSV


def text_table(content: bytes):
    """Rows of a text: the separator is the one that parts the first line into most pieces."""
    text = decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader, number = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells[: WIDTH + 1]
    except csv.Error:
        raise Unfit("torn", number + 1) from None


def decoded(content: bytes) -> str:
    """UTF-8, or UTF-16 that says so; nothing is guessed."""
    if content.startswith(OLD):
        raise Unfit("old_excel")
    if content.startswith(b"%PDF"):
        raise Unfit("no_table")
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    if encoding == "utf-8" and content.count(b"\0") > len(content) // 8:
        raise Unfit("no_table")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unfit("encoding", content[: error.start].count(b"\n") + 1) from None


# --- XLSX


def workbook(content: bytes):
    """Rows of the first sheet. What the ZIP holds is looked at before openpyxl reads it."""
    import openpyxl

    looked_into(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size need not be true
        for number, cells in enumerate(sheet.iter_rows(max_col=WIDTH + 1), start=1):
            yield number, [written(cell) for cell in cells]
    except (Unfit, MemoryError):
        raise
    except Exception:  # whatever a broken file makes openpyxl, zipfile or the XML reader say
        raise Unfit("broken_workbook") from None


def looked_into(content: bytes):
    """Refuse what unpacks too large, carries macros, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise Unfit("bomb")
            names = {part.filename.lower() for part in parts}
            if any(name.endswith("vbaproject.bin") for name in names):
                raise Unfit("macros")
            if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
                raise Unfit("no_workbook")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    declared(packed, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unfit("broken_workbook") from None
    except zipfile.zlib.error:
        raise Unfit("broken_workbook") from None


def declared(packed, part):
    """An XML part that brings a document type of its own, or hides one in another encoding, is none of a spreadsheet."""
    with packed.open(part) as file:
        head = b""
        while piece := file.read(65536):
            if not head and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise Unfit("entities")
            if b"<!DOCTYPE" in head + piece or b"<!ENTITY" in head + piece:
                raise Unfit("entities")
            head = piece[-16:]


def written(cell):
    """A cell as somebody would write it into a CSV."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return FAULT
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | datetime | date | time):
        return FORMULA
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)
