"""What is compressed on its way, and what never is: a page into which a stranger could put words of their own."""

import gzip

import pytest

from tests import make
from tests.admin import enter

pytestmark = pytest.mark.django_db
ACCEPTS = {"Accept-Encoding": "gzip, deflate, br"}


def encoding(response):
    return response.headers.get("Content-Encoding", "")


@pytest.fixture
def own(client, call, leila):
    """The page of a section that repeats what its author typed, and the author's session."""
    draft = make.nomination(author=leila, call=call)
    enter(client, leila)
    return f"{draft.get_absolute_url()}work/"


def test_a_page_that_was_asked_for_by_its_address_alone_is_compressed(client, own):
    response = client.get(own, headers=ACCEPTS)

    assert encoding(response) == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert "Years of experience" in gzip.decompress(response.content).decode()
    assert encoding(client.get(own)) == ""


def test_its_length_and_the_sign_of_its_form_differ_each_time(client, own):
    answers = [client.get(own, headers=ACCEPTS) for _ in range(6)]

    assert (
        len({gzip.decompress(answer.content).split(b'csrfmiddlewaretoken" value="')[1][:64] for answer in answers}) == 6
    )
    assert len({len(answer.content) for answer in answers}) > 1


def test_a_page_that_may_repeat_words_of_its_address_is_not_compressed(client, own):
    assert encoding(client.get(f"{own}?guess=csrf", headers=ACCEPTS)) == ""
    assert encoding(client.get(f"{own}?next=check&guess=csrf", headers=ACCEPTS)) == ""
    assert encoding(client.get(f"{own}?next=check", headers=ACCEPTS)) == "gzip"


def test_an_answer_to_a_form_is_not_compressed(client, own):
    response = client.post(own, {"position": "Chair", "years_experience": "many"}, headers=ACCEPTS)

    assert (response.status_code, encoding(response)) == (200, "")


def test_nothing_of_the_admin_is_compressed(client, jonas, settings):
    settings.REQUIRE_STAFF_MFA = False
    enter(client, jonas)
    response = client.get("/admin/", headers=ACCEPTS)

    assert (response.status_code, encoding(response)) == (200, "")
