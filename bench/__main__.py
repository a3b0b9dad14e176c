"""`python -m bench`: seed, measure, print, write down. DATABASE_URL and REDIS_URL say where; see README.md."""

import argparse
import os
import time
from pathlib import Path

from .ground import laid_out


def arguments():
    ask = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    ask.add_argument(
        "part",
        nargs="?",
        choices=["assigning", "shortlist", "publishing", "workbench", "exports"],
        help="this alone",
    )
    ask.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="nominations of the call")
    ask.add_argument("--repeats", type=int, default=30, help="of each page")
    ask.add_argument("--committee", action="store_true", help="its pages alone: no other page, no mails, no rush")
    ask.add_argument("--journeys", type=int, default=7, help="whole nominations at each size")
    ask.add_argument("--mails", type=int, default=1_000)
    ask.add_argument("--rush-seconds", type=int, default=20, help="0: no rush")
    ask.add_argument("--rush-submissions", type=float, default=1, help="a second")
    ask.add_argument("--rush-views", type=float, default=5, help="a second")
    ask.add_argument(
        "--result", type=Path, default=Path(__file__).with_name(f"results-{time.strftime('%Y-%m-%d')}.txt")
    )
    return ask.parse_args()


def main():
    wanted = arguments()
    if wanted.part == "assigning":
        from . import assigning

        print(assigning.told())
        return
    if wanted.part == "shortlist":
        from . import shortlisting

        print(shortlisting.told())
        return
    with laid_out():
        if wanted.part == "publishing":
            from . import publishing

            print(publishing.told())
            return
        if wanted.part == "workbench":
            from . import deciding

            print(deciding.told())
            return
        if wanted.part == "exports":
            from . import exporting

            print(exporting.told(wanted.sizes))
            return
        report = Report()
        measure(wanted, report)
        report.write(wanted.result)


class Report:
    """Said on the screen as it comes, and kept in a file."""

    def __init__(self):
        from .machine import described

        self.told = []
        self.say(described())

    def say(self, words):
        print(words, end="\n\n", flush=True)
        self.told.append(words)

    def write(self, file):
        file.write_text("\n\n".join(self.told) + "\n")
        print(f"written to {file}")


def measure(wanted, report):
    """Each size grows out of the one before, so that only the difference is inserted."""
    from . import committee, copies, file, machine, mails, pages, rush, sample, table, words

    world, results = sample.begin(), {}
    for size in sorted(wanted.sizes):
        start = time.perf_counter()
        first, last = copies.grow(world, size)
        copies.belong(world.council, first, last)
        words.endorsements(world.named, world.asked, first, last)
        world = world if world.committee else world._replace(committee=committee.seated(world))
        committee.grow(world, first, last)
        copies.tidy()
        report.say(
            f"{last - first + 1:,} nominations, with as many people and terms and what a committee makes of them, inserted in {time.perf_counter() - start:.0f} s"
        )
        if wanted.committee:
            results[size] = (pages.of_committee(world, repeats=wanted.repeats), None, None, None)
            report.say("\n".join(table.of_pages(size, results[size][0], machine.load())))
            continue
        costs = pages.measured(world, repeats=wanted.repeats, journeys=wanted.journeys)
        results[size] = costs, mails.sent(world, wanted.mails), file.taken("nominations"), file.taken("appointments")
        report.say(table.detail(size, *results[size], machine.load()))
    report.say(table.table(results, tuple(table.on_reviews()) if wanted.committee else None))
    if wanted.rush_seconds and not wanted.committee:
        report.say(rush.told(world, wanted.rush_seconds, wanted.rush_submissions, wanted.rush_views))


if __name__ == "__main__":
    os.umask(0o077)
    main()
