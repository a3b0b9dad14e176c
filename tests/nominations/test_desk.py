"""The desk of a Member: who finds what on it, what each may do, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.meter import Meter
from nominations.models import Endorsement, EndorsementLetter, OwnDate
from nominations.views import naming, sending
from portal.lifecycle.models import random_id
from portal.notifications.models import Message
from tests import make
from tests.accessions import pdf_file
from tests.admin import enter
from tests.answers import complete
from tests.cases import each_undone
from tests.endorsements import TYPED, agreed, desk, invited, prepared, requested
from tests.kept import kept
from tests.portal.hostile import WORDS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@kept
def deputy(france, focal):
    return france.delegates.get(capacity="deputy").user


@kept
def asked(france, focal, call, leila):
    """A request of an applicant whose draft is not submitted."""
    return requested(make.nomination(author=leila, call=call), france)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def seen(client, user, address="/en/desk/") -> str:
    response = enter(client, user).get(address)
    assert response.status_code == 200
    return words(response)


def at(one, act="") -> str:
    return f"/en/desk/{one.pk}/{act and act + '/'}"


def requests(call, member, number):
    for n in range(number):
        requested(make.nomination(author=make.user(f"a{n}@example.org", f"Applicant {n}"), call=call), member)
    return list(Endorsement.objects.asking())


# --- what lies there


def test_what_waits_stands_first_with_who_acts_and_by_when(client, call, france, focal, asked):
    prepared(call, france, focal, name="Prep Ared", email="p@example.org")
    invited(call, france, focal, name="Inv Ited", email="i@example.org")
    agreed(call, france, focal, name="Agr Eed", email="g@example.org", group=make.groups()[1])
    page = seen(client, focal)

    order = [page.index(name) for name in (asked.who, "Prep Ared", "Inv Ited", "Agr Eed")]
    assert order == sorted(order)
    assert page.count("Anywhere on Earth") >= 6
    assert "<title>Desk of France – " in page
    assert "Not submitted yet" in page
    assert "The person submits it." in page
    assert "You endorse or decline." in seen(client, focal, at(asked))


def test_places_are_counted_by_group(client, call, france, focal):
    one, other = make.groups()[:2]
    invited(call, france, focal, email="a@example.org")
    agreed(call, france, focal, email="b@example.org")
    prepared(call, france, focal, email="c@example.org")
    prepared(call, france, focal, email="d@example.org", group=other)
    page = seen(client, focal)

    assert "France can nominate 2 people for each group." in page
    rows = {row.split("<")[0]: row for row in page.split('<th scope="row">')[1:]}
    assert [rows[one.name].count(f"</span>{n}<") for n in (1,)] == [3]  # asked, agreed, prepared
    assert "</span><b>0</b>" in rows[one.name]
    assert "</span><b>2</b>" in rows[other.name]
    assert f"{one.name}: 1 prepared nomination more than there are places." in page


def test_the_requests_for_balance_and_the_cap_explain_and_stop_nothing(client, call, france, focal):
    call.balance_en, call.nationals_cap = "As many women as men, please.", 1
    call.save()
    invited(call, france, focal, email="a@example.org")
    one = prepared(call, france, focal)
    for address in ("/en/desk/", "/en/desk/nominate/", at(one, "send")):
        page = seen(client, focal, address)
        assert "As many women as men, please." in page
        assert "At most 1 national of one country" in page
        assert "France has asked 1 person already. You can nominate more" in page

    assert client.post(at(one, "send")).status_code == 302
    one.refresh_from_db()
    assert one.status == "invited"


def test_a_desk_tells_nothing_of_another_members(client, call, france, focal, asked, leila):
    germany = make.member("DE", "Germany")
    theirs = desk(germany)[0]
    agreed(call, germany, theirs, nominee=leila)
    page = seen(client, focal)

    assert "Germany" not in page + seen(client, focal, at(asked))
    assert "Not submitted yet" in page
    for act in ("", "change", "send", "withdraw", "drop"):
        one = Endorsement.objects.naming().get()
        there, missing = client.get(at(one, act)), client.get(f"/en/desk/{random_id()}/{act and act + '/'}")
        assert there.status_code == missing.status_code == 404
    for act in ("send", "withdraw", "drop", "rank", "endorse", "decline", "change"):
        assert client.post(at(one, act), {"to": "up"}).status_code == 404
    client.post("/en/desk/many/", {"do": "endorse", "one": [one.pk], "sure": 1})
    assert client.get(one.letter.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("capacity", [None, "council"])
def test_whoever_writes_for_no_member_has_no_desk(client, call, france, stranger, capacity):
    if capacity:
        make.delegate(stranger, france, capacity)
    assert enter(client, stranger).get("/en/desk/").status_code == 404
    assert client.get("/en/desk/nominate/").status_code == 404
    assert 'href="/en/desk/"' not in words(client.get("/en/members/"))


def test_whoever_works_for_the_secretariat_writes_for_no_member(client, call, france, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    make.delegate(amina, france, "focal_point")
    assert enter(client, amina).get("/en/desk/").status_code == 404


def test_the_way_there_stands_above_ones_nominations_and_on_every_page(client, call, focal, asked):
    page = seen(client, focal, "/en/nominations/")
    assert "1 request waits for the answer of France" in page
    assert page.count('href="/en/desk/"') >= 2
    assert "Acting for:" not in page  # the masthead has room for the desk and a name, and the desk leads there
    assert 'href="/en/acting/"' in seen(client, focal)
    assert "you nominate experts in its name" in seen(client, focal, "/en/acting/")


def test_a_suspended_member_reads_why_its_desk_rests(client, call, france, focal, asked, jonas):
    france.suspend(reason="Dues.", by=jonas)
    page = seen(client, focal)

    assert "France is suspended." in page
    assert asked.who not in page
    for address in (at(asked), f"/en/desk/{random_id()}/", "/en/desk/nominate/"):
        assert client.get(address).url == "/en/desk/"
    client.post(at(asked, "endorse"))
    asked.refresh_from_db()
    assert asked.status == "requested"


def test_a_concluded_call_is_read_and_not_changed(client, call, france, focal, asked, jonas):
    given = agreed(call, france, focal)
    call.opens_at, call.closes_at = call.opens_at - 90 * DAY, call.opens_at - 60 * DAY
    call.save()
    call.conclude(by=jonas)
    page = seen(client, focal)

    assert "This call is concluded." in page
    assert given.name in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    assert client.get("/en/desk/nominate/").status_code == 302
    client.post(at(given, "withdraw"))
    client.post(at(asked, "endorse"))
    assert set(Endorsement.objects.values_list("status", flat=True)) == {"given", "requested"}


def test_without_a_call_the_desk_says_so(client, france, focal, groups):
    assert "No call yet" in seen(client, focal)


# --- a deputy


def test_a_deputy_sees_all_and_prepares_only(client, call, france, focal, deputy, asked):
    one, sent = prepared(call, france, focal), invited(call, france, focal, email="i@example.org")
    page = seen(client, deputy)

    assert "You are the deputy of France" in page
    assert focal.email in page
    for name in (one.name, sent.name, asked.who):
        assert name in page
    for address in ("endorse", "decline"):
        assert at(asked, address) not in page
    assert at(one, "send") not in page
    assert at(sent, "withdraw") not in page
    assert "those ticked" not in page
    assert at(one, "change") in page
    assert "Send it" not in seen(client, deputy, at(one, "send"))
    assert "Withdraw it" not in seen(client, deputy, at(sent, "withdraw"))
    assert 'action="/en/desk' not in seen(client, deputy, at(asked)).split("<main")[1]
    for thing, act in ((one, "send"), (sent, "withdraw"), (asked, "endorse"), (asked, "decline")):
        assert "the focal point gives the word" in words(client.post(at(thing, act), follow=True))
    client.post("/en/desk/many/", {"do": "endorse", "one": [asked.pk], "sure": 1})
    assert set(Endorsement.objects.values_list("status", flat=True)) == {"prepared", "invited", "requested"}


def test_a_deputy_without_a_focal_point_is_told_to_ask_the_secretariat(client, call, france, focal, deputy, amina):
    france.delegates.get(capacity="focal_point").end(by=amina)
    assert "France has no focal point at present" in seen(client, deputy)


def test_what_a_deputy_completes_waits_for_the_focal_point(client, call, france, deputy):
    typed = {**TYPED, "time_granted": "on", "language": "fr", "group": make.groups()[0].slug, "letter": pdf_file()}
    page = words(enter(client, deputy).post("/en/desk/nominate/", typed, follow=True))

    assert "Saved, and complete." in page
    assert Endorsement.objects.get().status == "prepared"
    assert not Message.objects.exists()


# --- nominating


def test_a_person_is_nominated_in_two_pages(client, call, france, focal):
    typed = {**TYPED, "time_granted": "on", "language": "fr", "group": make.groups()[0].slug, "letter": pdf_file()}
    response = enter(client, focal).post("/en/desk/nominate/", typed)
    one = Endorsement.objects.get()

    assert response.url == at(one, "send")
    page = seen(client, focal, response.url)
    assert "Send the nomination of Nia Okafor?" in page
    assert "nia@example.org" in page
    assert "2 of 2" in page
    assert one.status == "prepared"
    assert "Nia Okafor is asked now" in words(client.post(response.url, follow=True))
    one.refresh_from_db()
    assert (one.status, one.language, one.place) == ("invited", "fr", 1)
    assert Message.objects.get(occasion="nominations/named").language == "fr"


def test_what_is_not_complete_is_kept_as_typed_and_what_is_missing_said(client, call, france, focal):
    typed = {"name": "Nia", "email": "nia at example", "statement": "x" * 3001}
    page = words(enter(client, focal).post("/en/desk/nominate/", typed))
    one = Endorsement.objects.get()

    assert (one.name, one.email, one.statement) == ("Nia", "nia at example", "x" * 3001)
    for sentence in (
        "Enter an address such as",
        "1 character too long",
        "Choose the group.",
        "Attach the signed letter.",
    ):
        assert sentence in page
    assert "What you typed is saved" in page
    assert f'action="{at(one, "change")}"' in page
    assert "There is a problem" not in seen(client, focal, at(one, "change"))
    assert "Enter an address such as" in seen(client, focal, at(one, "send"))
    client.post(at(one, "send"))
    one.refresh_from_db()
    assert one.status == "prepared"


def test_what_is_saved_for_later_is_not_judged(client, call, france, focal):
    page = words(enter(client, focal).post("/en/desk/nominate/", {"name": "Nia", "later": 1}, follow=True))
    assert "Saved. Nobody has been asked yet." in page
    assert "Not complete yet" in page


def test_a_name_that_no_column_holds_stays_on_the_page_and_the_rest_is_saved(client, call, france, focal):
    page = words(enter(client, focal).post("/en/desk/nominate/", {"name": "x" * 200, "statement": "She leads."}))
    one = Endorsement.objects.get()

    assert "Not saved, because it is too long to be kept: Name of the person." in page
    assert "x" * 200 in page
    assert (one.name, one.statement) == ("", "She leads.")


def test_an_address_that_is_named_already_is_refused_and_what_was_typed_stays(client, call, france, focal):
    invited(call, france, focal)
    typed = {"name": "Nia again", "email": "NIA@example.org", "statement": "Twice.", "letter": pdf_file()}
    page = words(enter(client, focal).post("/en/desk/nominate/", typed))

    assert "France names this person in this call already." in page
    assert "Nothing of this is saved yet." in page
    assert "The file was not kept" in page
    for text in ("Nia again", "NIA@example.org", "Twice."):
        assert text in page
    assert Endorsement.objects.count() == 1


def test_a_file_has_its_fate_said(client, call, france, focal):
    wrong = SimpleUploadedFile("letter.pdf", b"not a PDF", "application/pdf")
    page = words(enter(client, focal).post("/en/desk/nominate/", {"name": "Nia", "letter": wrong}))
    one = Endorsement.objects.get()
    assert "PDF" in page.split('id="id_letter_error"')[1][:300]
    assert not EndorsementLetter.objects.exists()

    page = words(client.post(at(one, "change"), {"name": "Nia", "letter": pdf_file()}))
    assert "The signed letter is kept:" in page
    assert EndorsementLetter.objects.get().endorsement == one


def test_a_form_that_is_sent_twice_begins_one_nomination(client, call, france, focal):
    key = random_id()
    for name in ("Nia", "Nia O."):
        enter(client, focal).post("/en/desk/nominate/", {"name": name, "key": key, "later": 1})
    one = Endorsement.objects.get()
    assert (one.pk, one.name) == (key, "Nia O.")


def test_the_key_of_another_members_nomination_opens_nothing(client, call, france, focal):
    germany = make.member("DE", "Germany")
    theirs = prepared(call, germany, desk(germany)[0])
    enter(client, focal).post("/en/desk/nominate/", {"name": "Mine", "key": theirs.pk, "later": 1})

    theirs.refresh_from_db()
    assert theirs.name == "Nia Okafor"
    assert Endorsement.objects.get(member=france).name == "Mine"


def test_whoever_was_signed_out_gets_the_words_back(client, call, france, focal):
    typed = {"name": "Nia", "statement": "Typed while signed out.", "time_granted": "on", "desk": "FR"}
    response = client.post("/en/desk/nominate/", typed)
    assert "/login/" in response.url
    assert not Endorsement.objects.exists()
    spain = make.member("ES", "Spain")
    assert "signed out." not in words(enter(client, desk(spain)[0]).get("/en/desk/nominate/"))
    client.logout()
    client.post("/en/desk/nominate/", typed)
    page = words(enter(client, focal).get("/en/desk/nominate/"))
    assert "Typed while signed out." in page
    assert "There is a problem" not in page


def stamp_of(page) -> str:
    """The stamp that a page of the form carries."""
    return page.split('name="seen" value="')[1].split('"')[0]


def test_an_older_window_overwrites_nothing_until_it_has_said_so(client, client_factory, call, france, focal, deputy):
    one = prepared(call, france, focal)
    older, newer = enter(client_factory(), deputy), enter(client, focal)
    before = stamp_of(words(older.get(at(one, "change"))))
    newer.post(at(one, "change"), {"name": "Nia", "statement": "Newer.", "later": 1})

    typed = {"name": "Nia", "statement": "Older.", "later": 1}
    page = words(older.post(at(one, "change"), typed | {"seen": before}))
    one.refresh_from_db()
    assert one.statement == "Newer."
    assert ("saved in another window" in page, "Older." in page) == (True, True)

    older.post(at(one, "change"), typed | {"seen": stamp_of(page)})
    one.refresh_from_db()
    assert one.statement == "Older."


def test_going_back_to_the_first_page_and_sending_it_again_overwrites_nothing(client, call, france, focal):
    first = {"name": "Nia", "key": random_id(), "seen": "", "desk": "FR", "later": 1}
    for _twice in range(2):
        assert enter(client, focal).post("/en/desk/nominate/", first).status_code == 302
    one = Endorsement.objects.get()
    one.change(by=focal, statement="Written since.")

    page = words(client.post("/en/desk/nominate/", first))
    one.refresh_from_db()
    assert (one.statement, "saved in another window" in page) == ("Written since.", True)


def test_what_was_deleted_in_another_window_is_said_and_what_was_typed_stays(client, call, france, focal, monkeypatch):
    one, found = prepared(call, france, focal), naming.own
    enter(client, focal)

    def deleted_just_then(desk, pk):
        there = found(desk, pk)
        Endorsement.objects.get(pk=pk).drop(by=focal)
        return there

    monkeypatch.setattr(naming, "own", deleted_just_then)
    page = words(client.post(at(one, "change"), {"name": "Nia", "statement": "Typed on.", "seen": "0"}))
    assert ("deleted meanwhile" in page, "Typed on." in page, 'action="/en/desk/nominate/"' in page) == (True,) * 3

    again = prepared(call, france, focal)
    monkeypatch.setattr(sending, "own", deleted_just_then)
    response = client.post(at(again, "drop"), follow=True)
    assert response.redirect_chain == [("/en/desk/", 302)]
    assert "deleted meanwhile" in words(response)


def test_odd_words_are_kept_or_said_to_be_wrong_and_never_run(client, call, france, focal):
    enter(client, focal)

    def attempt(odd):
        typed = dict.fromkeys(("name", "email", "statement", "group", "language", "key", "time_granted"), WORDS[odd])
        assert client.post("/en/desk/nominate/", typed).status_code == 200
        one = Endorsement.objects.get()
        for address in ("/en/desk/", at(one), at(one, "change"), at(one, "send"), at(one, "drop")):
            page = client.get(address)
            assert page.status_code == 200
            assert "<kanari" not in page.content.decode()
        client.post(at(one, "send"))
        one.refresh_from_db()
        assert one.status == "prepared"

    each_undone(sorted(set(WORDS) - {"half"}), attempt)  # half a character comes from no browser


def test_odd_addresses_and_posts_break_nothing(client, call, focal):
    odd = [
        ("many/", {"do": "endorse", "one": ["x", "\x00", "1" * 5000], "sure": "1"}),
        ("many/", {"do": "__class__"}),
        ("?page=-1", None),
        ("?page=٣&all=%00", None),
        ("date/", {"until": "9999-12-31"}),
        ("date/", {"until": "\x00"}),
    ]
    enter(client, focal)

    def attempt(address, sent):
        response = client.get(f"/en/desk/{address}") if sent is None else client.post(f"/en/desk/{address}", sent)
        assert response.status_code in (200, 302)

    each_undone(odd, attempt)


def test_ranks_are_changed_by_a_button(client, call, france, focal):
    ones = [prepared(call, france, focal, name=name, email=f"{name}@example.org") for name in "abc"]
    enter(client, focal).post(at(ones[2], "rank"), {"to": "up"})
    assert list(Endorsement.objects.order_by("rank").values_list("name", flat=True)) == ["a", "c", "b"]
    client.post(at(ones[0], "rank"), {"to": "down"})
    client.post(at(ones[2], "rank"), {"to": "up"})  # the first already
    assert list(Endorsement.objects.order_by("rank").values_list("name", flat=True)) == ["c", "a", "b"]
    assert client.post(at(ones[0], "rank"), {"to": "nowhere"}).status_code == 404


def test_withdrawing_and_dropping_ask_first(client, call, france, focal):
    sent, waiting = invited(call, france, focal, email="a@example.org"), prepared(call, france, focal)
    for one, act in ((sent, "withdraw"), (waiting, "drop")):
        assert "You cannot undo" in (page := seen(client, focal, at(one, act))) or "are deleted" in page
    assert "Retirer cette désignation" in seen(client, focal, at(sent, "withdraw").replace("/en/", "/fr/"))
    assert Endorsement.objects.filter(status__in=["invited", "prepared"]).count() == 2
    client.post(at(sent, "withdraw"))
    client.post(at(waiting, "drop"))
    assert list(Endorsement.objects.values_list("status", flat=True)) == ["withdrawn"]
    assert sent.name not in seen(client, focal)


def test_nobody_names_themselves(client, call, france, focal):
    one = prepared(call, france, focal, email=focal.email)
    assert "on themselves" in words(enter(client, focal).post(at(one, "send"), follow=True))


# --- answering


def test_a_request_is_answered_in_two_clicks_from_the_mail(client, call, france, focal, asked):
    letter = Message.objects.get(occasion="nominations/desk_waits")
    assert "/en/desk/" in letter.text
    page = seen(client, focal)
    assert f'formaction="{at(asked, "endorse")}"' in page

    assert f"Endorsed: {asked.who}." in words(client.post(at(asked, "endorse"), {"one": [asked.pk]}, follow=True))
    asked.refresh_from_db()
    assert (asked.status, asked.given_by.user) == ("given", focal)
    assert "This request was answered already" in words(client.post(at(asked, "decline"), follow=True))


def test_a_look_answers_nothing(client, call, focal, asked):
    for act in ("endorse", "decline"):
        assert enter(client, focal).get(at(asked, act)).status_code == 405
    asked.refresh_from_db()
    assert asked.status == "requested"


def test_an_endorsement_may_have_a_statement_and_a_letter(client, call, focal, asked):
    enter(client, focal)
    wrong = SimpleUploadedFile("letter.pdf", b"not a PDF", "application/pdf")
    page = words(client.post(at(asked, "endorse"), {"statement": "We know her.", "letter": wrong}))
    asked.refresh_from_db()
    assert asked.status == "requested"
    assert "We know her." in page
    assert "PDF" in page.split('id="id_letter_error"')[1][:300]
    page = words(client.post(at(asked, "endorse"), {"statement": "y" * 3001, "letter": pdf_file()}))
    assert "1 character too long" in page
    assert "The file was not kept: choose it again." in page

    client.post(at(asked, "endorse"), {"statement": "We know her.", "letter": pdf_file()})
    asked.refresh_from_db()
    assert (asked.status, asked.statement, asked.letter.page_count) == ("given", "We know her.", 3)


def test_many_are_answered_at_once_after_a_preview(client, call, france, focal):
    rows = requests(call, france, 6)
    page = seen(client, focal, "/en/desk/?all=requested")
    assert page.count(" checked>") == 6
    keys = [row.pk for row in rows]
    page = words(enter(client, focal).post("/en/desk/many/", {"do": "endorse", "one": keys}))
    assert "Endorse 6 people?" in page
    assert Endorsement.objects.given().count() == 0

    page = words(client.post("/en/desk/many/", {"do": "endorse", "one": keys, "sure": 1}, follow=True))
    assert "6 people endorsed." in page
    assert Endorsement.objects.given().count() == 6


def test_one_that_was_answered_meanwhile_stops_no_other_and_is_named(client, call, france, focal):
    rows = requests(call, france, 3)
    rows[1].decline(by=focal)
    sent = {"do": "decline", "one": [row.pk for row in rows], "sure": 1}
    page = words(enter(client, focal).post("/en/desk/many/", sent, follow=True))

    assert "2 requests declined." in page
    assert f"{rows[1].who}: This request was answered already, or taken back." in page


def test_many_are_sent_in_the_order_of_their_ranks_until_the_places_are_taken(client, call, france, focal):
    ones = [prepared(call, france, focal, name=name, email=f"{name}@example.org") for name in ("aa", "bb", "cc")]
    ones[2].put_at(1, by=focal)
    sent = {"do": "send", "one": [one.pk for one in ones], "sure": 1}
    page = words(enter(client, focal).post("/en/desk/many/", sent, follow=True))

    assert "2 nominations sent." in page
    assert "bb: France can name 2 people for Responsible AI" in page
    assert set(Endorsement.objects.filter(status="invited").values_list("name", flat=True)) == {"aa", "cc"}


def test_nothing_ticked_is_said(client, call, focal):
    for sent in ({"do": "endorse"}, {"do": "everything"}, {}):
        assert "Choose at least one first" in words(enter(client, focal).post("/en/desk/many/", sent, follow=True))


def test_after_the_end_of_endorsing_there_are_no_buttons(client, call, france, focal, asked):
    call.closes_at = call.now_end = call.opens_at + DAY
    call.save()
    page = seen(client, focal)
    assert at(asked, "endorse") not in page
    assert "The time to answer ended on" in page
    assert "The time to endorse in this call has ended." in words(client.post(at(asked, "endorse"), follow=True))


def test_what_a_person_submitted_is_read_from_the_desk(client, call, france, focal, leila):
    nomination = complete(make.nomination(author=leila, call=call))
    one = requested(nomination, france)
    assert nomination.get_absolute_url() not in seen(client, focal, at(one))
    complete(nomination).submit(by=leila)

    assert nomination.get_absolute_url() in seen(client, focal, at(one))
    assert one.who in seen(client, focal, nomination.get_absolute_url())
    one.decline(by=focal)
    assert nomination.get_absolute_url() not in seen(client, focal, at(one))
    assert client.get(nomination.get_absolute_url()).status_code == 404


# --- the own date


def test_the_focal_point_sets_an_earlier_day(client, call, france, focal, deputy):
    day = (call.endorsement_end - 4 * DAY).date()
    assert "The day is set." in words(
        enter(client, focal).post("/en/desk/date/", {"until": day.isoformat()}, follow=True)
    )
    assert call.ask_end(france) == OwnDate.objects.get().until
    for wrong in ("2020-01-01", "2099-01-01", "soon", ""):
        page = words(client.post("/en/desk/date/", {"until": wrong}))
        assert 'id="id_until_error"' in page
    assert "The focal point sets it." in seen(client, deputy, "/en/desk/date/")
    page = words(client.post("/en/desk/date/", {"until": day.isoformat()}))
    assert "the focal point gives the word" in page


# --- what it costs


def test_the_desk_asks_ten_times_at_most_with_two_hundred_requests(client_factory, call, france, focal, deputy):
    one = requested(complete(make.nomination(author=make.user("first@example.org", "First"), call=call)), france)
    copies(one, 199)
    for n in range(5):
        prepared(call, france, focal, email=f"p{n}@example.org", name=f"Prepared {n}")
    for user in (focal, deputy):
        client = enter(client_factory(), user)
        client.get("/en/desk/?page=1")
        with Meter() as meter:
            response = client.get("/en/desk/")
        page = response.content.decode()

        assert page.count("asked you on") == 200, user
        assert len(meter.told) <= 10, (user, [sql[:120] for sql, _rows in meter.told])
        assert "Prepared 0" in words(client.get("/en/desk/?page=1"))


def test_what_one_did_is_told_with_as_many_statements_however_much_it_is(client, call, france, focal):
    requests(call, france, 1)[0].give(by=focal)
    enter(client, focal).get("/en/acting/")
    costs = []
    for size in (2, 5):
        for n in range(size):
            prepared(call, france, focal, name="Nia", email=f"{size}.{n}@example.org").put_at(1, by=focal)
        with Meter() as meter:
            page = words(client.get("/en/acting/"))
        costs.append(len(meter.told))

    assert costs[0] == costs[1]
    assert page.count('href="/en/desk/') > 2


def copies(one, number):
    """As many requests like this one, each of another person."""
    from members.models import Person
    from nominations.models import Nomination

    people = Person.objects.bulk_create(Person(given_name="P", family_name=str(n)) for n in range(number))
    like = {"call": one.call, "answers": one.nomination.answers, "display_name": "Copy", "status": "draft"}
    nominations = Nomination.objects.bulk_create(
        Nomination(person=person, number=1000 + n, reference=f"N26-{1000 + n}", **like)
        for n, person in enumerate(people)
    )
    fields = {
        "call": one.call,
        "member": one.member,
        "kind": "endorse",
        "status": "requested",
        "asked_at": one.asked_at,
    }
    Endorsement.objects.bulk_create(Endorsement(nomination=nomination, **fields) for nomination in nominations)
