"""Saving by itself, as it is seen where one types: at 360 pixels, without a connection, and in which zone it was."""

import pytest
from django.urls import reverse

from tests import make
from tests.browser import faults, moved, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
SEEN = """note => {
    const field = document.activeElement.getBoundingClientRect(), {top, bottom} = note.getBoundingClientRect();
    return [bottom <= innerHeight, field.bottom <= top, field.top >= 0];
}"""
TEN_SECONDS = 10_000


def test_that_nothing_is_saved_is_seen_where_one_types(browser_page, leila, call):
    draft, page = make.nomination(author=leila, call=call), browser_page
    sign_in(page, leila)
    page.clock.install()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(reverse("nominations:section", args=[draft.pk, "work"]))
    page.route("**/autosave/", lambda route: route.abort())
    field = page.get_by_label("Years of experience")
    field.fill("12")
    field.evaluate("field => scrollBy(0, field.getBoundingClientRect().bottom - innerHeight)")  # at the very foot
    page.clock.fast_forward(TEN_SECONDS)

    note = page.get_by_text("Not saved: there is no connection")
    note.wait_for()

    assert note.evaluate(SEEN) == [True, True, True]
    assert moved(page) + faults(page) == []
    page.complaints.clear()  # of the connection

    page.unroute("**/autosave/")
    page.clock.fast_forward(TEN_SECONDS)
    said = page.get_by_text("Saved at")
    said.wait_for()
    assert "(Paris)" in said.inner_text()  # the account names no zone, the browser does
    assert note.count() == 0
