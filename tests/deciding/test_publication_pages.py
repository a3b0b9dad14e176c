"""A publication in the admin: fixed, looked at by the head, released after signing in afresh."""

import re

import pytest
from django.utils.timezone import localtime

from nominations.deciding.links import is_ours
from nominations.deciding.models import Decision, Publication
from nominations.models import Nomination
from nominations.reviewing.models.binding import declare
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications.models import Message
from portal.templatetags.times import city, moment_words
from tests import decisions, make
from tests.admin import do, enter, list_of, page_of
from tests.kept import kept
from tests.portal.authenticator import digits, give_app

PASSWORD = "correct horse battery"


@kept
def head():
    return make.user("ruth@example.org", "Ruth Adeyemi", role="head", password=PASSWORD)


def decide(people, by):
    decisions.selected(people[0], by=by, words="Your field work convinced the committee.")
    decisions.on_reserve(people[1], by=by)
    decisions.not_selected(people[2], by=by)


def text(response) -> str:
    """The page in words, without its marks and its blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def numbers(response) -> list[str]:
    """Each row of the table of decisions."""
    table = re.search(r"<table[^>]*>(.*?)</table>", response.content.decode(), re.DOTALL)[1]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("</tr>")[1:-1]]


def test_a_list_is_fixed_looked_at_by_the_head_and_published_after_signing_in_afresh(client, call, three, amina, head):
    enter(client, amina)
    asked = {"call": call.pk, "offers_until": "2000-01-01"}
    assert "Not decided yet" in text(client.post(list_of(Publication, "add"), asked))
    decide(three, amina)
    assert "must lie in the future" in text(client.post(list_of(Publication, "add"), asked))
    form = client.get(list_of(Publication, "add"))
    until = form.context["form"].initial["offers_until"]
    page = client.post(list_of(Publication, "add"), {"call": call.pk, "offers_until": until.isoformat()}, follow=True)
    publication = Publication.objects.get()
    assert page.headers["Refresh"]
    assert "It waits for its turn." in text(page)
    publication.work()

    page = client.get(page_of(publication))
    assert "Publish" not in [verb.label for verb, _address in page.context["verbs"]]
    assert client.post(do(publication, "release")).status_code == 403
    decisions_told = numbers(page)
    assert decisions_told[0].endswith("1 1 0"), decisions_told
    assert decisions_told[4:] == ["No group 0 0 1", "In all 1 1 1", "Member track 0 0 0", "Open track 1 1 1"]
    assert "3 letters" in text(page)
    shown = dict(page.context["lines"])
    assert shown["Offers are answered until"].endswith("23:59, Anywhere on Earth")
    assert f"{moment_words(localtime(publication.asked_at))} ({city()})" in text(page), (
        "every other moment names its zone"
    )
    assert "23:59, Anywhere on Earth (UTC−12)" in publication.letters.get(occasion="deciding/selected").text
    assert "/en/nominations/…/ in 3 letters" in text(page)

    enter(client, head)
    step = client.get(do(publication, "release"))
    assert step.headers["Location"].startswith("/en/accounts/reauthenticate/?next=")
    client.post(step.headers["Location"], {"password": PASSWORD})
    publication = Publication.objects.get()
    form = client.get(do(publication, "release"))
    refused = client.post(do(publication, "release"), {"seen": form.context["form"].initial["seen"]})
    assert "Look at it before you publish it" in text(refused)
    assert "You have not looked at another list" in text(client.get(page_of(publication)))
    form = client.get(do(publication, "release"))
    seen = {"seen": form.context["form"].initial["seen"]}
    past = client.post(do(publication, "release"), seen | {"publish_at": "2020-01-01T10:00"})
    assert "must lie in the future" in text(past)
    assert "2020-01-01T10:00" in past.content.decode()

    assert client.post(do(publication, "release"), seen).status_code == 302
    again = client.post(do(publication, "release"), seen)

    assert again.headers["Location"] == page_of(publication)
    assert Message.objects.filter(occasion__startswith="deciding/").count() == 3
    page = text(client.get(page_of(publication)))
    assert "not sent" not in page
    first, second = (one.display_name for one in three[:2])
    assert f"Selected: {first} On the reserve list, by place: {second}" in page


def test_the_head_reads_every_letter_and_what_changed_since_the_last_look(client, call, three, amina, head):
    decide(three, amina)
    first = decisions.prepared(call, by=amina)
    enter(client, head).get(page_of(first))
    first.take_back(by=amina)
    decisions.not_selected(three[0], by=amina)
    three[2].withdraw(by=three[2].owner)
    Decision.objects.get(nomination=three[2]).take_back(by=amina)
    publication = decisions.prepared(call, by=amina)

    for _ in range(2):  # looking once more keeps what it is compared with
        told = text(client.get(page_of(publication)))
        assert "Outcome: selected → not selected" in told
        assert "Own words: Your field work convinced the committee. → –" in told
        assert f"{three[2].reference} Cara Candidate 3 : removed" in told
        assert three[1].reference not in told
    listed = client.get(f"{page_of(publication).removesuffix('change/')}letters/?q={three[1].reference}")
    (letter,) = listed.context["letters"]
    address = f"{page_of(publication).removesuffix('change/')}letters/{letter.pk}/"
    assert "you are on the reserve list" in text(client.get(address))
    html = client.get(f"{address}html/")
    assert (html.content.decode(), "sandbox" in html.headers["Content-Security-Policy"]) == (letter.html, True)
    assert client.get(f"{address.removesuffix(f'{letter.pk}/')}{publication.pk}/").status_code == 404


def test_what_a_conflict_bars_is_in_no_number_and_no_letter_and_the_head_cannot_publish(
    client, call, three, amina, head
):
    decide(three, amina)
    before = decisions.prepared(call, by=amina)
    enter(client, head).get(page_of(before))
    before.take_back(by=amina)
    decisions.not_selected(three[0], by=amina)
    publication = decisions.prepared(call, by=amina)
    declare(three[0], head, by=head, at=clock.now())

    page = client.get(page_of(publication))
    told = text(page)
    assert "A conflict of interest keeps part of this list from you" in told
    assert "Another head of secretariat publishes it" in told
    assert "In all" not in told
    assert not re.search(r"\d+ (?:of them|letters?|people)\b", told), (
        "no number of the rest, which the public total would betray"
    )
    assert [name for name in (three[0].reference, "Cara Candidate 1") if name in page.content.decode()] == []
    assert "Publish" not in [verb.label for verb, _address in page.context["verbs"]]
    letters = f"{page_of(publication).removesuffix('change/')}letters/"
    listed = client.get(letters)
    assert len(listed.context["letters"]) == 2
    assert "2 letters" not in text(listed)
    assert "In all 0 1 2" in numbers(enter(client, amina).get(page_of(publication)))
    assert "Page 1 of 1, 3 letters" in text(client.get(letters))
    enter(client, head)
    assert client.get(f"{letters}?q=a%00b").status_code == 200
    hidden = publication.letters.get(decision__nomination=three[0])
    assert client.get(f"{letters}{hidden.pk}/").status_code == 404
    assert not Nomination.objects.filter(status="decided").exists()


def test_a_letter_with_a_link_that_leads_elsewhere_is_shown_and_not_published(client, call, three, amina, head):
    decide(three, amina)
    hostile = {
        "words": "Read https://evil.example.com/seat first."
    }  # nobody can write this, but a text of a reason may hold it
    Decision.objects.filter(nomination=three[0]).update(**hostile)
    publication = decisions.prepared(call, by=amina)
    assert "https://evil.example.com/seat in 1 letter · leads elsewhere" in text(
        enter(client, head).get(page_of(publication))
    )
    with pytest.raises(Refused, match="leads elsewhere"):
        publication.release(by=head, seen=publication.sha256)


def test_a_link_is_ours_by_its_host_however_it_is_spelt(settings):
    settings.SITE_URL = "https://www.gpai.example"
    ours = (
        "https://www.gpai.example/en/ https://WWW.GPAI.example www.gpai.example/fr/?a=b http://www.gpai.example:443/#x"
    )
    others = (
        "https://www.gpai.example.org/ https://www.gpai.example@evil.example/ www.gpai.example.evil.example/ "
        "https://me@www.gpai.example/ https://www.gpai.example:8443/ ftp://www.gpai.example/ http://[evil/ "
        "https://www.gpai.example\\@evil.example/ www.evil.example/www.gpai.example/ mailto:www.gpai.example"
    )
    assert [link for link in [*ours.split(), f"mailto:{settings.SECRETARIAT_EMAIL}"] if not is_ours(link)] == []
    assert [link for link in others.split() if is_ours(link)] == []


def test_a_head_without_a_password_signs_in_afresh_with_their_app(client, call, three, amina, jonas):
    decide(three, amina)
    publication = decisions.prepared(call, by=amina)
    key = give_app(jonas)
    enter(client, jonas)
    seen = {"seen": publication.sha256}

    step = client.post(do(publication, "release"), seen, follow=True)
    place, _status = step.redirect_chain[-1]
    assert place.startswith("/en/accounts/2fa/reauthenticate/"), "an app is what they have"
    assert Publication.objects.get(pk=publication.pk).status == "done", "a session alone publishes nothing"
    assert client.post(place, {"code": "000000"}).status_code == 200
    assert client.post(place, {"code": digits(key)}).status_code == 302
    client.get(do(publication, "release"))
    client.post(do(publication, "release"), seen)
    assert Publication.objects.get(pk=publication.pk).status == "published"
