"""Comparing what people were told with the database, the files and the mails."""

import hashlib

STATE = """
SELECT n.id::text, n.status, n.answers->>'position',
    (SELECT count(*) FROM nominations_nominationversion v WHERE v.nomination_id = n.id),
    (SELECT count(*) FROM notifications_message m WHERE m.about_id = n.id::text AND m.occasion = 'nominations/received'),
    (SELECT count(*) FROM lifecycle_event e WHERE e.thing_id = n.id::text AND e.verb = 'submitted'),
    n.submitted_version_id IS NOT NULL
FROM nominations_nomination n WHERE n.id::text = ANY(%s)
"""


def agree(house, people):
    """Nobody was told what is not so, nothing is half done, and no file is missing."""
    state = {row[0]: row[1:] for row in house.rows(STATE, [person.nomination for person in people])}
    for person in people:
        status, position, *made, counts = state[person.nomination]
        if person.received:
            assert status == "submitted", f"{person.email} was told of a submission that is lost"
        assert (made, counts) == ([1, 1, 1], True) if status == "submitted" else ([0, 0, 0], False), (
            person.email,
            made,
        )
        if person.position:
            assert position == person.position, f"{person.email} was told of a save that is lost"
    files_agree(house)


def files_agree(house):
    """Every row's file is there, whole."""
    for path, size, sha256 in house.rows("SELECT file, size, sha256 FROM nominations_document"):
        content = (house.files / path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)


def mailed_once(house, people):
    """Each person's receipt has reached the mail server, once."""
    came = [letter["To"] for letter in house.letters.letters]
    assert {person.email: came.count(person.email) for person in people} == {person.email: 1 for person in people}
    assert len(set(house.letters.ids)) == len(house.letters.ids)


def unsent(house, people) -> int:
    return house.one(
        'SELECT count(*) FROM notifications_message WHERE status <> %s AND "to" = ANY(%s)',
        "sent",
        [person.email for person in people],
    )
