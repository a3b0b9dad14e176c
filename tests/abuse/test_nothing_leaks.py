"""Nothing leaks: what a conflict of interest, or a review, hides from somebody is nowhere, and moves nothing.

Each role asks every address that somebody of its kind could open, with the keys of the planted dossier and of its reviews;
some of them in French. Whoever is barred presses every button, too.
"""

import re
from collections import OrderedDict
from fnmatch import fnmatchcase
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from nominations.deciding.models import Decision
from nominations.reviewing import reckoned, tasks
from nominations.reviewing.models.assignment import AssignmentQuerySet
from nominations.reviewing.models.conflict import ConflictQuerySet
from nominations.reviewing.views import in_committee
from portal.lifecycle.prepared import Prepared
from portal.notifications.models import Message
from tests import decisions
from tests.abuse.committee_house import READERS, ROLES, SEEN_BY, CommitteeHouse, found_in, parts_of, text_of
from tests.kept import kept
from tests.portal.access import ROLES as MATRIX
from tests.portal.access import row
from tests.portal.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STAFF, VISITOR = ("officer", "head", "auditor"), ("visitor",)
PEOPLE = tuple(one for one in MATRIX if one not in (*STAFF, *VISITOR))
KINDS = {one: (one,) for one in (*STAFF, *VISITOR)}  # whose columns count; else those of people
IN_FRENCH = ("other", "barred chair", "barred head")
FILES = ("nominations:", "reviewing:", "deciding:", "admin:nominations", "admin:reviewing", "committee")
SHORTER = {  # a barred head, the candidate and a barred reviewer ask everything; the others what may speak of a dossier
    **dict.fromkeys(("officer", "auditor", "barred officer"), FILES),
    **dict.fromkeys(
        ("other", "focal", "reviewer", "chair", "barred chair"), (*FILES, "portal:home", "members:profile")
    ),
}
TYPED = dict.fromkeys(("reason", "note", "text", "comment", "question", "statement", "statement_en"), "Typed.") | {
    "why": "other"
}
TELLING = (*FILES[:3], "portal:home", "committee")  # where a nomination or a review may be told of
SHUT = {"in", "403", "405"}  # what the role matrix says where nobody of a kind reads anything, whatever the key is
UNPLANTED = {  # route and part to why it leads to no dossier and no review; a part that is nowhere here is planted
    "*_many name": "a verb's word",
    "*_do name": "a verb's word, of a kind that has none",
    "admin:view_on_site *": "nothing of the admin has a page on the site by its number",
    "admin:app_list app_label": "a word",
    "admin:admin/(?P<url>.*)$ url": "no page",
    "admin:*accounts* object_id": "invitations and roles hang on accounts; the account of the person is planted",
    "admin:*members* object_id": "terms, ballots, groups, files and countries; the person and the Member are planted",
    "admin:*reviewing*employer* object_id": "a name with its aliases",
    "admin:members_person_undo merge": "of two other people",
    "demo_mail name": "in the demo alone",
    "reminders token": "an address's letters, by a key of that address",
    "account_invitation token": "of staff to be",
    "mfa_* pk": "one's own keys",
    "nominations:consent* token": "to whoever has the letter; it speaks of another draft",
    "nominations:* section": "a word",
    "nominations:* kind": "a word",
    "nominations:receipt* number": "of a version: the first is the planted one",
    "nominations:document_page number": "of a page",
    "reviewing:*page number": "of a page",
    "deciding:offer* pk": "to its own person; the letter, and the offer in the admin, in tests/deciding/test_offers.py",
    "deciding:reserve_leave pk": "to its own person",
    "admin:*deciding*offer* object_id": "in tests/deciding/test_offers.py",
    "reviewing:* kind": "a word",
    "members:* *": "countries, their ballots and applications, and experts who are public",
}
OWN_CHANCE = re.compile(  # what is another one each time: tokens, nonces, the number of the request, the second
    r"""name="(?:csrfmiddlewaretoken|window|token|key)" value="[^"]+"|nonce[-=]"?[\w+/=-]+|'Expires': '[^']+'""",
    re.IGNORECASE,
)


@kept
def planted(groups):
    house = CommitteeHouse()
    house.all = list(dict.fromkeys(house.addresses()))
    return house


@pytest.fixture
def house(planted, settings, caplog, lean):
    caplog.set_level("CRITICAL")  # hundreds of refusals are meant
    settings.REQUIRE_STAFF_MFA = False  # how staff come in is tested with the second factor
    return planted


def asked_of(house, role, telling=("",)) -> list[str]:
    """The addresses that somebody of the role's kind could open with the right key: the matrix proves that the others are shut."""
    own = [address for name, address in house.all if name.startswith(telling) and opens(name, address, role)]
    return [re.sub("^/en/", "/fr/", address) for address in own] if role in IN_FRENCH else own


def opens(name, address, role) -> bool:
    known, kind = row(name), KINDS.get(role.removeprefix("barred "), PEOPLE)
    if known is None:  # a search, or a page of the committee's with a question
        return role.endswith(STAFF) if "/admin/" in address else kind is PEOPLE
    answers = dict(zip(MATRIX, known[1 if taken(address) else 0], strict=True))
    return bool({answers[one] for one in kind} - SHUT - ({"404"} if "/admin/" in address else set()))


def read(client, address) -> str:
    """The answer with its headers; a file that is taken by a button is taken."""
    response = client.post(address) if taken(address) else client.get(address)
    return f"{response.status_code} {text_of(response)}".replace(response.get("x-request-id", "-"), "-")


def taken(address) -> bool:
    return address.partition("?")[0].endswith(("/export/", "committee/file/", "/take/"))


def finds(house, role, seen) -> dict:
    """Address to the words that stand there and are hidden from the role; what it may see is noted in `seen`."""
    client, found = house.client(role), {}
    for address in asked_of(house, role, SHORTER.get(role, ("",))):
        told = read(client, address)
        found[address] = amiss(house, role, address, told)
        seen |= {word for word in SEEN_BY if word not in hidden_from(role) and word in told}
    return {address: words for address, words in found.items() if words}


def amiss(house, role, address, told) -> list[str]:
    """What stands in an answer and is hidden from the role."""
    key = [] if role in READERS else [str(house.planted.pk)]
    return found_in(address, told, [*hidden_from(role), *(one for one in key if one not in address)])


def pressed(house, role) -> dict:
    """As `finds`, of what is told after a form is sent to each address that speaks of the dossier; then it is as it was."""
    keys, client, found = house.keys, house.client(role), {}
    with transaction.atomic():
        for address in asked_of(house, role, FILES):
            if not keys.isdisjoint(re.findall(r"[\w-]+", address)):
                response = client.post(address, TYPED, follow=True)
                found[address] = amiss(house, role, address, text_of(response))
        transaction.set_rollback(True)
    assert len(found) > 20
    return {f"to {address}": words for address, words in found.items() if words}


def hidden_from(role) -> list[str]:
    return [word for word, roles in SEEN_BY.items() if role not in roles]


def of(part, reason) -> bool:
    return part == reason or fnmatchcase(part, reason)  # one of the routes has the signs of a pattern in it


def demand_planted(house):
    """Every part of every address is planted, or says why not.

    A new route with an argument comes here: plant its thing in CommitteeHouse (`rows`, `things`), or say why not.
    """
    parts = [
        (f"{name} {part}", house.planted_at(name, part)) for route, name in routes().items() for part in parts_of(route)
    ]
    bare = {part for part, keys in parts if not keys}
    reasons = {part: {reason for reason in UNPLANTED if of(part, reason)} for part in bare}

    assert [part for part, why in reasons.items() if not why] == []
    assert set(UNPLANTED) - set().union(*reasons.values()) == set(), "These reasons are of no route any more."


@pytest.mark.abuse(1, 3, 4, 6, 8, 39)
def test_nobody_comes_upon_what_is_hidden_from_them_in_pages_files_answers_and_letters(house):
    demand_planted(house)
    house.hide()
    tasks.tell_reviewers()
    tasks.remind_reviewers()

    seen = set()
    found = {role: finds(house, role, seen) for role in ROLES}
    for role in ("barred head", "barred reviewer", "barred chair"):
        found[role] |= pressed(house, role)

    assert {role: places for role, places in found.items() if places} == {}
    assert seen == set(SEEN_BY), "What nobody comes upon proves nothing."
    roles = {user.email: role for role, user in house.people.items() if user and role in (*ROLES, "author")}
    letters = Message.objects.filter(to__in=roles)
    assert [
        f"{roles[letter.to]} was told {word}: {letter.subject}"
        for letter in letters
        for word in hidden_from(roles[letter.to])
        if word in f"{letter.subject}{letter.text}{letter.html}"
    ] == []
    assert set(letters.values_list("to", flat=True)) >= {house.people[role].email for role in ("candidate", "reviewer")}


# --- the walls: with each of them gone, the words stand there


def of_staff(house, role) -> dict:
    """What an officer has open, and a word that stands there where no conflict bars from it."""
    nomination, row = house.planted, {model: f"/admin/{model.replace('_', '/')}/" for model in house.rows}
    pages = {model: f"{row[model]}{keys[-1]}/change/" for model, keys in house.rows.items()}
    listed = row["nominations_nomination"]
    document = nomination.documents.get()
    return {
        listed: "Plantname",
        f"{listed}?q=plantnam": "Plantname",
        f"{listed}?q=n19-00001": "Plantname",
        f"{listed}?call=2019&o=2": "Plantname",
        f"{listed}export/": "Plantname",
        f"{listed}screening/{nomination.pk}/": "Plantname",
        f"{listed}{nomination.pk}/do/add_note/": "Plantname",
        pages["nominations_nomination"]: "Plantnote",
        pages["nominations_endorsement"]: "Plantstatement",
        row["nominations_endorsement"]: "Plantname",
        pages["nominations_call"]: "Plantillness",
        pages["members_person"]: "Plantinterest",
        pages["notifications_message"]: "Plantquestion",
        f"{row['notifications_message']}?q=n19-00001": "N19-00001",
        row["lifecycle_event"]: "Plantname",
        row["reviewing_conflict"]: "Plantname",
        f"/admin/members/person/duplicates/{nomination.person_id}/{house.twin.pk}/": "N19-00001",
        f"/en/nominations/{nomination.pk}/receipt/1.json": "Plantevidence",
        f"/en/nominations/documents/{document.pk}/": "plantcv.pdf",
        reverse("nominations:document_page", args=[document.pk, 1]): "200",
        document.get_absolute_url(): "plantcv.pdf",
        house.letter.get_absolute_url(): "200",
    }


def of_committee(house, role) -> dict:
    if role == "barred chair":
        return {
            "/en/review/committee/?call=2019": "Plantname",
            f"/en/review/committee/{house.planted.pk}/": "Plantname",
        }
    mine = house.given[house.people[role].pk]
    return {"/en/review/?call=2019": "N19-00001", f"/en/review/{mine.pk}/?call=2019": "Plantname"}


WALLS = {
    "barred officer": (ConflictQuerySet, "barring", lambda self, user: self.none(), of_staff),
    "barred reviewer": (AssignmentQuerySet, "unbarred", lambda self: self, of_committee),
    "barred chair": (ConflictQuerySet, "of", lambda self, user: self.none(), of_committee),
}


def shown(house, role, places) -> set[str]:
    client = house.client(role)
    return {place for place, word in places.items() if there(read(client, place), word)}


def there(text, word) -> bool:
    return text.startswith(word) if word == "200" else word in text


def demand_walls(house, monkeypatch):
    """The crawl finds the words once a bar is taken away."""
    for role, (model, name, without, places_of) in WALLS.items():
        places = places_of(house, role)
        assert shown(house, role, places) == set(), role
        with monkeypatch.context() as wall:
            wall.setattr(model, name, without)
            wall.setattr(reckoned, "kept", OrderedDict())
            wall.setattr(in_committee, "one_of_own", Prepared(in_committee.one, user=int, pk=UUID))  # put together anew
            assert shown(house, role, places) == set(places), role


# --- what is hidden moves nothing


def answers(house, role) -> dict:
    client = house.client(role)
    places = at_workbench(house) if "chair" in role else asked_of(house, role, TELLING)
    places = lists_of(house) if "officer" in role else places
    return {place: OWN_CHANCE.sub("", read(client, place)) for place in places}


def lists_of(house) -> list[str]:
    """Whatever counts, lists or orders nominations and what belongs to them."""
    call = f"/admin/nominations/call/{house.review_call.pk}"
    models = (
        "nominations/nomination",
        "nominations/endorsement",
        "notifications/message",
        "reviewing/conflict",
        "reviewing/assignment",
        "reviewing/reviewer",
    )
    lists = [f"/admin/{model}/{query}" for model in models for query in ("", "?call=2019&o=-1")]
    seats = [f"/admin/reviewing/reviewer/{pk}/change/" for pk in house.rows["reviewing_reviewer"]]
    runs = [f"/admin/reviewing/assignmentrun/{pk}/change/" for pk in house.rows["reviewing_assignmentrun"]]
    return [
        *seats,
        *runs,
        *at_workbench(house),
        "/admin/",
        f"{call}/gaps/",
        f"{call}/gaps.csv",
        f"{call}/change/",
        "/admin/lifecycle/event/",
        *lists,
    ]


def at_workbench(house) -> list[str]:
    """Whatever tells of decisions: lists, composition, proposals, report, statistics, and the preview of an act."""
    pages = ("", "?proposed=none", "reserve/", "report/", "report.csv", "statistics/", "proposals/")
    acts = ("many/?which=undecided", "many/?which=undecided&outcome=not_select")
    shortlist = f"proposals/{house.planted_shortlist.pk}/"
    return [f"/en/committee/{house.year}/{page}" for page in (*pages, *acts, shortlist)]


@pytest.mark.abuse(1, 5, 6, 8)
def test_only_bars_hide_the_words_and_what_is_hidden_moves_nothing_for_whom_it_is_hidden(house, monkeypatch):
    """Byte for byte the same answers before and after; to a barred officer whatever becomes of the dossier."""
    demand_walls(house, monkeypatch)
    house.planted_list.take_back(by=house.people["head"])
    hidden = {role: answers(house, role) for role in ("candidate", "barred reviewer", "barred chair", "barred officer")}
    house.hide()
    assert moved(house, hidden) == []

    decided_anew(house)
    decides = {role: hidden[role] for role in ("barred officer", "barred chair")}
    assert moved(house, decides) == []

    house.planted.ask("Since when?", by=house.people["head"])
    house.planted.add_note("Looked up.", by=house.people["head"])
    house.planted.withdraw(by=house.people["candidate"])
    assert moved(house, {"barred officer": hidden["barred officer"]}) == []


def decided_anew(house):
    """The dossier that had a place on a reserve list is selected."""
    group = decisions.group_of(house.planted).pk
    Decision.propose(house.planted, "select", group=group, by=house.people["head"])


def moved(house, before) -> list[str]:
    """Each address at which a role is told something else than before, with the first difference."""
    after = {role: answers(house, role) for role in before}
    return [
        f"{role}: {place}: {unlike(told, after[role][place])}"
        for role, places in before.items()
        for place, told in places.items()
        if told != after[role][place]
    ]


def unlike(one, other) -> str:
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(start - 60, 0) : start + 60]!r}, then {other[max(start - 60, 0) : start + 60]!r}"
