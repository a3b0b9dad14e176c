"""What a judge reads of a nomination is a closed list, taken from the version that is judged."""

import pytest

from nominations.reviewing.dossier import TABS, Dossier
from nominations.reviewing.models import Assignment
from tests import committee, make
from tests.answers import ANSWERS
from tests.kept import kept

pytestmark = pytest.mark.django_db
HIDDEN = {
    "phone": "+33 1 45 24 82 99",
    "gender": "self_described",
    "gender_self_described": "planted gender",
    "nationality_1": "LB",
    "residence": "NZ",
    "work_country": "NZ",
    "orcid": "0000-0002-1825-0097",
    "profile_url": "https://example.org/planted",
    "interest_employment": "planted interest",
}


def address(document, number):
    return f"/{document.kind}/{number or ''}"


@kept
def mine(call, luis, amina):
    nomination = committee.candidate(call, by=amina, **HIDDEN)
    call.freeze_tracks(by=amina)
    committee.given(nomination, luis, by=amina)
    return Assignment.objects.select_related("version__nomination__call").get()


def test_a_judge_reads_what_is_judged_and_nothing_else(mine):
    dossier = Dossier(mine.version, address, "answers")

    told = " ".join(line.answer for line in dossier.answers)
    for name in ("organisation", "position", "biography", "motivation", "evidence_record", "output_1_title"):
        assert ANSWERS[name] in told
    for value in ("planted", "45 24 82", "Lebanon", "New Zealand", "0000-0002"):
        assert value not in told
    assert (dossier.name, dossier.group, dossier.stakeholders) == (
        "Cara Candidate 1",
        "Responsible AI",
        "Civil society",
    )


def test_what_is_judged_is_the_version_that_was_given_not_a_later_one(mine):
    version = mine.version
    nomination = version.nomination
    nomination.answers["motivation"] = "Another one"
    nomination.save()

    assert "Another one" not in [line.answer for line in Dossier(version, address, "statements").statements]


def test_of_a_member_is_told_that_it_stands_behind_the_person_and_not_its_words(mine, stranger):
    member = make.member()
    stamps = {"asked_at": mine.assigned_at, "answered_at": mine.assigned_at, "statement": "Planted praise."}
    mine.nomination.endorsements.create(
        call=mine.nomination.call, member=member, kind="endorse", status="given", **stamps
    )
    dossier = Dossier(mine.version, address)

    (word,) = dossier.backing

    assert (word.member, word.answered_at) == (member, mine.assigned_at)
    assert word._fields == ("kind", "answered_at", "member")


@pytest.mark.parametrize("show", [*TABS, "nonsense"])
def test_each_tab_knows_the_files_by_the_addresses_of_its_reader(mine, show):
    dossier = Dossier(mine.version, address, show)

    assert dossier.files == [("CV", "/cv/")]
    assert [tab.name for tab in dossier.tabs if tab.here] == [show if show in TABS else "cv"]
    assert dossier.statement_leaves == []


def test_the_pages_of_the_cv_are_pictures_and_text(mine):
    document = mine.version.documents.get()
    document.pages.create(number=1, picture="pages/one.webp", width=900, height=1273)
    document.text = "Planted in the CV"
    document.save()

    (picture,) = Dossier(mine.version, address, "cv").cv_leaves
    (text,) = Dossier(mine.version, address, "text").cv_leaves

    assert (picture.picture, picture.text) == ("/cv/1", "")
    assert text.text == "Planted in the CV"
