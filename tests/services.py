"""A pytest plugin: PostgreSQL and Valkey of the tests' own, started before Django reads its settings.

With xdist the controller starts them, and its workers inherit the addresses.
DATABASE_URL and REDIS_URL in the environment point the tests at other servers.
"""

import contextlib
import os
from pathlib import Path

import pytest

from portal.start import embedded

ENVIRONMENT = {
    "SECRET_KEY": "only-for-tests",
    "DEBUG": "1",  # read once, for static files without a manifest; Django itself turns it off in tests
    "SITE_URL": "http://testserver",
}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """A wrapper, because it has to come before pytest-django, which reads the settings here."""
    with contextlib.ExitStack() as stack:
        os.environ.update({name: value for name, value in ENVIRONMENT.items() if name not in os.environ})
        if worker := os.environ.get("PYTEST_XDIST_WORKER"):
            own_numbers(int(worker.removeprefix("gw")) + 1)
        else:
            os.environ.update(stack.enter_context(embedded.temporary()))
            Path(os.environ["DATA_DIR"], "static").mkdir()  # whitenoise warns of a folder that is not there
        early_config.add_cleanup(stack.pop_all().close)
    return (yield)


def own_numbers(number):
    """Each xdist worker has a numbered database of Valkey, as Django gives each a database of PostgreSQL."""
    address = os.environ["REDIS_URL"]
    if address.startswith("redis+socket://"):
        os.environ["REDIS_URL"] = f"{address.partition('?')[0]}?virtual_host={number}"
