"""Files of rows, written as they come: whatever their number, memory stays as it is."""

from collections.abc import Iterable

from portal.lifecycle.sheet import harmless, lines


def write_csv(path, head: list[str], rows: Iterable[list]):
    """UTF-8 with its mark; cells in which no spreadsheet finds a formula."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        for part in lines(head, rows):
            file.write(part)


def write_xlsx(path, head: list[str], rows: Iterable[list]):
    """One sheet: words as words, never a formula or a link; numbers as numbers. The first row stays in sight."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, label in enumerate(head):
        sheet.write_string(0, place, label, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(number, place, cell)
            elif cell:
                sheet.write_string(number, place, harmless(cell))
    book.close()


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
