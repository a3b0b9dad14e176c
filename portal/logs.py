"""One line of JSON per log record: ids, never names, never bodies."""

import json
import logging
from datetime import UTC, datetime


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
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
