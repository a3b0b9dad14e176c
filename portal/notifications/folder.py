"""Mail for the demo: each letter becomes a file, and nothing leaves the machine."""

import os
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes whole files: a reader never meets half a letter. Their names sort by time."""

    def send_messages(self, mails):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for mail in mails:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{token_hex(4)}"
            half = folder / f"{name}.new"
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(mail.message().as_bytes())
            half.rename(folder / f"{name}.eml")
        return len(mails)
