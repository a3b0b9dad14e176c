"""One line of JSON per log record: ids, never names, never bodies."""

import json
import logging
import re
from datetime import UTC, datetime

# What PostgreSQL adds to its first sentence repeats what somebody typed: a row, a key, the statement with its values.
QUOTED = re.compile(
    r"^(DETAIL|CONTEXT|LINE \d+): .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.MULTILINE | re.DOTALL
)
# Where a value is none of its type, the first sentence ends with it.
VALUE = re.compile(
    r'(invalid input \w+ for [\w ]+): ".*?"(?=\n(?:DETAIL|CONTEXT|LINE)|\n\n(?:The above|During)|\s*\Z)', re.DOTALL
)
# What somebody asked the admin to filter by.
ASKED = re.compile(r"(Filtering by |The field ).*?( not allowed| cannot be referenced)", re.DOTALL)
# A word of our map, a number, or an id.
OURS = re.compile(r"[a-z_]{1,24}|[0-9]{1,10}|[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")


def place(request) -> str:
    """The path of a request without what is no page of ours or no id: it may be a name, an address, a link's secret."""
    if request.resolver_match is None:
        return "(no page of ours)"
    return "/".join(part if OURS.fullmatch(part) or not part else "…" for part in request.path.split("/"))


def message(record) -> str:
    """What a record says; where Django ends it with the path of a request, with its place instead."""
    request = getattr(record, "request", None)
    if record.name.startswith("django.") and record.args and hasattr(request, "resolver_match"):
        return record.msg % (*record.args[:-1], place(request))
    return ASKED.sub(r"\1(left out)\2", record.getMessage())


class OneLine(logging.Formatter):
    """Formats a record as JSON with the moment in UTC; a traceback travels in the same line."""

    def format(self, record) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": message(record),
        }
        request = getattr(record, "request", None)
        if getattr(request, "id", None):
            line["request"] = request.id
        if record.exc_info:
            trace = VALUE.sub(r"\1: (left out)", self.formatException(record.exc_info))
            line["trace"] = ASKED.sub(r"\1(left out)\2", QUOTED.sub(r"\1: (left out)", trace))
        return json.dumps(line, ensure_ascii=False)
