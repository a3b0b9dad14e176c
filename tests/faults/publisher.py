"""`python -m tests.faults.publisher <year> <number>`: a list whose decisions are proposed, and who does what to it.

It prints the call and its people as JSON; then each line that it reads is an act, done by a child process of its own, whose
id is printed before it begins and whose end after it.
"""

import json
import os
import sys
import traceback
from datetime import timedelta

import django


def main(year, number):
    django.setup()
    from django.db import connections

    print(json.dumps(built(int(year), int(number))), flush=True)
    connections.close_all()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            act(line.strip(), int(year))
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


def built(year, number) -> dict:
    from portal.accounts.models import User
    from tests import decisions, make

    jonas = User.objects.filter(email="jonas@example.org").first() or make.user("jonas@example.org", role="head")
    officer = make.user(f"officer.{year}@example.org", "Olga Officer", role="officer")
    call = decisions.judged_call(by=jonas, year=year)
    ways = decisions.selected, decisions.on_reserve, decisions.not_selected
    people = decisions.candidates(call, number, by=officer)
    for turn, nomination in enumerate(people):
        ways[turn % 3](nomination, by=officer)
    told = [{"email": one.person.user.email, "nomination": str(one.pk)} for one in people]
    return {"call": call.pk, "people": told}


def act(verb, year):
    """In the child: do it, and end."""
    from django.utils import timezone

    from nominations.deciding.models import Publication
    from nominations.models import Call
    from portal.accounts.models import User
    from portal.notifications.tasks import deliver, sweep

    try:
        call, head = Call.objects.get(year=year), User.objects.get(email="jonas@example.org")
        officer = User.objects.get(email=f"officer.{year}@example.org")
        one = call.publications.first()
        acts = {
            "fix": lambda: Publication.prepare(call, by=officer, offers_until=timezone.now() + timedelta(days=14)),
            "write": lambda: one.work(),  # noqa: PLW0108  there may be none yet
            "sweep": lambda: Publication.sweep(timezone.now()),
            "take_back": lambda: one.take_back(by=officer),
            "release": lambda: one.release(by=head, seen=one.sha256),
            "send": deliver,
            "send_rest": sweep,
        }
        acts[verb]()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
