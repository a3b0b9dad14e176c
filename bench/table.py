"""The table of what good means, with ours filled in."""

PEER = "peer: pretalx at N = 1,000 / 10,000 on a machine of 2 cores, given by performance.md, not measured in this run"
LIST = "secretariat's list"
CALL, WHOLE, DOSSIER, MINE = (
    "call page, anonymous",
    "whole nomination by a new visitor",
    "one dossier",
    "my nominations",
)
HEAD = f"{'page':42}{'requests':>9}{'CPU ms':>9}{'children':>10}{'SQL':>6}{'SQL ms':>9}"


def detail(size, costs, mails, load) -> str:
    """Everything that was measured at one size."""
    rows = [f"N = {size:,} (load {load})", HEAD]
    for name, cost in costs.items():
        figures = f"{cost.requests:>9.0f}{cost.cpu_ms:>9.1f}{cost.child_ms:>10.1f}{cost.sql:>6.0f}{cost.sql_ms:>9.1f}"
        rows.append(f"{name:42}{figures}")
    rows.append(
        f"mails: {mails.letters:,} sent, {mails.arrived:,} arrived, {mails.per_second:.0f}/s, "
        f"{mails.cpu_ms:.2f} ms CPU and {mails.sql:.1f} statements each"
    )
    return "\n".join(rows)


def table(results: dict) -> str:
    """One row for each promise: the peer's figure, ours at each size, what was promised, and whether it holds."""
    sizes = " / ".join(f"{size:,}" for size in results)
    lines = [PEER, "", f"{'work':50}{'peer':26}{'promised':32}ours at N = {sizes}"]
    for work, peer, promised, figures in promises():
        said, holds = zip(*(figures(*result) for result in results.values()), strict=True)
        lines.append(f"{work:50}{peer:26}{promised:32}{' / '.join(said)}   {verdict(promised, holds)}".rstrip())
    return "\n".join(lines)


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
        yield f"list, {words}: CPU ms; SQL ms; SQL", "394 / 602; 39 / 363; 132", "<= 100; <= 5; <= 10", figures
    yield f"{DOSSIER}: CPU ms; SQL", "98 / 292; 50", "-", within(DOSSIER)
    yield f"{MINE}: CPU ms; SQL", "-", "-", within(MINE)
    yield (
        "mails/s to a local SMTP server",
        "75 to 80",
        ">= 300",
        lambda costs, mails: (f"{mails.per_second:.0f}", mails.per_second >= 300),
    )


def within(page, *, cpu=None, sql_ms=None, sql=None):
    """The words of a page's cost, and whether it is within its promise."""

    def figures(costs, mails):
        cost = costs[page]
        told = [f"{cost.cpu_ms:.1f}", *([f"{cost.sql_ms:.1f}"] if sql_ms else []), f"{cost.sql:.0f}"]
        pairs = ((cost.cpu_ms, cpu), (cost.sql_ms, sql_ms), (cost.sql, sql))
        return "; ".join(told), all(limit is None or value <= limit for value, limit in pairs)

    return figures
