"""A page does not move under the reader's eyes when the browser's own time zone takes the place of UTC."""

import time

import pytest

from tests.browser import moved

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LATE = 3  # seconds by which the script comes late, as on a slow line
ORDER = """() => [
    performance.getEntriesByType('resource').find((one) => one.name.includes('localtime')).responseEnd,
    performance.getEntriesByName('first-contentful-paint')[0].startTime,
]"""


def test_moments_stand_in_the_readers_zone_before_anything_is_painted(chromium, live_server, call):
    page = chromium.new_context(timezone_id="America/Argentina/Buenos_Aires").new_page()
    page.route("**/localtime*.js", lambda route: (time.sleep(LATE), route.continue_()))

    page.goto(f"{live_server.url}/en/call/", wait_until="load")

    assert "Buenos Aires" in page.locator(".deadline").inner_text()
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    arrived, painted = page.evaluate(ORDER)
    assert painted >= arrived
    assert moved(page) == []
