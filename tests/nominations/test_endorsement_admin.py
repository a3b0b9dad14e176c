"""What the secretariat reads of Members' words: what was sent, in full; what was not, as a number without a name."""

import pytest

from nominations.models import Call, Endorsement
from portal.lifecycle.models import Event
from tests import make
from tests.accessions import pdf_file
from tests.admin import enter, list_of, page_of
from tests.answers import complete
from tests.endorsements import agreed, invited, prepared, requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


def found(client, query="") -> set:
    page = client.get(f"{list_of(Endorsement)}?{query}")
    assert page.status_code == 200, (query, page.status_code)
    return {(one.member.code, one.status) for one in page.context["cl"].result_list}


@pytest.mark.parametrize("who", ["amina", "jonas", "auditor"])
def test_staff_read_what_was_sent_and_count_what_was_not(request, client, call, france, focal, who):
    prepared(call, france, focal, name="Zora Hidden", email="zora@example.org")
    sent = invited(call, france, focal)
    enter(client, request.getfixturevalue(who))

    listing = client.get(list_of(Endorsement)).text
    assert ("Nia Okafor" in listing, "Zora" in listing, "France 1" in listing) == (True, False, True)
    assert found(client) == {("FR", "invited")}
    page = client.get(page_of(sent)).text
    assert "She led our evaluation" in page
    assert sent.letter.get_absolute_url() in page


def test_nobody_of_staff_finds_a_name_that_was_never_sent(client, amina, call, france, focal):
    hidden = prepared(call, france, focal, name="Zora Hidden", email="zora@example.org")
    enter(client, amina)

    assert client.get(page_of(hidden)).status_code == 404
    assert client.get(hidden.letter.get_absolute_url()).status_code == 404
    for address in (list_of(Endorsement), f"{list_of(Endorsement)}?q=zora", list_of(Event)):
        assert "Zora Hidden" not in client.get(address).text
    for event in Event.objects.about(hidden):
        assert "Zora" not in client.get(page_of(event)).text


def test_one_is_found_by_reference_name_and_each_filter(client, amina, tomas, call, france, focal):
    nomination = make.nomination(author=tomas, call=call)
    germany = make.member("DE", "Germany")
    requested(nomination, germany)
    invited(call, france, focal, name="Zoë Žižek", email="zoe@example.org")
    enter(client, amina)
    france_waits, germany_waits = ("FR", "invited"), ("DE", "requested")

    for query, wanted in {
        f"q={nomination.reference}": {germany_waits},
        "q=dvorak": {germany_waits},
        "q=zoe+ziz": {france_waits},
        "q=zoe@example.org": set(),
        "q=nobody": set(),
        "q=!": set(),
        "member=FR": {france_waits},
        "kind=endorse": {germany_waits},
        "state=given": set(),
        "waits=any": {france_waits, germany_waits},
        "waits=member": {germany_waits},
        "waits=person": {france_waits},
        "group=responsible-ai": {france_waits},
        "group=future-of-work": set(),
        f"call={call.year}": {france_waits, germany_waits},
    }.items():
        assert found(client, query) == wanted, query


def test_the_group_of_a_request_is_that_of_its_submitted_nomination(client, amina, tomas, call):
    nomination = complete(make.nomination(author=tomas, call=call))
    requested(nomination, make.member("DE", "Germany"))
    nomination.submit(by=tomas)
    nomination.refresh_from_db()

    assert found(enter(client, amina), f"group={nomination.group.slug}") == {("DE", "requested")}


def test_a_letter_is_read_by_staff_and_the_log_says_who(client, amina, call, france, focal, caplog):
    sent = invited(call, france, focal)
    caplog.set_level("INFO", "nominations.views.desk")

    answer = enter(client, amina).get(sent.letter.get_absolute_url())

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert f"letter {sent.letter.pk} opened by user {amina.pk}" in caplog.text


def test_the_letter_of_an_answer_is_read_once_it_is_given(client, amina, tomas, call, france, focal):
    request = requested(make.nomination(author=tomas, call=call), france)
    letter = request.attach_letter(pdf_file(), by=focal)
    enter(client, amina)
    pages = (page_of(request), page_of(request.nomination))

    assert client.get(letter.get_absolute_url()).status_code == 404
    assert [letter.get_absolute_url() in client.get(page).text for page in pages] == [False, False]
    request.give(by=focal)
    assert b"".join(client.get(letter.get_absolute_url()).streaming_content).startswith(b"%PDF")
    assert [letter.get_absolute_url() in client.get(page).text for page in pages] == [True, True]


def test_the_dossier_shows_each_members_word_with_its_statement(client, amina, call, france, focal):
    one = agreed(call, france, focal)
    page = enter(client, amina).get(page_of(one.nomination)).text

    assert "She led our evaluation" in page
    assert one.letter.get_absolute_url() in page
    assert page_of(one) in page


def test_the_prepared_are_those_of_the_present_call(client, amina, jonas, call, france, focal):
    prepared(call, france, focal)
    Call.objects.filter(pk=call.pk).update(year=2020)
    make.call(by=jonas)

    assert "France 1" not in enter(client, amina).get(list_of(Endorsement)).text
