"""Comparing what people were told with the database, the files and the mails."""

import hashlib
from collections import Counter

STATE = """
SELECT n.id::text, n.status, n.answers->>'position',
    (SELECT count(*) FROM nominations_nominationversion v WHERE v.nomination_id = n.id),
    (SELECT count(*) FROM notifications_message m WHERE m.about_id = n.id::text AND m.occasion = 'nominations/received'),
    (SELECT count(*) FROM lifecycle_event e WHERE e.thing_id = n.id::text AND e.verb = 'submitted'),
    n.submitted_version_id IS NOT NULL
FROM nominations_nomination n WHERE n.id::text = ANY(%s)
"""
LETTERS = """
SELECT '<' || replace(id::text, '-', '') || '@127.0.0.1>', "to", status FROM notifications_message WHERE "to" = ANY(%s)
"""


def agree(house, people, doubled=0):
    """Nobody was told what is not so, nothing is half done, no file is missing, and every letter came.

    doubled: how many letters may have come a second time, with the same Message-ID.
    """
    rows_agree(house, people)
    files_agree(house)
    house.empty_outbox(people)
    mails_agree(house, people, doubled)


def rows_agree(house, people):
    """What somebody was told stands in the rows: a version, an Event and a receipt for each submission, or none."""
    state = {row[0]: row[1:] for row in house.rows(STATE, [person.nomination for person in people])}
    for person in people:
        status, position, *made, counts = state[person.nomination]
        if person.received:
            assert status != "draft", f"{person.email} was told of a submission that is lost"
        whole = ([0, 0, 0], False) if status == "draft" else ([1, 1, 1], True)
        assert (made, counts) == whole, f"{person.email} has half a submission"
        if person.position:
            assert position == person.position, f"{person.email} was told of a save that is lost"


def files_agree(house):
    """Every row's file is there, whole."""
    for path, size, sha256 in house.rows("SELECT file, size, sha256 FROM nominations_document"):
        content = (house.files / path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)


def mails_agree(house, people, doubled=0):
    """What the outbox calls sent reached the mail server, once, at its address; and nothing else did."""
    rows = house.rows(LETTERS, [person.email for person in people])
    told = {(name, to) for name, to, status in rows if status == "sent"}
    came = mails(house, people)
    assert set(came) == told
    assert came.total() - len(came) <= doubled, came.most_common(doubled + 2)
    assert {status for *_, status in rows} <= {"sent", "cancelled"}


def mails(house, people) -> Counter:
    """(Message-ID, address) of what the mail server took for these people, with how often."""
    emails = {person.email for person in people}
    return Counter((mail["Message-ID"], mail["To"]) for mail in house.letters.letters if mail["To"] in emails)
