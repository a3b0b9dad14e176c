"""One line of JSON per log record: ids, never names, never bodies."""

import json
import logging
import re
from datetime import UTC, datetime

# What PostgreSQL adds to its first sentence repeats what somebody typed: a row, a key, the statement with its values.
QUOTED = re.compile(
    r"^(DETAIL|CONTEXT|LINE \d+): .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.MULTILINE | re.DOTALL
)


class OneLine(logging.Formatter):
    """Formats a record as JSON with the moment in UTC; a traceback travels in the same line."""

    def format(self, record) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
        }
        request = getattr(record, "request", None)
        if getattr(request, "id", None):
            line["request"] = request.id
        if record.exc_info:
            line["trace"] = QUOTED.sub(r"\1: (left out)", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
