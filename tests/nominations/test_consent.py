"""The nominee's page: agreed to and declined by a button, by the right person, once; what is so is said to everybody else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from members.models import Person
from nominations.models import Call, Endorsement, Nomination, NominationVersion
from nominations.receipt import content
from portal.lifecycle.models import Event
from portal.notifications import seal
from portal.notifications.models import Message
from tests import make
from tests.admin import enter
from tests.answers import complete
from tests.cases import each, each_undone
from tests.endorsements import desk, invited, requested
from tests.kept import kept
from tests.moments import at_once
from tests.portal.mailbox import code_for

pytestmark = pytest.mark.django_db
NIA = "nia@example.org"
TYPED = ("Nia Okafor", NIA, "Responsible AI", "She led our evaluation")  # what the page tells nobody but her


@kept
def named(call, france, focal):
    return invited(call, france, focal)


@kept
def nia():
    return make.user(NIA, "Nia Okafor")


def at(named, page="consent"):
    return reverse(f"nominations:{page}", args=[named.token])


def agree(client, named):
    return client.post(at(named, "consent_agree"))


def decline(client, named):
    return client.post(at(named, "consent_decline"))


def read(client, named) -> str:
    """What the page says, as one line."""
    response = client.get(at(named))
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def state(named) -> tuple:
    named.refresh_from_db()
    return (
        named.status,
        Nomination.objects.count(),
        Message.objects.count(),
        Event.objects.count(),
        Person.objects.count(),
    )


# --- reading


def test_the_letter_leads_to_a_page_that_says_who_names_whom_for_what_and_until_when(client, call, named):
    call.agree_until, call.complete_until = call.closes_at + timedelta(3), call.closes_at + timedelta(20)
    call.save()
    letter = Message.objects.get(to=NIA)
    link = seal.open_(letter.secret)

    page = client.get(link.removeprefix("http://testserver"))

    assert link.endswith(at(named))
    assert named.token not in letter.text + letter.html
    words = page.content.decode()
    for told in (
        "France (Ministry of Digital Affairs)",
        "Responsible AI",
        NIA,
        "6 to 8 hours a month",
        "as an individual",
    ):
        assert told in words
    for moment in (call.agree_until, call.complete_until):
        assert f"{moment - timedelta(minutes=1) - timedelta(hours=12):%H:%M}" in words
    assert "She led our evaluation" not in words
    assert "no-store" in page["Cache-Control"]


def test_a_link_that_we_did_not_make_is_a_missing_page(client, named):
    pk, _, signature = named.token.partition(":")

    def attempt(spoilt):
        token = spoilt.format(token=named.token, pk=pk, signature=signature, other="0" * 32) or pk
        for page, method in (("consent", client.get), ("consent_agree", client.post), ("consent_decline", client.post)):
            assert method(reverse(f"nominations:{page}", args=[token])).status_code == 404

    each(["x", "{token}x", "{pk}:{signature}x", "{other}:{signature}", ""], attempt)


def test_a_scanner_that_follows_every_link_does_nothing(client, client_factory, named, nia):
    before = state(named)
    for reader in (client, enter(client_factory(), nia)):
        for page in ("consent", "consent_agree", "consent_decline"):
            for method in (reader.get, reader.head, reader.options, reader.put, reader.delete):
                method(at(named, page))

    assert state(named) == before


def test_without_the_token_of_a_form_nothing_is_answered(client_factory, named, nia):
    for page in ("consent_agree", "consent_decline"):
        assert enter(client_factory(enforce_csrf_checks=True), nia).post(at(named, page)).status_code == 403
        assert client_factory(enforce_csrf_checks=True).post(at(named, page)).status_code == 403

    named.refresh_from_db()
    assert named.status == "invited"


# --- agreeing


def test_who_agrees_stands_before_the_list_of_what_to_fill_in(client, named, nia):
    response = agree(enter(client, nia), named)

    nomination = Nomination.objects.get()
    assert (nomination.owner, response.url) == (nia, nomination.get_absolute_url())
    assert "You agreed" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("before", "said"),
    [("draft", "Now complete"), ("withdrawn", "undo that"), ("submitted", "The word of this Member")],
)
def test_what_comes_next_is_said_as_the_nomination_stands(client, call, named, nia, before, said):
    hers = complete(make.nomination(author=nia, call=call))
    if before != "draft":
        hers.submit(by=nia)
    if before == "withdrawn":
        hers.withdraw(by=nia)

    response = agree(enter(client, nia), named)

    assert f"You agreed. {said}" in client.get(response.url).content.decode().replace(
        "You withdrew this nomination before: ", ""
    )


def test_any_proven_address_of_the_account_will_do(client, call, france, focal, nia):
    nia.emailaddress_set.create(email="okafor@university.example", verified=True)
    nia.emailaddress_set.create(email="unproven@example.org")
    second, third = (
        invited(call, france, focal, email=email) for email in ("okafor@university.example", "unproven@example.org")
    )
    enter(client, nia)

    agree(client, second)
    agree(client, third)

    assert set(Endorsement.objects.values_list("email", "status")) == {
        ("okafor@university.example", "given"),
        ("unproven@example.org", "invited"),
    }


def test_somebody_without_an_account_makes_one_on_the_way_and_comes_back(client, named):
    door = agree(client, named).url
    assert door.startswith(reverse("account_signup"))
    assert f'value="{NIA}"' in client.get(door).content.decode()

    client.post(door, {"email": NIA, "name": "Nia", "next": at(named)})
    back = client.post(reverse("account_email_verification_sent"), {"code": code_for(NIA)})

    assert back.url == at(named)
    assert "I agree" in read(client, named)
    assert not Nomination.objects.exists()
    assert agree(client, named).url == Nomination.objects.get().get_absolute_url()


def test_somebody_with_an_account_signs_in_by_a_code_and_comes_back(client, named, nia):
    door = agree(client, named).url
    assert door.startswith(reverse("account_request_login_code"))
    assert f'value="{NIA}"' in client.get(door).content.decode()

    client.post(door, {"email": NIA, "next": at(named)})
    back = client.post(reverse("account_confirm_login_code"), {"code": code_for(NIA, "login_code"), "next": at(named)})

    assert back.url == at(named)
    assert agree(client, named).url == Nomination.objects.get().get_absolute_url()


# --- declining


@pytest.mark.parametrize("signed_in", [True, False])
def test_declining_asks_once_more_and_says_that_it_is_done(client, named, nia, focal, signed_in):
    if signed_in:
        enter(client, nia)
    assert "cannot be undone" in client.get(at(named, "consent_decline")).content.decode()

    assert decline(client, named).url == at(named)

    named.refresh_from_db()
    assert (named.status, named.email) == ("declined", "")
    assert "Nothing that was typed about the person is kept" in read(client, named)
    assert Message.objects.filter(to=focal.email, occasion="nominations/naming_declined").count() == 1
    assert (named.story().last().by is not None) == signed_in


# --- another account


def test_another_account_does_nothing_and_reads_no_name(client, named, stranger):
    before = state(named)
    enter(client, stranger)

    words = read(client, named)
    assert "went to another address" in words
    assert [typed for typed in (*TYPED, "France") if typed in words] == []
    page = client.get(at(named)).content.decode()
    assert reverse("account_email") in page
    assert f'name="next" value="{at(named)}"' in page
    for response in (agree(client, named), decline(client, named), client.get(at(named, "consent_decline"))):
        assert response.url == at(named)
    assert state(named) == before


def test_another_account_that_adds_the_address_may_agree(client, named, stranger):
    enter(client, stranger)
    stranger.emailaddress_set.create(email=NIA, verified=True)

    agree(client, named)

    assert Nomination.objects.get().owner == stranger


# --- too late


def agreed(named, nia, focal):
    named.agree(by=nia)


def declined(named, nia, focal):
    named.decline_naming(by=nia)


def withdrawn(named, nia, focal):
    named.withdraw(by=focal)


def agreed_and_withdrawn(named, nia, focal):
    named.agree(by=nia)
    named.withdraw(by=focal)


def out_of_time(named, nia, focal):
    Call.objects.update(closes_at=timezone.now() - timedelta(hours=1))


def lapsed(named, nia, focal):
    out_of_time(named, nia, focal)
    named.lapse()


SAID = {
    agreed: "This was agreed to already.",
    declined: "This was declined.",
    withdrawn: "France has withdrawn this nomination.",
    agreed_and_withdrawn: "France has withdrawn this nomination.",
    out_of_time: "The time to agree has ended.",
    lapsed: "The time to agree has ended.",
}


@pytest.mark.parametrize("became", SAID, ids=lambda became: became.__name__)
def test_a_link_that_comes_too_late_does_nothing_and_says_what_is_so(
    client_factory, named, nia, focal, stranger, became
):
    became(named, nia, focal)
    accounts = {"visitor": None, "nia": nia, "stranger": stranger}

    def attempt(who):
        client = enter(client_factory(), accounts[who]) if accounts[who] else client_factory()
        before = state(named)

        words = read(client, named)
        assert SAID[became] in words
        assert [typed for typed in TYPED if typed in words] == []
        for response in (agree(client, named), decline(client, named), client.get(at(named, "consent_decline"))):
            assert response.status_code == 302
        assert state(named) == before

        own = escape(Nomination.objects.get().get_absolute_url()) if Nomination.objects.exists() else "no nomination"
        assert (own in client.get(at(named)).content.decode()) == (who == "nia" and own != "no nomination")

    each_undone(accounts, attempt)


def test_who_agreed_and_is_signed_out_comes_back_by_the_same_link(client, named, nia):
    named.agree(by=nia)

    door = agree(client, named).url

    assert door.startswith(reverse("account_request_login_code"))
    assert "Go to your nomination" in read(enter(client, nia), named)
    assert "Cette désignation a été acceptée" in client.get(at(named).replace("/en/", "/fr/")).content.decode()


# --- what is written down


def test_no_line_of_the_log_has_the_token(client, client_factory, named, nia, stranger, caplog):
    caplog.set_level("DEBUG")
    client.raise_request_exception = False
    from portal.logs import OneLine

    for reader in (client, enter(client_factory(), stranger)):
        reader.get(at(named))
        reader.get(at(named, "consent_agree"))
        reader.get(at(named)[:-2] + "/")
        reader.post(at(named, "consent_agree"))
    client_factory(enforce_csrf_checks=True).post(at(named, "consent_agree"))

    lines = [
        OneLine().format(record)
        for record in caplog.records
        if record.name.startswith(("django.request", "django.security", "portal", "nominations"))
    ]
    assert any("consent/…/agree/" in line for line in lines)
    assert [line for line in lines if named.token in line or named.token.partition(":")[2] in line] == []


# --- after it


@kept
def nominee(named, nia):
    """Her nomination, agreed to and complete."""
    return complete(named.agree(by=nia))


def told(address, occasion):
    return Message.objects.filter(to=address, occasion=f"nominations/{occasion}")


def test_the_task_list_says_who_named_her_and_until_when_to_complete(client, call, named, nia):
    call.complete_until = call.closes_at + timedelta(days=20)
    call.save()
    nomination = named.agree(by=nia)

    page = enter(client, nia).get(nomination.get_absolute_url()).content.decode()
    last = call.complete_until - timedelta(minutes=1, hours=12)
    assert "<b>France</b> (Ministry of Digital Affairs) nominates you, and you agreed." in page
    assert re.search(rf"Complete and submit your nomination by <time[^>]*>{last.day} {last:%B %Y, %H:%M}</time>", page)
    for told in (page, client.get(reverse("nominations:mine")).content.decode()):
        assert "Nominations close" not in told  # her time ends later than that of the call
    assert "Your time to submit ends in" in page

    named.withdraw(by=named.given_by.user)
    assert "<b>France</b> (" not in client.get(nomination.get_absolute_url()).content.decode()


def test_her_first_submission_is_told_to_the_focal_points_that_named_her_and_to_no_other(
    call, nominee, nia, focal, stranger
):
    germany, kenya = make.member("DE", "Germany"), make.member("KE", "Kenya")
    second = invited(call, germany, desk(germany)[0], email=nia.email)
    second.agree(by=nia)
    third = invited(call, kenya, desk(kenya)[0], email=nia.email)
    third.agree(by=nia)
    third.withdraw(by=third.given_by.user)

    nominee.submit(by=nia)
    nominee.save_section("work", {"position": "Chair"}, by=nia)
    nominee.submit(by=nia)

    letters = Message.objects.filter(occasion="nominations/naming_complete")
    assert sorted(letters.values_list("to", flat=True)) == ["focal.de@example.org", "focal.fr@example.org"]
    assert all(nominee.reference in letter.text for letter in letters)
    for occasion in ("received", "changed"):
        assert "Nominated by: France, Germany\n" in told(nia.email, occasion).get().text


def test_the_receipt_names_the_members_that_had_named_her_and_stays_as_it_is(call, nominee, nia, named):
    version = nominee.submit(by=nia)
    germany = make.member("DE", "Germany")
    later = timezone.now() + timedelta(hours=1)
    invited(call, germany, desk(germany)[0], email=nia.email).agree(by=nia, at=later)
    named.withdraw(by=named.given_by.user, at=later)

    assert ["Nominated by", "France"] in content(NominationVersion.objects.get(pk=version.pk))["facts"]


def test_whoever_nominated_themselves_has_a_receipt_without_that_line(call, leila):
    version = complete(make.nomination(author=leila, call=call)).submit(by=leila)

    assert "Nominated by" not in dict(content(version)["facts"])
    assert "Nominated by" not in told(leila.email, "received").get().text


def test_the_letter_on_her_agreement_says_when_it_was_submitted_before(call, france, focal, leila):
    complete(make.nomination(author=leila, call=call)).submit(by=leila)

    invited(call, france, focal, email=leila.email).agree(by=leila)

    assert "It was submitted already" in told(focal.email, "naming_agreed").get().text


def test_her_withdrawal_and_her_coming_back_are_told_each_time_to_those_whose_word_stands(call, nominee, nia, focal):
    germany = make.member("DE", "Germany")
    german = desk(germany)[0]
    requested(nominee, germany).give(by=german)
    for _time in range(2):
        nominee.withdraw(by=nia)
        nominee.reinstate(by=nia)

    for address in (focal.email, german.email):
        assert told(address, "person_withdrew").count() == told(address, "person_came_back").count() == 2
    assert "place of your quota" in told(focal.email, "person_withdrew").first().text
    assert "quota" not in told(german.email, "person_withdrew").first().text


def test_a_letter_to_a_desk_says_what_happened_and_leads_there(nominee, nia, focal, named):
    nominee.submit(by=nia)
    nominee.withdraw(by=nia)
    nominee.reinstate(by=nia)

    def attempt(occasion):
        letter = told(focal.email, occasion).get()
        what, second, link = letter.text.split("\n\n")[:3]
        assert letter.subject.startswith("France: ")
        assert "Nia Okafor" in letter.subject
        assert nominee.reference in what
        assert second == "You do not need to do anything."
        assert link == f"http://testserver{named.get_absolute_url()}"
        assert not re.search(r"\n{3,}|[ \t]$|\( ?\)|  |None|[!<>{}]", letter.text, re.MULTILINE)

    each(["naming_complete", "person_withdrew", "person_came_back"], attempt)


def test_who_agrees_with_an_account_whose_nomination_was_united_stands_before_their_own(
    client, call, named, nia, leila, amina
):
    kept, hers = make.nomination(author=leila, call=call), make.nomination(author=nia, call=call)
    kept.unite(hers, reason="One human, two accounts.", by=amina)
    enter(client, nia)

    assert agree(client, named).url == hers.get_absolute_url()
    assert agree(client, named).url == hers.get_absolute_url()
    assert Endorsement.objects.get().nomination == kept
    assert hers.get_absolute_url() in client.get(at(named)).content.decode()


# --- at the same moment


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_agreeing_and_declining_at_once_one_counts(client_factory, named, nia, focal):
    windows = [enter(client_factory(), nia) for _ in range(8)]
    presses = zip(windows, [agree, decline] * 4, strict=True)

    answers = at_once(*(lambda window=window, press=press: press(window, named) for window, press in presses))

    named.refresh_from_db()
    assert {answer.status_code for answer in answers} == {302}
    assert Nomination.objects.count() == (named.status == "given")
    answered = Message.objects.filter(occasion__in=["nominations/naming_agreed", "nominations/naming_declined"])
    expected = {"given": "naming_agreed", "declined": "naming_declined"}[named.status]
    assert [letter.occasion for letter in answered] == [f"nominations/{expected}"]
