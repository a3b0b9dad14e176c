"""`python -m tests.faults.namings <year>`: a Member's focal point, somebody it named and somebody who asks it; addresses as JSON.

With a committee of another call and the run that it asked for, and a third call that is being decided.

It runs beside the tests, with the surroundings of the house.
"""

import json
import sys
from datetime import timedelta

import django

from .committees import at_work
from .deciders import deciding


def main(year):
    django.setup()
    from django.utils import timezone

    from portal.accounts.models import User
    from tests import make
    from tests.endorsements import prepared, requested

    head = User.objects.filter(email="jonas@example.org").first() or make.user("jonas@example.org", role="head")
    call = make.call(by=head, year=int(year), grace_minutes=0)
    member, ago = make.member("XA", "Xanadu"), timezone.now() - timedelta(days=5)
    focal, applicant = make.user(f"focal{year}@example.org"), make.user(f"applicant{year}@example.org")
    make.delegate(focal, member, "focal_point", since=ago)
    named = prepared(call, member, focal, email=f"named{year}@example.org", at=ago)
    named.invite(by=focal, at=ago)
    requested(make.nomination(author=applicant, call=call), member)
    addresses = [named.email, applicant.email, focal.email]
    print(json.dumps({"addresses": addresses, "committee": at_work(head), "deciding": deciding(head)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
