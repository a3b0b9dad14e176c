"""`python -m tests.faults.crowd <prefix> <number> [<year>]`: people with complete drafts, and the head, printed as JSON.

It runs beside the tests, with the surroundings of the house. Everybody's password is PASSWORD.
"""

import hashlib
import json
import sys
from datetime import timedelta

import django

PASSWORD = "a long quiet evening"
ZONES = ["UTC", "Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Paris"]


def main(prefix, number, year="2026"):
    django.setup()
    from django.utils import timezone

    from nominations.models import Call
    from portal.accounts.models import User
    from tests import make

    head = User.objects.filter(email="jonas@example.org").first() or make.user("jonas@example.org", role="head")
    call = Call.objects.filter(year=year).first() or make.call(by=head, year=int(year), grace_minutes=0)
    users = accounts(prefix, int(number))
    drafts = nominations(call, users)
    hers, *cookies = sessions([head, *users], timezone.now() + timedelta(days=1))
    people = [
        {"email": user.email, "person": draft.person_id, "nomination": str(draft.pk), "session": cookie}
        for user, draft, cookie in zip(users, drafts, cookies, strict=True)
    ]
    print(json.dumps({"people": people, "head": {"email": head.email, "session": hers}, "call": call.pk}))


def accounts(prefix, number):
    """Accounts with verified addresses, in zones all around the world."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from portal.accounts.models import User

    secret = make_password(PASSWORD)
    emails = [f"{prefix}{n}@example.org" for n in range(number)]
    users = User.objects.bulk_create(
        User(email=email, name=f"Person {email}", password=secret, time_zone=ZONES[n % len(ZONES)])
        for n, email in enumerate(emails)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def nominations(call, users):
    """A complete draft for each; the first walks through the verbs, the others are copies of it."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from members.models import Person
    from nominations.models import Document, Nomination
    from portal.pdf.stored import random_path
    from tests import pdfs
    from tests.answers import complete

    first = complete(Nomination.start(call=call, by=users[0]), answers={"orcid": ""})
    people = Person.objects.bulk_create(Person(user=user, published_name=user.name) for user in users[1:])
    copied = ("answers", "revision", "section_revisions", "saved_at", "display_name", "search_name", "started_at")
    drafts = Nomination.objects.bulk_create(
        Nomination(
            call=call,
            person=person,
            number=first.number + n,
            reference=f"N{call.year % 100:02d}-{first.number + n:05d}",
            **{name: getattr(first, name) for name in copied},
        )
        for n, person in enumerate(people, start=1)
    )
    type(call).objects.filter(pk=call.pk).update(last_number=first.number + len(drafts))
    content = pdfs.good()
    facts = {"kind": "cv", "name": "cv.pdf", "size": len(content), "page_count": 2}
    Document.objects.bulk_create(
        Document(
            nomination=draft,
            file=default_storage.save(random_path(), ContentFile(content)),
            sha256=hashlib.sha256(content).hexdigest(),
            **facts,
        )
        for draft in drafts
    )
    Document.objects.update(reading=Document.Reading.READ)  # hundreds of pictures would be the load, too
    return [first, *drafts]


def sessions(users, until):
    """Everybody is signed in already: Argon2 for hundreds would be the load, not the portal."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils.crypto import get_random_string

    from portal.sessions import SessionStore

    store, backend = SessionStore(), "portal.accounts.signed_in.SignedIn"
    rows = [
        Session(
            session_key=get_random_string(32).lower(),
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: backend,
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for user in users
    ]
    return [row.session_key for row in Session.objects.bulk_create(rows)]


if __name__ == "__main__":
    main(*sys.argv[1:])
