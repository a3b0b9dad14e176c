"""What people read of a file: one sentence a line, what is wrong and then what to do."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.lifecycle.text import unseen_words

WARNINGS = {  # worth knowing, and no reason to refuse the file
    "no_member_then",
    "other_name",
    "other_end",
    "other_route",
    "consent_withdrawn",
    "consent_stands",
}


def said(wrong, todo):
    return format_lazy("{} {}", wrong, todo)


ISO = _("Write year, month and day: 2026-03-01.")
AS_XLSX = _("Open it in a spreadsheet and save it as XLSX.")
ONLY_VALUES = _("Copy the values alone into a new workbook and save that.")

OF_FILES = {  # as a whole, and of their first row
    "heavy": said(_("The file takes too long or too much memory to read."), ONLY_VALUES),
    "empty": _("The file is empty. Choose another one."),
    "no_rows": _("The file has the names of the columns and no row below them. Add a row for each term."),
    "too_many_rows": _("The file has more than %(most)s rows. Part it into several files."),
    "too_wide": _("The first row has more than %(most)s columns. Delete those that the list above does not have."),
    "torn": _(
        "The file cannot be parted into cells from here on: a quotation mark is missing or stands inside a cell. "
        "Put the cell into quotation marks, and write those inside it twice."
    ),
    "encoding": _(
        "The file is not in UTF-8, so letters such as é would be wrong. In Excel choose “Save as” and "
        "“CSV UTF-8”; elsewhere choose UTF-8 as the character set."
    ),
    "no_table": said(_("This is neither a CSV nor an XLSX."), AS_XLSX),
    "old_excel": said(
        _("This is a workbook of an old kind, or protected by a password."), _("Save it as XLSX without a password.")
    ),
    "macros": said(_("The workbook contains macros."), ONLY_VALUES),
    "bomb": said(_("The workbook is far larger inside than it looks."), ONLY_VALUES),
    "entities": said(_("The workbook holds what no spreadsheet program writes."), ONLY_VALUES),
    "no_workbook": said(_("This is a ZIP file and no workbook."), AS_XLSX),
    "broken_workbook": said(_("The workbook is damaged."), AS_XLSX),
    "no_header": _(
        "The first row does not have the names of the columns. Copy them from the example: given_name, family_name, …"
    ),
    "unnamed_column": _("Column number %(place)s has no name. Give it one of the names above, or delete it."),
    "unknown_column": _("No column has this name. Correct it, or delete the column."),
    "double_column": _("This column comes twice. Delete one of them."),
    "missing_column": _("This column is missing. Add it."),
}
OF_CELLS = {
    "formula": _("This is a formula. Write the value itself."),
    "fault": _("The spreadsheet shows an error here. Write the value itself."),
    "begins_like_formula": _("“%(value)s” begins with =, as a formula does. Write the value itself."),
    "lost": _("A character did not arrive: where it was, there is �. Type it again."),
    "several_lines": _("This has several lines. Write it on one."),
    "misread": _("“%(value)s” was once read in a wrong character set. Type it again."),
    "too_long": _("This has %(length)s characters; %(most)s are possible. Shorten it."),
    "missing": _("This is empty. Fill it in."),
    "beyond": _(
        "The row has more cells than there are columns. A separator may stand inside a cell: put it into quotation marks."
    ),
    "no_address": _("“%(value)s” is no e-mail address. Correct it."),
    "no_orcid": _("“%(value)s” is no ORCID. Copy it again from the person’s ORCID page."),
    "other_day": said(_("“%(value)s” may be read in two ways."), ISO),
    "no_day": said(_("“%(value)s” is no day."), ISO),
    "impossible_day": _("There is no day %(value)s. Correct it."),
    "odd_year": _("%(value)s is outside the years 2018 to 2099. Correct it."),
    "no_yes_or_no": _("“%(value)s” is neither yes nor no. Write one of the two."),
    "not_on_list": _("“%(value)s” is not known here. Write one of: %(words)s."),
    "no_country": _("“%(value)s” is no country’s code. Write its two letters of ISO 3166-1, such as FR."),
}
OF_ROWS = {
    "no_name": _("The person has no name. Fill in given_name, family_name or published_name."),
    "no_key": _(
        "There is neither an address nor an ORCID, so nobody can tell whether this person is there already. "
        "Fill in one of them."
    ),
    "needed_with_organisation": _("This is needed where an organisation is named. Fill it in."),
    "organisation_missing": _(
        "The row tells of an organisation without its name. Fill it in, or empty the cells about it."
    ),
    "needed_with_consent": _("This is needed where consent_publication says yes. Fill it in."),
    "consent_to_come": _("%(value)s is still to come. Give the day on which the person agreed."),
    "no_group": _("There is no group “%(value)s”. Write its name, or its name in addresses."),
    "group_concluded": _("The group “%(value)s” has concluded its work, and this term goes on. Correct its end."),
    "member_missing": _("The route is “member”, and no Member is named. Write its code, such as FR."),
    "member_of_no_use": _("Only where the route is “member” a Member is named. Empty this cell, or correct the route."),
    "no_member": _("There is no Member with the code “%(value)s”. Correct it."),
    "no_member_then": _("%(value)s was no Member on %(day)s. The term is taken all the same."),
    "ends_before": _("The last day, %(value)s, lies before the first, %(start)s. Correct one of them."),
    "ended_outside": _("%(value)s lies outside the term as it was planned. Correct it, or the planned end."),
    "ended_to_come": _("%(value)s is not over yet. Leave this empty, and end the term in the portal when it is known."),
    "reason_without_end": _("There is a reason and no day in ended_on. Fill that in, or empty this cell."),
}
BESIDE_OTHERS = {  # a row beside others of the file, and beside what is known already
    "two_people_in_file": _(
        "The address and the ORCID of this row belong to two people, in rows %(rows)s. Correct them; if the two are "
        "one, give address and ORCID in each of these rows."
    ),
    "differs": _("Row %(other)s says something else of the same person. Write the same in both."),
    "double_row": _("This is the same term as in row %(other)s. Delete one of the rows."),
    "overlaps_row": _(
        "The days overlap with those of row %(other)s: same person, group and role. Correct one of them."
    ),
    "overlaps_term": _(
        "The days overlap with a term that is there already, from %(since)s until %(until)s: same person, group and "
        "role. Correct the row, or delete it."
    ),
    "address_of_many": _("Several people have this address. Merge them first, then check again."),
    "address_and_orcid": _(
        "The address belongs to one person and the ORCID to another. Correct one of them; if the two are one, merge "
        "them first."
    ),
    "other_orcid": _("The person with this address has the ORCID %(value)s. Correct one of them."),
    "other_name": _("The person who is there already is called “%(value)s”, and keeps that name."),
    "other_end": _("This term is there already and is over after %(until)s. It stays as it is."),
    "other_route": _("This term is there already with another route or Member. It stays as it is."),
    "consent_withdrawn": _("The person has withdrawn this consent. It stays withdrawn."),
    "consent_stands": _("The person has given this consent. It stays; end it on the person’s page."),
}
SENTENCES = OF_FILES | OF_CELLS | OF_ROWS | BESIDE_OTHERS


def sentence(line: dict) -> str:
    """A line in the reader's language."""
    if line["code"] == "unseen":
        return unseen_words(line["facts"]["places"])
    facts = dict(line["facts"])
    if "rows" in facts:
        facts["rows"] = ", ".join(str(row) for row in facts["rows"])
    return str(SENTENCES.get(line["code"], line["code"])) % facts
