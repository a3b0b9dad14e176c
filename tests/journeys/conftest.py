"""What every journey has at hand: windows of people, and a mail server."""

from tests.journeys.people import mailbox, visitor  # noqa: F401  fixtures
