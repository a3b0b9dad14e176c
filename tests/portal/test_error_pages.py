"""Error pages stand on their own: no database, no session; they say what to do and give the request's number."""

import pytest
from django.test import RequestFactory

from portal.views import errors


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_an_error_page_asks_the_database_nothing_and_gives_a_number(status, settings):
    request = RequestFactory().get("/en/")
    request.id = "8c1d5e90a3f2"
    response = errors.page(request, status)  # without the db fixture a query would fail
    html = response.content.decode()
    assert response.status_code == status
    assert "8c1d5e90a3f2" in html
    assert settings.SECRETARIAT_EMAIL in html
    assert html.count("<h1>") == 1


def test_a_form_without_its_token_is_told_how_to_keep_what_was_typed():
    html = errors.csrf_failure(RequestFactory().post("/en/")).content.decode()
    assert "Copy long texts" in html
