"""Who is missing while a call runs, and the letter to the focal points: who gets it, and that nobody gets it twice."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_countries import countries

from bench import copies, words
from members.countries import members_named
from members.models import Member
from members.regions import COUNTRIES, REGION_OF
from nominations.gaps import Gaps, silent_members
from nominations.models import Call, Nomination
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import make
from tests.admin import enter, page_of
from tests.answers import complete
from tests.endorsements import agreed, desk, invited, prepared, requested
from tests.kept import kept
from tests.portal.world import World

pytestmark = pytest.mark.django_db
TODAY = day_of(timezone.now())


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@kept
def desks():
    """Focal points by code: of France, which will act; of Germany, which will not; Senegal has none."""
    make.member("SN", "Senegal", region="Africa")
    return {
        code: desk(make.member(code, name, region="Europe"))[0] for code, name in (("FR", "France"), ("DE", "Germany"))
    }


def submitted(author, call, **answers) -> Nomination:
    nomination = complete(make.nomination(author=author, call=call), answers=answers)
    nomination.submit(by=author)
    return Nomination.objects.get(pk=nomination.pk)


def of(call, code):
    return next(one for one in Gaps(call, timezone.now()).members if one.member.code == code)


def page(call, name):
    return reverse(f"admin:nominations_call_{name}", args=[call.pk])


# --- what is counted


def test_a_member_is_silent_until_it_names_or_endorses_somebody(call, desks, tomas):
    france, germany = (Member.objects.get(code=code) for code in ("FR", "DE"))
    prepared(call, france, desks["FR"], email="a@example.org")
    request = requested(make.nomination(author=tomas, call=call), germany)
    assert {one.member.code for one in Gaps(call, timezone.now()).silent} == {"FR", "DE", "SN"}

    invited(call, france, desks["FR"])
    request.give(by=desks["DE"])

    gaps = Gaps(call, timezone.now())
    assert {one.member.code for one in gaps.silent} == {"SN"}
    assert set(silent_members(call, timezone.now())) == {one.member for one in gaps.silent}


def test_places_and_words_are_counted_by_member(call, desks, tomas, leila):
    france = Member.objects.get(code="FR")
    agreed(call, france, desks["FR"])
    invited(call, france, desks["FR"], email="b@example.org")
    prepared(call, france, desks["FR"], email="c@example.org")
    gone = invited(call, france, desks["FR"], email="d@example.org", group=make.groups()[1])
    gone.withdraw(by=desks["FR"])
    requested(make.nomination(author=tomas, call=call), france)
    requested(make.nomination(author=leila, call=call), france).decline(by=desks["FR"])

    one = of(call, "FR")

    assert (one.used, one.places, one.free) == (2, 8, 6)
    assert (one.prepared, one.invited, one.agreed, one.endorsed, one.waiting) == (1, 1, 1, 0, 1)
    assert one.waiting_since is not None


def test_balance_and_groups_are_told_by_what_was_submitted(call, tomas, leila, stranger, jonas):
    submitted(tomas, call, residence="SN", gender="", stakeholder_group="science", first_group="responsible-ai")
    submitted(leila, call, residence="FR", gender="woman", stakeholder_group="industry", first_group="future-of-work")
    submitted(stranger, call, residence="FR", gender="man").withdraw(by=stranger)
    complete(make.nomination(author=jonas, call=call), answers={"gender": "man"})

    gaps = Gaps(call, timezone.now())
    told = {
        title: {part.name: (part.number, part.share) for part in parts if part.number} for title, parts in gaps.balance
    }

    assert gaps.submitted == 2
    assert told["Region of residence"] == {"Africa": (1, 50), "Europe": (1, 50)}
    assert told["Gender"] == {"Woman": (1, 50), "Not stated": (1, 50)}
    assert told["Stakeholder group"] == {"Science": (1, 50), "Industry": (1, 50)}
    first = gaps.groups[0]
    assert (first.seats, first.line, first.candidates, first.short_of) == (20, 40, 1, 39)
    make.member("FR", "France")
    assert of(call, "FR").living == 1


def test_every_country_lies_in_one_region_and_members_where_the_facts_say(request):
    placed = [code for codes in COUNTRIES.values() for code in codes.split()]

    assert len(placed) == len(set(placed))
    assert {code for code, _ in countries} - set(placed) == {"AQ"}
    request.getfixturevalue("db")
    from django.core.management import call_command

    call_command("facts", verbosity=0)
    assert {m.code: REGION_OF[m.code] for m in Member.objects.all()} == {m.code: m.region for m in Member.objects.all()}
    assert len(members_named()) == Member.objects.count()


# --- the page


@pytest.mark.parametrize(("who", "ticks"), [("amina", True), ("jonas", True), ("auditor", False)])
def test_staff_read_the_gaps_and_who_may_write_finds_the_ticks(request, client, call, desks, who, ticks):
    shown = enter(client, request.getfixturevalue(who)).get(page(call, "gaps"))

    assert shown.status_code == 200
    assert ('name="member" value="FR"' in shown.text) is ticks
    assert 'value="SN"' not in shown.text
    assert "no focal point" in shown.text
    assert page(call, "gaps") in client.get(page_of(call)).text
    first = client.get(reverse("admin:index"))
    assert page(call, "gaps") in first.text
    assert (3, "Members without a nomination or endorsement") in [(w.number, w.words) for w in first.context["waits"]]


def test_those_alike_are_ticked_by_an_address(client, amina, call, desks, tomas):
    requested(make.nomination(author=tomas, call=call), Member.objects.get(code="DE"))
    invited(call, Member.objects.get(code="FR"), desks["FR"])
    enter(client, amina)

    for alike, wanted in {"silent": {"DE"}, "waiting": {"DE"}, "free": {"DE", "FR"}, "nonsense": set()}.items():
        assert client.get(f"{page(call, 'gaps')}?tick={alike}").context["ticked"] == wanted, alike


def test_the_file_has_every_number_and_is_not_for_the_auditor(client, client_factory, amina, auditor, call, desks):
    invited(call, Member.objects.get(code="FR"), desks["FR"])
    answer = enter(client, amina).get(page(call, "gaps_csv"))
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert {"Part": "Members", "Of what": "France", "What": "places used", "Number": "1"} in table
    assert {"Part": "Balance", "Of what": "Gender", "What": "Not stated", "Number": "0"} in table
    assert enter(client_factory(), auditor).get(page(call, "gaps_csv")).status_code == 403


# --- the letter


def nudged(call, codes, by, day=TODAY, **more):
    return call.nudge(codes, day=day, by=by, **more)


def test_each_focal_point_gets_one_letter_in_its_language(call, amina, desks):
    desks["DE"].language = "fr"
    desks["DE"].save()

    assert nudged(call, ["FR", "DE", "SN"], amina) == 2

    letters = {letter.to: letter for letter in Message.objects.filter(occasion="nominations/nudge")}
    assert set(letters) == {desks["FR"].email, desks["DE"].email}
    assert "France has used 0 of its 8 places" in letters[desks["FR"].email].text
    assert letters[desks["DE"].email].language == "fr"
    event = call.story().last()
    assert (event.verb, event.by, event.facts) == ("nudged", amina, {"members": ["DE", "FR"], "letters": 2})


def test_a_second_click_and_a_reload_of_yesterday_send_nothing(call, amina, jonas, desks):
    nudged(call, ["FR"], amina)

    assert nudged(call, ["FR"], jonas) == 0
    assert nudged(call, ["FR"], amina, at=timezone.now() + timedelta(days=1)) == 0
    assert Message.objects.filter(occasion="nominations/nudge").count() == 1
    assert call.story().filter(verb="nudged").count() == 1
    with pytest.raises(Refused, match="of another day"):
        nudged(call, ["FR"], amina, at=timezone.now() + timedelta(days=2))


def test_who_has_nothing_left_to_do_gets_no_letter(call, amina, jonas, desks):
    Call.objects.filter(pk=call.pk).update(quota=0)
    with pytest.raises(Refused, match="something left to do"):
        nudged(call, ["FR", "DE"], amina)
    Call.objects.filter(pk=call.pk).update(quota=2)
    Member.objects.get(code="FR").suspend(reason="Dues.", by=jonas)
    assert nudged(call, ["FR", "DE"], amina) == 1
    with pytest.raises(Refused, match="something left to do"):
        nudged(call, ["DE"], amina, day=day_of(call.closes_at), at=call.closes_at)


def test_the_letter_says_what_waits_as_well(call, amina, desks, tomas):
    call.balance_en = "Name women, too."
    call.save()
    requested(make.nomination(author=tomas, call=call), Member.objects.get(code="FR"))
    nudged(call, ["FR"], amina)

    text = Message.objects.get(occasion="nominations/nudge").text
    assert "1 person waits for France to endorse them or not." in text
    assert "  Name women, too." in text


def test_it_is_looked_at_before_it_is_sent_and_sent_once(client, amina, call, desks):
    enter(client, amina)
    preview = client.get(f"{page(call, 'nudge')}?member=FR&member=DE&member=XX")

    assert preview.status_code == 200
    assert "France has used 0 of its 8 places" in preview.text
    assert "Send 2 letters" in preview.text
    assert desks["DE"].email in preview.text
    assert not Message.objects.filter(occasion="nominations/nudge").exists()

    sent = {"member": ["FR", "DE"], "day": TODAY.isoformat()}
    said = [client.post(page(call, "nudge"), sent, follow=True).text for _ in range(2)]
    assert "2 letters are on their way." in said[0]
    assert "Nothing was sent twice." in said[1]
    assert Message.objects.filter(occasion="nominations/nudge").count() == 2
    for typed in ({"member": ["FR"]}, {"member": ["FR"], "day": "soon"}, {"day": TODAY.isoformat()}):
        assert client.post(page(call, "nudge"), typed).status_code == 302
    assert Message.objects.filter(occasion="nominations/nudge").count() == 2


def test_the_auditor_writes_to_nobody(client, auditor, call, desks):
    enter(client, auditor)

    assert client.get(f"{page(call, 'nudge')}?member=FR").status_code == 403
    assert client.post(page(call, "nudge"), {"member": ["FR"], "day": TODAY.isoformat()}).status_code == 403
    assert not Message.objects.filter(occasion="nominations/nudge").exists()


def test_a_letter_does_not_leave_once_the_call_is_concluded(call, amina, jonas, desks):
    nudged(call, ["FR"], amina)
    Call.objects.filter(pk=call.pk).update(opens_at=call.opens_at - timedelta(days=90), closes_at=call.opens_at)
    call.conclude(by=jonas)

    assert Message.objects.get(occasion="nominations/nudge").untrue()


@pytest.mark.slow
def test_the_page_asks_ten_times_at_most_whether_ten_came_or_a_thousand(client, settings, groups):
    world = World()
    enter(client, world.people["officer"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(page(world.call, "gaps")).status_code == 200
        return len(statements)

    asked()
    few = asked()
    words.endorsements(world.named, world.asking, *copies.grow(world, 1_000))

    assert few == asked() <= 10
    assert Gaps(world.call, timezone.now()).submitted > 800
