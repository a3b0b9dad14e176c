"""What a judge sees of a nomination, and nothing else: a closed list of answers of one version, and its files.

Never gender, phone, nationality, residence, interests, consents, nor what a Member wrote; of Members only that they stand
behind the person, and since when.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from members.models import Member
from members.stakeholders import StakeholderGroup
from portal.lifecycle.prepared import Prepared

from ..models import Document, DocumentPage, Endorsement, NominationVersion
from ..questions import SECTIONS

SEEN = {  # section to its questions, with other words where the form asks the person
    "work": {
        "organisation": "",
        "position": "",
        "stakeholder_group": "",
        "discipline_1": "",
        "discipline_2": "",
        "years_experience": "",
        "language_en": "",
    },
    "contribution": {
        "first_group": gettext_lazy("First group"),
        "second_group": gettext_lazy("Second group"),
        "expertise": "",
        "biography": "",
        "motivation": "",
        "evidence_expertise": gettext_lazy("Evidence of expertise"),
        "evidence_record": gettext_lazy("Evidence of the record"),
        "evidence_international": gettext_lazy("Evidence of the international work"),
        "output_1_title": "",
        "earlier_roles": "",
    },
}
STATEMENTS = ("motivation", "evidence_expertise", "evidence_record", "evidence_international")
FILE, LEAF, MEMBER = (
    ("id", "kind", "name", "reading"),
    ("number", "width", "height"),
    ("id", "code", "name_en", "name_fr"),
)
TABS = {  # what `show` may be, with the words of its link
    "cv": gettext_lazy("CV"),
    "text": gettext_lazy("CV as text"),
    "statements": gettext_lazy("Statements"),
    "answers": gettext_lazy("All answers"),
}


class Line(NamedTuple):
    name: str
    label: str
    answer: str


class Word(NamedTuple):
    """What a Member said, as far as a judge reads it."""

    kind: str
    answered_at: datetime
    member: Member


class Leaf(NamedTuple):
    """A page of a document: its picture with the address, and its text."""

    number: int
    picture: str
    width: int
    height: int
    text: str


class Tab(NamedTuple):
    name: str
    words: str
    here: bool


class Dossier:
    """For templates/reviewing/parts/dossier.html.

    version: the one that is judged, with its nomination and the nomination's call at hand. address: a function of a
    document and a page's number, or of a document and None, that says where the reader finds the picture, or the file.
    show: which tab, as the address says it; nonsense is the first.
    """

    def __init__(self, version, address, show=""):
        self.version, self.nomination, self.address = version, version.nomination, address
        self.show = show if show in TABS else next(iter(TABS))

    @property
    def tabs(self) -> list[Tab]:
        return [Tab(name, words, name == self.show) for name, words in TABS.items()]

    # --- who

    @property
    def name(self) -> str:
        """As the version says it."""
        said = self.version.answers
        full = f"{said.get('given_name', '')} {said.get('family_name', '')}".strip()
        return said.get("published_name") or full or self.nomination.reference

    @property
    def group(self) -> str:
        return self.forms["contribution"].said("first_group")

    @property
    def stakeholders(self) -> str:
        return str(dict(StakeholderGroup.choices).get(self.version.answers.get("stakeholder_group"), ""))

    @cached_property
    def backing(self) -> list[Word]:
        """The words of Members that stand."""
        return [
            Word(row.pop("kind"), datetime.fromisoformat(row.pop("answered_at")), Member(**row))
            for row in map(dict, self.at_hand.words)
        ]

    # --- answers

    @cached_property
    def forms(self) -> dict:
        """The sections from which something is seen, as they were frozen; without files."""
        given = {"nomination": self.nomination, "documents": []}
        return {name: SECTIONS[name](self.version.answers, **given) for name in SEEN}

    @property
    def answers(self) -> list[Line]:
        """Every question that a judge reads, with its answer, in the form's order."""
        return [
            Line(row.name, str(SEEN[name][row.name] or row.label), row.answer)
            for name, form in self.forms.items()
            for row in form.shown()
            if row.name in SEEN[name]
        ]

    @property
    def statements(self) -> list[Line]:
        """The long texts alone."""
        return [line for line in self.answers if line.name in STATEMENTS]

    # --- files

    @cached_property
    def at_hand(self):
        """The files of the version with their pages, texts only where the tab shows them, and the words: one statement."""
        rows = with_texts if self.show in ("text", "statements") else without
        return rows.first(pk=self.version.pk)

    @cached_property
    def documents(self) -> list[Document]:
        """The files of the version, each with its pages in `leaves`."""
        return [document_of(row) for row in self.at_hand.files]

    @property
    def files(self) -> list[tuple[str, str]]:
        """(kind in words, address) of each file, to be saved."""
        return [(document.get_kind_display(), self.address(document, None)) for document in self.documents]

    @cached_property
    def cv(self) -> Document | None:
        return self.of_kind(Document.Kind.CV)

    @cached_property
    def statement(self) -> Document | None:
        """The supporting statement, a file of its own."""
        return self.of_kind(Document.Kind.STATEMENT)

    def of_kind(self, kind) -> Document | None:
        return next((document for document in self.documents if document.kind == kind), None)

    @property
    def cv_leaves(self) -> list[Leaf]:
        return self.leaves(self.cv)

    @property
    def statement_leaves(self) -> list[Leaf]:
        return self.leaves(self.statement)

    def leaves(self, document) -> list[Leaf]:
        """The pages that a worker made of a file; none before, and of one that is not there."""
        if document is None:
            return []
        texts = document.page_texts if self.show in ("text", "statements") else []
        return [
            Leaf(
                page.number,
                self.address(document, page.number),
                page.width,
                page.height,
                texts[page.number - 1] if page.number <= len(texts) else "",
            )
            for page in document.leaves
        ]


def json(*names, **more) -> JSONObject:
    return JSONObject(**{name: name for name in names}, **more)


def document_of(row) -> Document:
    document = Document(**{name: row[name] for name in row if name != "leaves"})
    document.leaves = [DocumentPage(**leaf) for leaf in row["leaves"]]
    return document


def beside(pk, *more):
    """The row of a version with what is shown beside its answers."""
    leaves = DocumentPage.objects.filter(document=OuterRef("pk")).order_by("number").values(json=json(*LEAF))
    files = Document.objects.filter(versions=OuterRef("pk")).order_by("kind")
    files = files.values(json=json(*FILE, *more, leaves=ArraySubquery(leaves)))
    words = Endorsement.objects.given().filter(nomination=OuterRef("nomination")).order_by("answered_at", "pk")
    words = words.values(json=json("kind", "answered_at", **{name: f"member__{name}" for name in MEMBER}))
    rows = NominationVersion.objects.filter(pk=pk).only("pk")
    return rows.annotate(files=ArraySubquery(files), words=ArraySubquery(words))


without, with_texts = Prepared(beside, pk=UUID), Prepared(lambda pk: beside(pk, "text"), pk=UUID)
