"""Focal points of two Members and two people whom they named, against every address, file, list and count of each other."""

import itertools
import re

import pytest

from nominations.models import Endorsement, Nomination
from tests import make
from tests.abuse.house import written
from tests.admin import enter
from tests.answers import ANSWERS, complete
from tests.endorsements import agreed, desk, invited, prepared, requested
from tests.kept import kept
from tests.portal.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CAPABILITY = ("consent",)  # whoever holds the link of a letter reads what it says; see test_consent.py
LISTS = ("desk/", "nominations/", "acting/", "ballots/", "profile/", "accounts/profile/", "members/FR/", "members/DE/")
SENT = {  # what an owner could send somewhere, in one form for all addresses
    **ANSWERS,
    "revision": "0",
    "do": "endorse",
    "to": "up",
    "member": "FR",
    "statement": "Taken",
    "reason": "Taken",
    "answer": "Taken",
    "declared": "on",
    "confirmed": "on",
    "name": "Taken",
    "email": "taken@example.org",
}


class Side:
    """A Member with its desk, the person whom it named and who submitted, and what lies on its desk; each word is its own."""

    def __init__(self, call, code, name, head):
        self.word = f"Onlyof{code}"
        self.member = make.member(code, name)
        self.focal, self.deputy = desk(self.member)
        self.nominee = make.user(f"nominee.{code.lower()}@example.org", f"{self.word} Nominee")
        typed = {"name": self.nominee.name, "email": self.nominee.email, "statement": f"{self.word} statement"}
        self.given = agreed(call, self.member, self.focal, nominee=self.nominee, **typed)
        self.nomination = complete(self.given.nomination, answers={"biography": f"{self.word} biography", "orcid": ""})
        self.nomination.submit(by=self.nominee)
        self.nomination.documents.get().read()
        self.question = self.nomination.ask(f"{self.word} question", by=head)
        asking = make.user(f"asking.{code.lower()}@example.org", f"{self.word} Asking")
        self.requested = requested(make.nomination(author=asking, call=call), self.member)
        self.invited = invited(
            call, self.member, self.focal, name=f"{self.word} Invited", email=f"i.{code}@example.org"
        )
        self.prepared = prepared(
            call, self.member, self.focal, name=f"{self.word} Prepared", email=f"p.{code}@example.org"
        )
        self.declined = invited(call, self.member, self.focal, name=f"{self.word} No", email=f"n.{code}@example.org")
        self.declined.decline_naming()

    def ids(self) -> list:
        """Every id of a thing of this side, those of its two nominations first."""
        words = [self.given, self.requested, self.invited, self.prepared, self.declined]
        things = [self.nomination, self.requested.nomination, self.question, self.nomination.documents.get(), *words]
        return [str(thing.pk) for thing in things + [word.letter for word in words if word.letter]]


@pytest.fixture(autouse=True)
def _without_second_step(settings):
    settings.REQUIRE_STAFF_MFA = False


@kept
def sides(call, jonas):
    call.quota = 5
    call.save()
    return Side(call, "FR", "France", jonas), Side(call, "DE", "Germany", jonas)


@pytest.fixture
def windows(client_factory, sides):
    """Of the focal point and the nominee of one side, who look at the other's: (window, whose things) each."""
    mine, theirs = sides
    return [(enter(client_factory(), person), theirs) for person in (mine.focal, mine.nominee)]


def addresses(ids: list, question) -> list[str]:
    """Every address of nominations and desks that names a thing, with each of these in the place of it; of two, the first by turns, each with its own word."""
    parts = {"question": str(question.pk), "section": "you", "kind": "cv", "number": "1"}
    found = []
    for route, name in routes().items():
        open_parts = re.findall(r"<\w+:(\w+)>", route)
        if not name.startswith("nominations:") or "uuid:" not in route or name.split(":")[1].startswith(CAPABILITY):
            continue
        pairs = zip(itertools.cycle(ids[:2]), ids) if "word" in open_parts else ((one, "") for one in ids)
        for one, other in pairs:
            filled = parts | {"pk": one, "word": other}
            found.append("/" + re.sub(r"<\w+:(\w+)>", lambda part, filled=filled: filled[part[1]], route))
    return found


@pytest.mark.abuse(1, 2, 3, 7)
def test_no_address_of_the_others_answers_otherwise_than_a_missing_one(sides, windows):
    before, wrong = written(), []
    for window, other in windows:
        for place in addresses(other.ids(), other.question):
            got = [window.get(place).status_code, window.post(place, SENT).status_code]
            if any(status not in (404, 405) for status in got):
                wrong.append((place, got))

    assert wrong == []
    assert written() == before


@pytest.mark.abuse(7, 24)
def test_ids_of_the_others_in_a_form_do_nothing(sides, windows):
    before = written()
    for window, other in windows:
        for do in ("endorse", "decline", "send"):
            window.post("/en/desk/many/", {"one": other.ids(), "do": do, "confirmed": "on"})
        window.post("/en/desk/nominate/", {"pk": other.prepared.pk, "member": other.member.pk})

    assert changed(before, written()) <= {"nominations_endorsement", "lifecycle_event", "django_session"}
    for side in sides:
        states = {one.status for one in Endorsement.objects.filter(pk__in=side.ids())}
        assert states == {"given", "requested", "invited", "prepared", "declined"}


def changed(before, after) -> set:
    return {table for table in after if after[table] != before.get(table)}


@pytest.mark.abuse(1, 7)
def test_no_list_tells_a_word_of_the_others(sides, windows):
    for window, other in windows:
        for language in ("en", "fr"):
            for page in LISTS:
                assert other.word not in window.get(f"/{language}/{page}").content.decode(), page
        assert window.get("/admin/").status_code in (302, 404)
        assert window.post("/admin/nominations/nomination/export/").status_code == 404


def shown(window, page) -> str:
    """A page without what differs each time."""
    text = window.get(page).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f]{12,}', "", text)


@pytest.mark.abuse(1, 7)
def test_no_count_or_place_moves_when_the_others_act(sides, client_factory, call):
    """What France's desk and its nominee read is the same to the letter before and after all that Germany does."""
    mine, theirs = sides
    windows = {person: enter(client_factory(), person) for person in (mine.focal, mine.deputy, mine.nominee)}
    pages = [
        *("/en/desk/", "/en/nominations/", mine.nomination.get_absolute_url(), mine.requested.get_absolute_url()),
        mine.requested.nomination.get_absolute_url(),
    ]
    before = {(person, page): shown(window, page) for person, window in windows.items() for page in pages}

    invited(call, theirs.member, theirs.focal, email="more@example.org", group=make.groups()[1])
    theirs.invited.withdraw(by=theirs.focal)
    theirs.requested.give(by=theirs.focal)
    theirs.given.withdraw(by=theirs.focal)
    asker = mine.requested.nomination.person.user  # asked by the same person, and named by Germany, too
    asker_of = Nomination.objects.get(pk=mine.requested.nomination_id)
    requested_of(asker_of, theirs.member).give(by=theirs.focal)
    agreed(call, theirs.member, theirs.focal, nominee=asker, group=make.groups()[2])

    after = {(person, page): shown(window, page) for person, window in windows.items() for page in pages}
    assert [key for key in before if before[key] != after[key]] == []


def requested_of(nomination, member):
    """Asked as well, beside the Member of residence."""
    nomination.save_section("you", {"work_country": member.code}, by=nomination.person.user)
    return Endorsement.request(nomination, member, by=nomination.person.user)


@pytest.mark.abuse(1, 3)
def test_a_nominee_finds_no_desk_and_no_letter_of_the_member_that_named_them(sides, client_factory):
    side, _other = sides
    window = enter(client_factory(), side.nominee)
    for place in addresses([str(side.given.pk), str(side.given.letter.pk)], side.question):
        if "/desk/" in place:
            assert window.get(place).status_code in (404, 405), place
            assert window.post(place, SENT).status_code in (404, 405), place
    for page in ("detail", "endorsement"):
        text = window.get(f"{side.nomination.get_absolute_url()}{'' if page == 'detail' else 'endorsement/'}")
        assert f"{side.word} statement" not in text.content.decode()


@pytest.mark.abuse(1, 3, 7)
def test_whoever_left_the_desk_finds_nothing_there_any_more(sides, client_factory, jonas):
    side, _other = sides
    window = enter(client_factory(), side.focal)
    file = side.nomination.documents.get()
    assert window.get(side.nomination.get_absolute_url()).status_code == 200
    side.member.delegates.get(user=side.focal).end(by=jonas)

    for place in (side.nomination.get_absolute_url(), file.get_absolute_url(), side.given.get_absolute_url()):
        assert window.get(place).status_code == 404
    with pytest.raises(Exception, match="cannot act"):
        side.given.withdraw(by=side.focal)
