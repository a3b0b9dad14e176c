"""What changed between two versions, question by question, as people read the answers."""

from typing import NamedTuple


class Change(NamedTuple):
    section: str
    label: str
    before: str
    after: str


def changes(before, after) -> list[Change]:
    """Every question whose answer reads differently in two NominationVersions, in the order of the form."""
    old, new = before.section_forms(), after.section_forms()
    found = []
    for name, form in new.items():
        said = {row.name: row.answer for row in old[name].shown()}
        found += [
            Change(form.title, row.label, said.get(row.name, ""), row.answer)
            for row in form.shown()
            if said.get(row.name, "") != row.answer
        ]
    return found + replaced(before, after, {change.label for change in found})


def replaced(before, after, told) -> list[Change]:
    """Files of the same name and length whose content is another one: only the hash knows."""
    old, new = ({document.get_kind_display(): document for document in v.documents.all()} for v in (before, after))
    return [
        Change(
            "",
            str(kind),
            f"{old[kind].name} · SHA-256 {old[kind].sha256[:12]}",
            f"{new[kind].name} · SHA-256 {new[kind].sha256[:12]}",
        )
        for kind in new
        if kind in old and old[kind].sha256 != new[kind].sha256 and str(kind) not in {str(label) for label in told}
    ]
