"""Statistics of a call: a page and two files for everybody, one statement each; and a page for who sits at the workbench."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page, require_safe

from portal.lifecycle.sheet import lines

from ...models import Call
from ..statistics.inside import Inside
from ..statistics.telling import CSV_HEAD, Told
from .at_workbench import at_workbench


@login_not_required
@require_safe
def statistics(request, year):
    """What is kept, drawn; before anything is, a sentence that says when."""
    call = call_of(year)
    content = content_of(call)
    return render(request, "deciding/statistics.html", {"call": call, "told": content and Told(content)})


@login_not_required
@require_safe
@conditional_page
def data_json(request, year):
    return free(JsonResponse(content_or_404(year)))


@login_not_required
@require_safe
@conditional_page
def data_csv(request, year):
    rows = lines(CSV_HEAD, Told(content_or_404(year)).csv)
    response = free(HttpResponse(rows, content_type="text/csv; charset=utf-8"))
    response["Content-Disposition"] = f'attachment; filename="statistics-{year}.csv"'
    return response


def free(response):
    """To be read by programs of anybody."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def call_of(year):
    return get_object_or_404(Call.objects.announced().select_related("statistics"), year=year)


def content_of(call) -> dict | None:
    kept = getattr(call, "statistics", None)
    return kept and kept.content


def content_or_404(year) -> dict:
    content = content_of(call_of(year))
    if content is None:
        raise Http404
    return content


@require_safe
@at_workbench
def inside(request, sight):
    """How the call went, for the committee and the secretariat."""
    return render(request, "deciding/statistics_inside.html", {"call": sight.call, "inside": Inside(sight)})
