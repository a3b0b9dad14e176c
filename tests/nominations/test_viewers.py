"""The table of viewers.py, state by state and page by page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nominations.models import Endorsement
from tests import make, pdfs
from tests.accessions import pdf_file
from tests.admin import enter
from tests.answers import ANSWERS, complete
from tests.endorsements import agreed, desk
from tests.kept import kept
from tests.nominations.viewers import NEVER, PAGES, READ_BY_DESK, VIEWERS, rows

pytestmark = pytest.mark.django_db

SAID = ANSWERS | {
    "nationality_2": "FR",
    "nationality_3": "DE",
    "biography": "She leads the evaluation of automated decisions.",
    "gender": "self_described",
    "gender_self_described": "Selfdescribed",
}


class House:
    """Two Members, their people, and one nomination that is brought into a state."""

    def __init__(self, call, head):
        self.call, self.head = call, head
        self.a, self.b = make.member("FR", "France"), make.member("DE", "Germany")
        (focal_a, deputy_a), (focal_b, _deputy) = desk(self.a), desk(self.b)
        self.people = {
            "person": make.user("nominee@example.org", "Nia Okafor"),
            "focal A": focal_a,
            "deputy A": deputy_a,
            "focal B": focal_b,
            "council A": make.user("council@example.org", "Council"),
            "stranger": make.user("stranger@example.org", "Sam Stranger"),
            "officer": make.user("officer@example.org", "Olga", role="officer"),
            "auditor": make.user(
                "auditor@example.org", "Ada", role="auditor", until=timezone.now() + timedelta(days=30)
            ),
            "visitor": None,
        }
        make.delegate(self.people["council A"], self.a, "council")
        self.person = self.people["person"]

    def bring_into(self, state):
        """The nomination in a state of the table. `state`: its words, in the order in which things happen."""
        first, *said = state.split(", ")
        self.nomination = make.nomination(author=self.person, call=self.call)
        self.place = self.nomination.get_absolute_url()
        complete(self.nomination, answers=SAID)
        self.nomination.documents.get().read()
        self.nomination.add_note(NEVER["note"], by=self.head)
        draft = first.startswith("draft")
        if not draft:
            self.nomination.submit(by=self.person)
        for words in [word for word in said if word not in ("held", "told")]:
            self.say(words)
        if first not in ("draft", "submitted"):
            self.move(first, held="held" in said)
        return self.nomination

    def ask(self, member):
        return Endorsement.request(self.nomination, member, by=self.person)

    def name(self, member, focal):
        return agreed(self.call, member, self.people[focal], nominee=self.person)

    def say(self, words):
        match words:
            case "nobody asked":
                return
            case "A asked":
                self.word = self.ask(self.a)
            case "A and B asked":
                self.ask(self.a), self.ask(self.b)
            case "A endorses":
                self.ask(self.a).give(statement="We know her.", by=self.people["focal A"])
            case "A declined":
                self.ask(self.a).decline(by=self.people["focal A"])
            case "then taken back":
                self.word.take_back(by=self.person)
            case "A did not answer":
                self.ask(self.a).lapse(at=self.call.endorsement_end)
            case "A is late unswept":
                self.ask(self.a)
                type(self.call).objects.filter(pk=self.call.pk).update(
                    endorsement_until=self.call.opens_at + timedelta(days=1)
                )
            case "A took its word back":
                self.say("A endorses")
                Endorsement.objects.get().withdraw(by=self.people["focal A"])
            case "A is suspended":
                self.say("A endorses")
                self.a.suspend(reason="Dues.", by=self.head)
            case "A named" | "A named and was agreed to":
                self.word = self.name(self.a, "focal A")
            case "B named":
                self.name(self.b, "focal B")
            case "withdrawn":
                self.word.withdraw(by=self.people["focal A"])
            case _:
                raise ValueError(words)

    def move(self, state, *, held):
        nomination, by = self.nomination, self.head
        if held:
            type(self.call).objects.filter(pk=self.call.pk).update(screening_hold_hours=48)
        match state:
            case "returned":
                until = timezone.now() + timedelta(days=5)
                nomination.return_for_correction(
                    sections=["work"], until=until, reason=NEVER["reason of the return"], by=by
                )
            case "eligible":
                nomination.declare_eligible(by=by)
            case "not eligible":
                nomination.declare_ineligible(reason=NEVER["reason of not being eligible"], by=by)
            case "withdrawn":
                nomination.withdraw(by=self.person)
            case "draft deleted":
                nomination.delete_draft(by=self.person)
            case _:
                raise ValueError(state)


@pytest.fixture(autouse=True)
def _without_second_step(settings):
    settings.REQUIRE_STAFF_MFA = False


@kept
def house(call, jonas):
    return House(call, jonas)


def plain(answer) -> str:
    return " ".join(answer.content.decode().replace("<b>", "").replace("</b>", "").split())


@pytest.mark.abuse(1)
@pytest.mark.parametrize(("state", "answers"), rows(), ids=lambda value: value if isinstance(value, str) else "")
def test_everybody_reads_what_the_table_says(client_factory, house, state, answers):
    house.bring_into(state)
    for viewer in VIEWERS:
        window = client_factory()
        if house.people[viewer]:
            enter(window, house.people[viewer])
        answer = window.get(house.place)
        if viewer == "visitor":
            assert answer.status_code == 302
        elif answers[viewer] == "404":
            assert answer.status_code == 404, viewer
        else:
            assert answer.status_code == 200, viewer
            assert answers[viewer] in plain(answer), viewer
            if viewer != "person":
                nothing_for_others(house, viewer, plain(answer), read=state in READ_BY_DESK)


def nothing_for_others(house, viewer, page, *, read):
    """What a desk must never read; and the answers that are for it, only where it may."""
    for what, words in NEVER.items():
        assert words not in page, f"{viewer}: {what}"
    others = {"focal B": "France"}.get(viewer, "Germany")
    assert others not in page, f"{viewer}: {others}"
    for words in ("Data Trust Foundation", "She leads the evaluation", "haddad-cv.pdf", "share methods"):
        assert (words in page) == read, f"{viewer}: {words}"


def another(name, pages) -> SimpleUploadedFile:
    """A PDF like no other of these."""
    return SimpleUploadedFile(name, pdfs.good(pages=pages) + b"\n% " + name.encode(), content_type="application/pdf")


def places(house) -> dict:
    """The addresses of PAGES, by name."""
    nomination, person = house.bring_into("submitted, nobody asked"), house.person
    first = nomination.current_document("cv")
    counts = nomination.attach("cv", another("second.pdf", 2), by=person)
    nomination.attach("statement", another("said.pdf", 1), by=person)
    nomination.submit(by=person)
    unsent = nomination.attach("cv", another("third.pdf", 3), by=person)
    counts.read()
    word = house.ask(house.a)
    letter = word.attach_letter(pdf_file(), by=house.people["focal A"])
    word.give(by=house.people["focal A"])
    question = nomination.ask("Since when?", by=house.head)
    own = {name: [name, nomination.pk] for name in ("detail", "check", "done", "endorsement")}
    found = own | {
        "section": ["section", nomination.pk, "you"],
        "clarification": ["clarification", nomination.pk, question.pk],
        "receipt_json": ["receipt_json", nomination.pk, 2],
        "the CV that counts": ["document", counts.pk],
        "its first page": ["document_page", counts.pk, 1],
        "the CV of an earlier version": ["document", first.pk],
        "a CV that was not submitted": ["document", unsent.pk],
        "the supporting statement": ["document", nomination.documents.get(kind="statement").pk],
        "desk_endorsement": ["desk_endorsement", word.pk],
        "the Member's letter": ["desk_letter", letter.pk],
    }
    return {page: reverse(f"nominations:{name}", args=parts) for page, (name, *parts) in found.items()}


@pytest.mark.abuse(1, 3, 7)
def test_everybody_gets_the_pages_and_files_of_the_table_and_no_other(client_factory, house):
    found, wrong = places(house), []
    windows = {viewer: enter(client_factory(), house.people[viewer]) for viewer in VIEWERS if house.people[viewer]}
    for page, answers in rows(PAGES):
        for viewer, wanted in answers.items():
            answer = windows[viewer].get(found[page])
            if answer.streaming:
                b"".join(answer)
            if str(answer.status_code) != wanted:
                wrong.append(f"{page}, {viewer}: {wanted} wanted, {answer.status_code} got")

    assert wrong == []
    assert {page for page, _answers in rows(PAGES)} == set(found)
