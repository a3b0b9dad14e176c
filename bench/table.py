"""The table of what good means, with ours filled in."""

import math

from . import endorsing, reviewing
from .belonging import LISTS, PUBLIC

PEER = "peer: pretalx at N = 1,000 / 10,000 on a machine of 2 cores, given by performance.md, not measured in this run"
LIST = "secretariat's list"
CALL, WHOLE, DOSSIER, MINE = (
    "call page, anonymous",
    "whole nomination by a new visitor",
    "one dossier",
    "my nominations",
)
HEAD = f"{'page':42}{'requests':>9}{'CPU ms':>9}{'children':>10}{'SQL':>6}{'SQL ms':>9}{'at best':>9}{'server':>8}"
FLAT = 8  # MiB that the memory of an export may grow by after its first rows
PUBLISHED = "1,000 decisions published: s; SQL each", "51; 26", "<= 2; < 1"
FILES = {
    "csv": ("nominations as CSV by a job: rows per CPU second; MiB grown", "118 / 108", ">= 20,000; flat memory"),
    "xlsx": ("nominations as XLSX by a job: the same", "-", ">= 5,000; flat memory"),
}
ELSEWHERE = {PUBLISHED: "publishing"} | dict.fromkeys(FILES.values(), "exports")  # to the BENCH that measures it


def of_pages(size, costs, load) -> list[str]:
    """A line for each page that was measured at one size."""
    rows = [f"N = {size:,} (load {load})", HEAD]
    for name, cost in costs.items():
        figures = f"{cost.requests:>9.0f}{cost.cpu_ms:>9.1f}{cost.child_ms:>10.1f}{cost.sql:>6.0f}{cost.sql_ms:>9.1f}"
        best = f"{cost.best_ms:>9.1f}" + (f"{cost.server_ms:>8.2f}" if cost.server_ms else "")
        rows.append(f"{name:42}{figures}{best}")
    return rows


def detail(size, costs, mails, file, terms, load) -> str:
    """Everything that was measured at one size."""
    rows = of_pages(size, costs, load)
    rows.append(
        f"mails: {mails.letters:,} sent, {mails.arrived:,} arrived, {mails.per_second:.0f}/s, "
        f"{mails.cpu_ms:.2f} ms CPU and {mails.sql:.1f} statements each"
    )
    rows += [
        f"{name} as a file: {each.rows:,} rows of {each.columns} columns, {each.per_second:,.0f} per CPU second; "
        f"peak {each.peak:.0f} MiB, {each.grown:.1f} of it after the first rows"
        for name, each in (("list", file), ("open data on appointments", terms))
    ]
    return "\n".join(rows)


def table(results: dict, promised=None) -> str:
    """One row for each promise: the peer's figure, ours at each size, what was promised, and whether it holds."""
    elsewhere = {} if promised else ELSEWHERE
    promised = promised or (*promises(), *belonging(), *on_words(), *on_reviews())
    sizes = " / ".join(f"{size:,}" for size in results)
    lines = [PEER, "", f"{'work':66}{'peer':26}{'promised':32}ours at N = {sizes}"]
    for work, peer, limit, figures in promised:
        said, holds = zip(*(figures(*result) for result in results.values()), strict=True)
        lines.append(row((work, peer, limit), said, holds))
    lines += [row(promise, [f"by BENCH={part}"]) for promise, part in elsewhere.items()]
    return "\n".join(lines)


def row(promise, said, holds=None) -> str:
    """promise: work, peer and limit. said, holds: ours at each size, and whether it keeps the promise; None where it is not measured."""
    work, peer, limit = promise
    judged = verdict(limit, holds) if holds is not None else ""
    return f"{work:66}{peer:26}{limit:32}{' / '.join(said)}   {judged}".rstrip()


def verdict(promised, holds) -> str:
    return "" if promised == "-" else "holds" if all(holds) else "MISSES"


def promises():
    """Work, peer, promise, and a function from what was measured at a size to words and whether they hold."""
    yield f"{CALL}: CPU ms; SQL", "30 / 208; 9", "<= 2; <= 2", within(CALL, cpu=2, sql=2)
    promised = "<= 250 + hash + child; <= 140"
    yield f"{WHOLE}: CPU ms; SQL", "711 / 2,772; 199", promised, within(WHOLE, cpu=250, sql=140)
    for name, words in (
        (LIST, "first page"),
        (f"{LIST}, a family name", "a family name"),
        (f"{LIST}, whole name", "a whole name"),
        (f"{LIST}, a reference", "a reference"),
        (f"{LIST}, by state", "by state"),
        (f"{LIST}, by state and group", "by state and group"),
    ):
        figures = within(name, cpu=100, sql_ms=5, sql=10)
        yield f"list, {words}: CPU ms; SQL ms at best; SQL", "394 / 602; 39 / 363; 132", "<= 100; <= 5; <= 10", figures
    yield f"{DOSSIER}: CPU ms; SQL", "98 / 292; 50", "-", within(DOSSIER)
    yield f"{MINE}: CPU ms; SQL", "-", "-", within(MINE)
    yield (
        "mails/s to a local SMTP server",
        "75 to 80",
        ">= 300",
        lambda costs, mails, file, terms: (f"{mails.per_second:.0f}", mails.per_second >= 300),
    )
    promised = ">= 20,000; flat memory"
    yield "list as CSV: rows per CPU second; MiB grown", "118 / 108", promised, lambda *found: streamed(found[2])
    yield "appointments as CSV: the same", "-", promised, lambda *found: streamed(found[3])


def belonging():
    """The pages on who belongs; the lists of the admin are held to what was promised for the first of them."""
    for name in (*PUBLIC, "delegate, ballots", "delegate, acting"):
        yield (
            f"{name}: CPU ms; SQL ms at best; SQL",
            "-",
            "-",
            within(name, cpu=math.inf, sql_ms=math.inf, sql=math.inf),
        )
    for name in LISTS:
        figures = within(f"admin, {name}", cpu=100, sql_ms=5, sql=10)
        yield f"admin, {name}: CPU ms; SQL ms at best; SQL", "-", "<= 100; <= 5; <= 10", figures


def on_words():
    """The pages on what Members say: ten statements each were promised for the desk and the gaps, and the lists as above."""
    for name in (*endorsing.DESK, endorsing.GAPS):
        yield (
            f"{name}: CPU ms; SQL ms at best; SQL",
            "-",
            "SQL <= 10",
            within(name, cpu=math.inf, sql_ms=math.inf, sql=10),
        )
    for name in endorsing.OTHERS:
        figures = within(name, cpu=math.inf, sql_ms=math.inf, sql=math.inf)
        yield f"{name}: CPU ms; SQL ms at best; SQL", "-", "-", figures
    for name in endorsing.SECRETARIAT:
        figures = within(f"admin, {name}", cpu=100, sql_ms=5, sql=10)
        yield f"admin, {name}: CPU ms; SQL ms at best; SQL", "-", "<= 100; <= 5; <= 10", figures


def on_reviews():
    """The committee's pages; the queue and a review that is saved are held to what was promised for them."""
    yield (
        f"{reviewing.QUEUE}: CPU ms; SQL",
        "2,584 / 2,935; 557",
        "<= 40; <= 10",
        within(reviewing.QUEUE, cpu=40, sql=10),
    )
    yield f"{reviewing.SAVED}: CPU ms; SQL", "157 / 585; 127", "<= 60; <= 20", within(reviewing.SAVED, cpu=60, sql=20)
    for name in reviewing.OTHERS:
        figures = within(name, cpu=math.inf, sql_ms=math.inf, sql=math.inf)
        yield f"{name}: CPU ms; SQL ms at best; SQL", "-", "-", figures


def streamed(file) -> tuple[str, bool]:
    return f"{file.per_second:,.0f}; {file.grown:.1f}", file.per_second >= 20_000 and file.grown <= FLAT


def within(page, *, cpu=None, sql_ms=None, sql=None):
    """The words of a page's cost, and whether it is within its promise. Of the wait for SQL the least counts: load only adds to it."""

    def figures(costs, mails, file, terms):
        cost = costs[page]
        told = [f"{cost.cpu_ms:.1f}", *([f"{cost.best_ms:.1f}"] if sql_ms else []), f"{cost.sql:.0f}"]
        pairs = ((cost.cpu_ms, cpu), (cost.best_ms, sql_ms), (cost.sql, sql))
        return "; ".join(told), all(limit is None or value <= limit for value, limit in pairs)

    return figures
