"""The open data under /api/v1/: read by anybody, the same for everybody, as JSON in pages and as CSV whole."""

import re
from datetime import date
from functools import wraps
from typing import Annotated, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import conditional_page, require_safe
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.pagination import PageNumberPagination, paginate
from pydantic import BeforeValidator

from members.open_data import RESOURCES, Resource
from nominations.deciding.models import Statistics
from nominations.deciding.statistics.open_data import CallInNumbers
from portal.lifecycle import clock
from portal.lifecycle.sheet import lines

ABOUT = """Who belongs to the Global Partnership on Artificial Intelligence: Members, working groups, projects, experts and
their terms, of today or of any day in the past (`?on=2021-06-01`). Read-only, without a key. People stand in it only while
they agree to be shown. Rows that are facts name their source. Each list is at the same address with `.csv` as a file.
Answers carry an ETag: ask again with `If-None-Match`. Lists come in pages: `next` is the address of the following one."""
PAGES = 100_000  # no page lies beyond
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_DAY = "`on` is a day, written as year, month and day: 2021-06-01."


def spelt_in_full(value):
    """Pydantic takes numbers and moments for days, too."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError(NO_DAY)
    return value


On = Annotated[date, BeforeValidator(spelt_in_full)]


class Asked(Schema):
    on: On | None = Field(None, description="The day asked about; today unless given, and no later.")


class Pages(PageNumberPagination):
    class Input(Schema):
        page: int = Field(1, ge=1, le=PAGES)
        page_size: int = Field(50, ge=1, le=500)

    class Output(Schema):
        items: list[Any]
        count: int = Field(description="Rows of all pages.")
        next: str | None = Field(description="Address of the next page; null on the last.")

    def __init__(self, **options):
        super().__init__(page_size=50, max_page_size=500, **options)

    def paginate_queryset(self, queryset, pagination, request, **params):
        """With the address of the next page, which asks the same otherwise."""
        told = super().paginate_queryset(queryset, pagination, request=request, **params)
        return told | {"next": following(request, pagination) if more(told["count"], pagination) else None}


def more(count: int, asked: Pages.Input) -> bool:
    return asked.page * asked.page_size < count and asked.page < PAGES


def following(request, asked: Pages.Input) -> str:
    query = request.GET.copy()
    query["page"] = asked.page + 1
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


class Problem(Schema):
    detail: str = Field(description="What was asked wrongly, in a sentence or more.")


TEXT = {"type": "string"}


def conditional(**answer) -> dict:
    """For the description: that an answer may be asked for once more by its ETag. `answer`: what else is said of it."""
    asked = {"name": "If-None-Match", "in": "header", "required": False, "schema": TEXT}
    etag = {"ETag": {"description": "Of the content.", "schema": TEXT}}
    unchanged = {"description": "Nothing has changed since the answer that carried this ETag. Without a body."}
    return {
        "parameters": [asked | {"description": "The ETag of an earlier answer."}],
        "responses": {200: {"headers": etag, **answer}, 304: unchanged},
    }


api = NinjaAPI(
    title="Global Partnership on Artificial Intelligence: open data",
    version="1",
    description=ABOUT,
    docs_url=None,  # theirs loads scripts from elsewhere; ours is a page of the site
    openapi_url="openapi.json",
    urls_namespace="api",
)


@api.exception_handler(ValidationError)
def not_understood(request, problem):
    """One sentence for each thing that was asked wrongly."""
    found = [sentence(error) for error in problem.errors]
    return api.create_response(request, {"detail": " ".join(found)}, status=400)


def sentence(error: dict) -> str:
    name = str(error["loc"][-1])
    if name == "on":
        return NO_DAY
    return f"`{name}`: {error['msg'].lower()}."


def day_of(asked: Asked) -> date:
    """The day, today unless given. What lies ahead is nobody's to know."""
    today = clock.now().date()
    if asked.on and asked.on > today:
        raise HttpError(400, "`on` lies in the future: ask about today or a day in the past.")
    return asked.on or today


class Told:
    """A queryset whose slices come as rows in words: what the library's pages count and cut."""

    def __init__(self, things, tell):
        self.things, self.tell = things, tell

    def all(self):
        return self

    def count(self) -> int:
        return self.things.order_by().count()

    def __getitem__(self, part) -> list[dict]:
        return [self.tell(thing) for thing in self.things[part]]


def publish(name: str, resource: Resource):
    """The two addresses of a list."""

    @api.api_operation(
        ["GET", "HEAD"],
        f"/{name}",
        response={200: list[resource.row], 400: Problem},
        url_name=name,
        operation_id=name,
        summary=resource.words,
        openapi_extra=conditional(),
    )
    @paginate(Pages)
    def page(request, asked: Query[Asked]):
        return Told(resource.rows(day_of(asked)), resource.told)

    @api.api_operation(
        ["GET", "HEAD"],
        f"/{name}.csv",
        response={200: None, 400: Problem},
        url_name=f"{name}_csv",
        operation_id=f"{name}_csv",
        summary=f"{resource.words} As CSV.",
        openapi_extra=conditional(content={"text/csv": {"schema": TEXT}}),
    )
    def file(request, asked: Query[Asked]):
        day = day_of(asked)
        head = list(resource.row.model_fields)
        rows = (flat(resource.told(thing), head) for thing in resource.rows(day).iterator(chunk_size=500))
        response = HttpResponse(lines(head, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
        return response


def flat(row: dict, head: list[str]) -> list:
    return [cell(row[name]) for name in head]


def cell(value):
    """A list in one cell: its things parted by |, the words of a thing by a space."""
    if isinstance(value, list):
        return " | ".join(cell(thing) for thing in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part is not None)
    return str(value).lower() if isinstance(value, bool) else value


for name, resource in RESOURCES.items():
    publish(name, resource)


@api.api_operation(
    ["GET", "HEAD"],
    "/statistics/{year}",
    response={200: CallInNumbers, 404: Problem},
    by_alias=True,
    url_name="statistics",
    operation_id="statistics",
    summary="A call in numbers: who was nominated, and who was selected; no group of fewer than five stands in it.",
    openapi_extra=conditional(),
)
def statistics(request, year: int):
    kept = Statistics.objects.exclude(call__status="draft").filter(call__year=year).first()
    if kept is None:
        raise HttpError(404, "Of this call nothing is told in numbers.")
    return kept.content


def open_to_all(view):
    """Read by anybody from anywhere; kept by caches only as long as they ask each time: consent ends at once."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "public, no-cache"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    opened.csrf_exempt = False
    return login_not_required(require_safe(conditional_page(opened)))


def urls():
    """The library's addresses, each opened to all."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback = open_to_all(pattern.callback)
    return patterns, app_name, namespace
