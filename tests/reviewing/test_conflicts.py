"""Conflicts declared, imposed, confirmed and lifted by people; and what a bar means for the pages of the secretariat."""

import pytest
from django.test import Client

from nominations.models import Document, Nomination
from nominations.reviewing.models import Conflict, Employer
from nominations.reviewing.models.binding import declare, impose
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from tests import committee
from tests.admin import do, enter, list_of, many, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas_sees(client, jonas):
    return enter(client, jonas)


@pytest.fixture
def desk(amina):
    """Amina's window."""
    return enter(Client(), amina)


def bar(nomination, user, *, by):
    return impose(nomination, user, reason="Cousins.", by=by, at=clock.now())


def test_an_officer_says_so_on_the_dossier_and_is_told_before_that_it_is_gone_then(three, desk, amina):
    asked = desk.get(do(three[0], "declare_conflict"))
    assert "This nomination is gone for you then" in asked.text

    answer = desk.post(do(three[0], "declare_conflict"), {"reason": "My cousin."}, follow=True)

    assert answer.request["PATH_INFO"] == list_of(Nomination)
    assert three[0].display_name not in answer.text
    assert "Noted." in answer.text
    assert three[1].display_name in answer.text
    assert desk.get(page_of(three[0])).status_code == 404
    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.user, conflict.by, conflict.reason) == ("declared", amina, amina, "My cousin.")


def test_a_reason_of_ones_own_may_stay_ones_own(three, desk):
    desk.post(do(three[0], "declare_conflict"), {"reason": ""})

    assert Conflict.objects.get().reason == ""


def test_a_head_says_it_of_a_colleague_by_the_address(three, jonas_sees, desk, amina):
    answer = jonas_sees.post(do(three[0], "impose_conflict"), {"account": "AMINA@example.org", "reason": "Cousins."})

    assert answer.status_code == 302
    assert desk.get(page_of(three[0])).status_code == 404
    assert Conflict.objects.get().user == amina


REFUSED = [
    ({"account": "nobody@example.org", "reason": "Cousins."}, "No account has this address."),
    ({"account": "amina@example.org", "reason": " "}, "the reason is kept"),
    ({"account": "jonas@example.org", "reason": "Mine."}, "I have a conflict"),
    ({"account": "candidate.1.2026@example.org", "reason": "Herself."}, "who is nominated"),
    ({"account": "", "reason": "Cousins."}, "Enter the address"),
]


def test_what_cannot_be_imposed_is_said_and_what_was_typed_is_kept(three, jonas_sees, amina):
    for typed, said in REFUSED:
        answer = jonas_sees.post(do(three[0], "impose_conflict"), typed)

        assert (answer.status_code, said in answer.text, typed["account"] in answer.text) == (200, True, True), typed
    assert not Conflict.objects.exists()


def test_nobody_decides_on_their_own_nor_on_what_they_are_barred_from(three, amina, jonas, luis):
    own = declare(three[0], amina, by=amina, at=clock.now())
    others = bar(three[0], luis.user, by=jonas)

    for conflict in (own, others):
        for verb, words in (("confirm", {}), ("lift", {"reason": "It is nothing."})):
            with pytest.raises(Refused):
                getattr(conflict, verb)(by=amina, **words)
    assert Conflict.objects.in_force().count() == 2


def test_a_colleague_confirms_and_lifts_with_a_reason(three, amina, jonas, jonas_sees, desk):
    conflict = declare(three[0], amina, by=amina, at=clock.now())
    jonas_sees.post(do(conflict, "confirm"))
    conflict.refresh_from_db()
    assert conflict.confirmed_by == jonas

    assert "the reason is kept" in jonas_sees.post(do(conflict, "lift"), {"reason": ""}).text
    jonas_sees.post(do(conflict, "lift"), {"reason": "Another person of that name."})

    conflict.refresh_from_db()
    assert (conflict.lifted_by, conflict.lift_reason) == (jonas, "Another person of that name.")
    assert desk.get(page_of(three[0])).status_code == 200
    assert [event.verb for event in conflict.story()] == ["bound", "confirmed", "lifted"]
    with pytest.raises(Refused, match="lifted already"):
        conflict.lift(reason="Again.", by=jonas)


def test_a_lifted_one_may_be_declared_again(three, amina, jonas):
    declare(three[0], amina, by=amina, at=clock.now()).lift(reason="No.", by=jonas)
    declare(three[0], amina, by=amina, at=clock.now())

    assert Conflict.objects.in_force().count() == 1


def test_the_list_of_conflicts_is_narrowed_and_many_are_confirmed(three, amina, jonas, luis, jonas_sees):
    rows = [bar(one, luis.user, by=amina) for one in three]
    rows[0].lift(reason="No.", by=jonas)
    listed = {query: jonas_sees.get(f"{list_of(Conflict)}?{query}").context["cl"].result_count for query in (
        "state=binding", "state=lifted", "state=unconfirmed", "kind=imposed", "kind=declared", "call=2026", "q=luis@", f"q={three[1].reference}"
    )}  # fmt: skip
    assert list(listed.values()) == [2, 1, 2, 3, 0, 3, 3, 1]

    jonas_sees.post(many(Conflict, "confirm"), {"things": " ".join(str(row.pk) for row in rows[1:])})

    assert jonas_sees.get(f"{list_of(Conflict)}?state=unconfirmed").context["cl"].result_count == 0


def test_the_page_says_whence_a_conflict_is_known(three, luis, amina, jonas_sees):
    employer = Employer.enter(name="Data Trust Foundation", by=amina)
    luis.state_facts(
        nationalities=["NZ"], residence="", country_of_work="", employers=["DATA TRUST foundation"], by=luis.user
    )
    told = {each.kind: jonas_sees.get(page_of(each)).text for each in Conflict.objects.filter(nomination=three[0])}

    assert set(told) == {"nationality", "employer"}
    assert "New Zealand" in told["nationality"]
    assert employer.name in told["employer"]


def test_an_employer_is_entered_and_corrected_on_its_page(jonas_sees, amina):
    typed = {"name": "Université Cheikh Anta Diop", "aliases": "UCAD\n\n Cheikh Anta Diop University "}
    jonas_sees.post(list_of(Employer, "add"), typed)
    employer = Employer.objects.get()
    assert employer.aliases == ["UCAD", "Cheikh Anta Diop University"]

    again = jonas_sees.post(list_of(Employer, "add"), {"name": "U.C.A.D."} | {"aliases": "ucad"})
    assert "plainly spelt, a name of Université" in again.text
    jonas_sees.post(do(employer, "correct"), {"name": employer.name, "aliases": "UCAD\nDakar University"})

    assert jonas_sees.get(f"{list_of(Employer)}?q=dakar university").context["cl"].result_count == 1


def test_what_is_counted_is_what_may_be_seen(three, desk, amina, jonas, call, jonas_sees):
    for one in three[:2]:
        one.ask("Since when?", by=amina)
        Message.objects.filter(about_id=str(one.pk)).update(status="failed")
    stuck = sum(letter.status == "failed" for letter in Message.objects.all())
    bar(three[0], amina, by=jonas)

    def waits(window):
        return {wait.words: wait.number for wait in window.get("/admin/").context["waits"]}

    assert (waits(jonas_sees)["with a question unanswered"], waits(desk)["with a question unanswered"]) == (2, 1)
    assert waits(jonas_sees)["letters that need a person"] == stuck
    assert waits(desk)["letters that need a person"] == stuck / 2
    assert [sum(window.get("/admin/").context["total"]) for window in (jonas_sees, desk)] == [3, 2]
    gaps = f"/admin/nominations/call/{call.pk}/gaps/"
    assert [window.get(gaps).context["gaps"].submitted for window in (jonas_sees, desk)] == [3, 2]
    assert not Document.objects.visible_to(amina, clock.now()).filter(nomination=three[0]).exists()


def test_what_was_united_is_barred_as_one(call, amina, jonas, luis):
    kept, other = (committee.candidate(call, number, by=amina) for number in (1, 2))
    bar(other, amina, by=jonas)
    bar(kept, luis.user, by=jonas)

    kept.unite(other, reason="One human.", by=jonas)

    assert not Nomination.objects.visible_to(amina).exists()
    assert Conflict.objects.of(luis.user).count() == 2


def test_another_nomination_that_is_barred_cannot_be_named_to_unite_with(call, amina, jonas, desk):
    kept, other = (committee.candidate(call, number, by=amina) for number in (1, 2))
    bar(other, amina, by=jonas)

    answer = desk.get(f"{do(kept, 'unite')}?other={other.reference}")

    assert "No nomination of this call has this reference." in answer.text
    assert other.display_name not in answer.text
