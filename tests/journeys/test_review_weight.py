"""What the page of a review brings over a line on a first visit, with a CV of four really dense pages."""

import hashlib
import itertools
import random
import string

import pytest
from django.core.files.base import ContentFile

from tests import committee, pdfs
from tests.journeys.test_weight import Line
from tests.production import production

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REVIEW = 250_000  # bytes at most
LINES, LETTERS = 60, 105  # of a page, in ten points: over six thousand letters


def a_cv() -> bytes:
    """No word comes twice, so that nothing of a picture is like another part of it."""
    chance = random.Random(1)  # noqa: S311 (the same page each time)
    words = iter(lambda: "".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))), "")
    lines = [" ".join(itertools.islice(words, LETTERS // 6))[:LETTERS] for _number in range(LINES)]
    lines = " ".join(f"T* ({line}) Tj" for line in lines)
    return pdfs.good(pages=4, words=f"Curriculum vitae) Tj /F1 10 Tf 12.5 TL 1 0 0 1 30 810 Tm {lines} T* (End")


def test_the_page_of_a_review_is_light_on_a_first_visit(chromium, groups, amina, jonas, tmp_path):
    call = committee.call_in_review(by=jonas, frozen=False)
    luis = committee.reviewer(call, by=amina)
    assignment = committee.given(committee.candidates(call, 1, by=amina)[0], luis, by=amina)
    document, content = assignment.version.documents.get(), a_cv()
    document.file.storage.delete(document.file.name)
    document.file.storage.save(document.file.name, ContentFile(content))
    type(document).objects.update(sha256=hashlib.sha256(content).hexdigest(), size=len(content), page_count=4)
    document.refresh_from_db()
    document.read()
    assert document.pages.count() == 4

    with production(tmp_path) as address:
        weight = Line(chromium, address, luis.user).weigh(assignment.get_absolute_url())

    assert weight <= REVIEW
