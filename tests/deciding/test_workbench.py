"""The workbench: its list, its composition, and what follows from a box, which writes nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from members.models import Person
from nominations.deciding.composing import Choice, Composition
from nominations.deciding.composition import Candidate
from nominations.deciding.models import Publication, Target
from nominations.deciding.models.proposing import Proposal
from nominations.deciding.seen_places import SeenPlaces, recounted
from nominations.deciding.sight import sight_of
from nominations.models import Nomination
from nominations.reviewing.models.binding import impose
from portal.lifecycle.models import Refused, random_id
from tests import committee, decisions
from tests.admin import enter, page_of

pytestmark = pytest.mark.django_db
HERE = "/en/committee/2026/"


def read(client, query="") -> tuple[str, list]:
    with CaptureQueriesContext(connection) as said:
        answer = client.get(f"{HERE}{query}")
    assert answer.status_code == 200
    return answer.content.decode(), [one["sql"] for one in said if "SAVEPOINT" not in one["sql"]]


def table(html, title) -> dict:
    """The rows of a table of the composition: name to its words."""
    part = html.split(f"<caption>{title}</caption>")[1].split("</table>")[0].split("<tbody>")[1]
    rows = [re.sub(r"\s+", " ", strip_tags(row)).strip() for row in part.split("<tr>")[1:]]
    return {row.split(" Target:")[0]: row.split(" Target:")[1].strip() for row in rows}


def judged(call, three, by):
    """Two reviews each: the first best, the last worst."""
    seats = committee.reviewer(call, by=by), committee.reviewer(call, "ruth@example.org", "Ruth Blau", by=by)
    type(call).objects.filter(pk=call.pk).update(review_until=call.closes_at.replace(year=2099))
    for nomination, score in zip(three, (5, 3, 2), strict=True):
        for seat in seats:
            committee.reviewed(nomination, type(seat).objects.get(pk=seat.pk), by=by, score=score)


def copied(nomination, numbers) -> list:
    """The same dossier of other people."""
    fields = {f.attname: getattr(nomination, f.attname) for f in nomination._meta.concrete_fields if not f.generated}
    people = Person.objects.bulk_create(Person(given_name="Cara", family_name=str(number)) for number in numbers)
    new = [{"id": random_id(), "person_id": one.pk, "number": n} for one, n in zip(people, numbers, strict=True)]
    return Nomination.objects.bulk_create(
        Nomination(**fields | own | {"reference": f"N26-{own['number']:05}"}) for own in new
    )


def test_the_list_and_the_composition(client, call, three, mei, amina):
    first, second, third = three
    judged(call, three, amina)
    decisions.selected(first, by=amina)
    decisions.on_reserve(second, by=amina)
    Target.objects.create(call=call, fact="region", value="Africa", least=50)
    Target.objects.create(call=call, fact="route", value="self", least=1, most=1, unit="people")
    Target.objects.create(call=call, fact="gender", value="woman", least=40, group=first.group)
    enter(client, amina)

    html, plain = read(client)
    would, sql = read(client, f"?row={first.number}&row={second.number}&row={third.number}&row=x&row=99999999999")
    part, _sql = read(client, f"?part=composition&row={third.number}")

    listed = html.split('id="list"')[1]
    assert listed.index("N26-00001") < listed.index("N26-00002") < listed.index("N26-00003")
    assert re.findall(r"Mean: *</span>([\d.]+)", html) == ["100.0", "60.0", "40.0"]
    assert "Responsible AI, place 1" in html
    assert "published" not in html.split('id="list"')[1]
    assert table(html, "Region of residence")["Africa"] == "at least 50 % Now: 0 (0 %) short by 1"
    assert table(html, "By which way")["Nominated themselves"] == "at least 1, at most 1 Now: 1 (100 %) met"
    assert table(html, "Seats")["Responsible AI"] == "20 seats Now: 1 19 free"
    assert table(would, "By which way")["Nominated themselves"].endswith("As if: 2 (100 %) 1 too many")
    assert not [one for one in plain + sql if not one.lstrip("(").startswith("SELECT")]
    assert part.startswith("\n")
    assert "<html" not in part
    assert "As if: 2 people." in part
    for query, found in (
        ("q=candidate+2", "2"),
        ("q=N26-00003", "3"),
        ("proposed=none", "3"),
        ("proposed=reserve", "2"),
        ("order=number&flag=unfinished", ""),
        ("track=member", ""),
        ("flag=failed&order=spread", ""),
        ("group=nowhere&page=x", "123"),
    ):
        answer = client.get(f"{HERE}?{query}").content.decode()
        assert "".join(re.findall(r'value="(\d)"', answer.split('id="list"')[1].split("<tbody>")[-1])) == found, query


def test_of_nobody_no_share_is_met_or_missed(client, call, three, amina):
    Target.objects.create(call=call, fact="region", value="Africa", least=50)
    Target.objects.create(call=call, fact="region", value="Asia", most=10)
    Target.objects.create(call=call, fact="route", value="self", least=1, unit="people")
    html, _sql = read(enter(client, amina))

    assert table(html, "Region of residence")["Africa"] == "at least 50 % Now: 0"
    assert table(html, "Region of residence")["Asia"] == "at most 10 % Now: 0"
    assert table(html, "By which way")["Nominated themselves"] == "at least 1 Now: 0 short by 1"


def test_a_chair_reads_nobodys_gender_and_nothing_of_whom_a_conflict_bars(client, call, three, mei, amina):
    judged(call, three, amina)
    for one in three:
        decisions.selected(one, by=amina)
    Target.objects.create(call=call, fact="gender", value="woman", least=40)
    enter(client, mei.user)

    saved, _sql = read(client)
    would, _sql = read(client, f"?row={three[0].number}")
    impose(three[0], mei.user, reason="Cousins.", by=amina, at=call.closes_at)
    barred, _sql = read(client, f"?row={three[0].number}")

    assert "not told of so few" in table(saved, "Gender")["Woman"]
    assert "short" not in table(saved, "Gender")["Woman"]
    assert table(would, "Gender")["Woman"].endswith("As if: not told")
    assert "nobody's gender follows" in would.replace("&#x27;", "'")
    assert "N26-00001" in saved
    assert "N26-00001" not in barred
    assert "2 people are chosen" in barred
    assert "As if</th>" not in barred
    assert "As if</th>" in would


def test_places_of_a_reserve_list_are_counted_among_those_whom_a_reader_sees(client, call, three, mei, amina):
    for one in three:
        decisions.on_reserve(one, by=amina)
    group = decisions.group_of(three[0]).pk
    impose(three[0], mei.user, reason="Cousins.", by=amina, at=call.closes_at)
    enter(client, mei.user)

    html, _sql = read(client)
    page = client.get(f"{HERE}{three[2].pk}/").content.decode()
    places = SeenPlaces(sight_of(mei.user, call))
    frozen = [{"id": n, "group": "ai", "rank": n + 2, "note": f"Place {n}: gone\nHers."} for n in (1, 2)]
    meant = [places.meant(three[2], Proposal("reserve", group, number)).rank for number in (1, 2, 3)]

    assert re.findall(r"place (\d)", html) == ["1", "2"]
    assert re.search(r'name="rank"[^>]*value="2"|value="2"[^>]*name="rank"', page)
    assert meant == [2, 3, None]
    assert [(one["rank"], one["note"]) for one in recounted(frozen)] == [(1, "Hers."), (2, "Hers.")]


def test_a_page_asks_as_often_for_thirty_as_for_three(client, call, three, mei, amina):
    decisions.selected(three[0], by=amina)
    enter(client, amina)
    read(client)
    few = {query: len(read(client, query)[1]) for query in ("", "?row=2&order=calibrated", "?q=cara&flag=near")}
    for one in copied(three[1], range(4, 31))[:9]:
        decisions.selected(one, by=amina)

    much = {query: len(read(client, query)[1]) for query in few}

    assert much == few
    assert max(few.values()) <= 20, few


def ways(client) -> str:
    """What stands in the way, in words."""
    html, _sql = read(client)
    part = html.split('id="in-the-way"')[1].split("<h2")[0]
    return re.sub(r"\s+", " ", strip_tags(part.split(">", 1)[1])), part


def test_what_stands_in_the_way_of_fixing_is_told_at_once_with_links_and_nothing_of_what_is_barred(
    call, three, mei, amina, jonas
):
    first, second, third = three
    Nomination.objects.filter(pk=third.pk).update(status="submitted", screened_at=None, screening_shown_at=None)
    type(call).objects.filter(pk=call.pk).update(review_until=timezone.now() + timedelta(days=1))
    officer, chair = enter(Client(), amina), enter(Client(), mei.user)
    everything = (
        "Reviews of this call are still open.",
        f"Not screened yet: {third.reference}.",
        "Nothing is proposed.",
    )
    missing = f"Not decided yet: {first.reference}, {second.reference}."

    words, html = ways(officer)
    with pytest.raises(Refused) as refusal:
        Publication.prepare(call, by=amina, offers_until=timezone.now() + timedelta(days=14))

    for sentence in (*everything, missing):
        assert sentence in words
        assert sentence in str(refusal.value)
    assert f'href="{HERE}{first.pk}/"' in html
    assert page_of(third) in html
    words, html = ways(chair)
    assert "Some nominations are not screened yet." in words
    assert third.reference not in words
    assert "/admin/" not in html
    for who in (amina, mei.user):
        for one in (first, third):
            impose(one, who, reason="Cousins.", by=jonas, at=call.closes_at)
    barred = [ways(client)[0] for client in (officer, chair)]
    decisions.selected(first, by=jonas)
    Nomination.objects.filter(pk=third.pk).update(status="withdrawn", withdrawn_from="submitted")
    assert [ways(client)[0] for client in (officer, chair)] == barred
    assert all(missing.replace(f"{first.reference}, ", "") in words for words in barred)
    assert all("not screened" not in words.lower() and "keeps part of the call" in words for words in barred)
    decisions.not_selected(second, by=jonas)
    type(call).objects.filter(pk=call.pk).update(review_until=call.closes_at)
    words, html = ways(enter(Client(), jonas))
    assert "Nothing stands in the way. Fix the list for publication" in words


def test_shares_of_gender_are_told_to_a_chair_anew_only_when_five_of_ten_or_more_came_or_went(call, three, mei, amina):
    group, seen = decisions.group_of(three[0]), sight_of(mei.user, call)
    people = [person(number, "woman" if number < 4 or number >= 20 else "man") for number in range(30)]

    def told(*ranges, sight=seen):
        some = [people[number] for each in ranges for number in each]
        composition = Composition(sight, Choice(tuple((one, group.pk) for one in some)))
        return [composition.veiled("woman", where).told for where in (None, group)]

    assert told(range(9)) == ["not told of so few"] * 2
    assert told(range(10)) == ["about 40 %"] * 2
    for some in ((range(9),), (range(1, 11),), (range(14),), (range(10), range(20, 24))):
        assert told(*some) == ["about 40 %, of an earlier choice"] * 2
    assert told(range(15)) == ["about 30 %"] * 2  # four of fifteen
    assert told(range(14)) == ["about 30 %, of an earlier choice"] * 2
    assert told(range(15), sight=sight_of(mei.user, call)) == ["about 30 %"] * 2
    assert told(range(9)) == ["about 30 %, of an earlier choice"] * 2  # never of fewer than ten
    assert told(range(10), range(20, 25)) == ["about 60 %"] * 2

    ren = committee.reviewer(call, "ren@example.org", "Ren Sato", by=amina, chairs=True)
    impose(three[0], ren.user, reason="Cousins.", by=amina, at=call.closes_at)
    other = Composition(sight_of(mei.user, call), Choice(((person(three[0].number, "man"), group.pk),)))
    assert not other.scopes  # whom a conflict keeps from any chair moves nothing


def person(number, gender):
    return Candidate(None, number, "", "", (), frozenset(), "open", 0, None, None, {"gender": frozenset({gender})})
