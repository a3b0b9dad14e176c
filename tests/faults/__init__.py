"""What breaks on deadline night, on real processes: after each fault ledger, database, files and mails must agree."""

import pytest

FAULT = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # Python 3.12: it is
]
