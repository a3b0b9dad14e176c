"""An offer on its pages: who sees it, taking it, leaving it; once, and with nothing typed lost."""

import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from members.models import Appointment, Person
from members.models.appointing import day_words
from members.notices import terms as notices
from nominations.deciding.letter import letter_of
from nominations.deciding.models import Decision, DecisionRecord, Offer, Publication
from nominations.deciding.offer_clock import remind
from nominations.models import Call, Nomination
from nominations.reviewing.models.binding import impose
from nominations.seen_by_member import SeenByMember
from portal.lifecycle.clock import day_of
from portal.lifecycle.models import Event, Refused
from portal.notifications.models import Message
from portal.pdf.arrival import BYTES_AT_MOST
from tests import decisions, make
from tests.admin import enter
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def offered(call, three, amina, jonas):
    """The first is selected, the second on the reserve list, the third not selected; all told."""
    first, second, third = three
    decisions.selected(first, by=amina, words="Your field work convinced the committee.")
    decisions.on_reserve(second, by=amina)
    decisions.not_selected(third, by=amina, words="Your record is short yet.")
    for one in three:
        assert at_desk(one) == "Eligible: waiting for review"
        assert "Decided" not in page(one)
        assert "field work" not in page(one)
    decisions.published(call, by=amina, head=jonas)
    return decisions.offer_of(first)


def reader(nomination) -> Client:
    return enter(Client(), nomination.person.user)


def page(nomination) -> str:
    """What its person reads of a nomination."""
    return reader(nomination).get(nomination.get_absolute_url()).content.decode()


def at_desk(nomination) -> str:
    """What the desk of a Member is told became of it."""
    return str(SeenByMember(Nomination.objects.get(pk=nomination.pk), [], timezone.now()).told.text)


def address(offer, page="") -> str:
    return f"/en/offers/{offer.pk}/{page}"


def told(occasion):
    return Message.objects.filter(occasion=f"deciding/{occasion}")


def test_each_reads_what_became_of_them_and_a_seat_declined_goes_to_the_next(offered, call, three, amina, jonas):
    first, second, third = three

    assert [at_desk(one) for one in three] == ["Selected", "On the reserve list", "Not selected"]
    assert "Selected: please answer" in page(first)
    assert "Your field work convinced the committee." in page(first)
    assert address(offered) in page(first)
    assert "You are on the reserve list" in page(second)
    assert "You were not selected" in page(third)
    assert "Your record is short yet." in page(third)
    own = reader(first).get(address(offered)).content.decode()
    assert "The seat is yours if you take it" in own
    assert "I take part in my personal capacity" in own
    mine = reader(first).get("/en/nominations/").content.decode()
    assert "accept or decline the seat" in mine
    for stranger in (second.person.user, amina, jonas):
        for part in ("", "accept/", "decline/"):
            assert enter(Client(), stranger).get(address(offered, part)).status_code == 404
    admin = enter(Client(), amina)
    assert first.reference in admin.get("/admin/deciding/offer/").content.decode()
    assert admin.get(f"/admin/deciding/offer/{offered.pk}/change/").status_code == 200
    bench = f"/en/committee/{call.year}/"
    assert "Offer: offered" in words(admin.get(bench))
    assert "next" in words(admin.get(f"{bench}reserve/"))
    Offer.objects.update(until=timezone.now() + timedelta(days=6))
    [wait] = [one for one in admin.get("/admin/").context["waits"] if one.words == "offers end within a week"]
    assert admin.get(wait.address).context["cl"].result_count == wait.number == 1

    call.targets.create(fact="stakeholder_group", value="labour", least=20)
    Nomination.objects.filter(pk=second.pk).update(stakeholder_group="labour")
    client = reader(first)
    assert "This cannot be undone" in client.get(address(offered, "decline/")).content.decode()
    assert b"4,200 characters too long" in client.post(address(offered, "decline/"), {"reason": "x" * 5_000}).content
    for _ in range(2):
        client.post(address(offered, "decline/"), {"reason": "I move to another post."})
    offer = Offer.objects.get()
    assert (offer.status, offer.decline_reason) == ("declined", "I move to another post.")
    assert at_desk(first) == "Selected; did not take the seat"
    assert offer.next.nomination == second
    letter = told("next_proposed").get().text
    assert f"Proposed: {second.reference}" in letter
    assert "stakeholder group, Labour and trade unions: +1 (at least 20 per cent)" in letter
    assert "You are on the reserve list" in page(second)
    assert "Offer: declined" in words(admin.get(bench))
    assert "Offer: declined" in words(admin.get(f"{bench}{first.pk}/"))
    assert "published · Proposed: selected" in words(admin.get(f"{bench}reserve/"))
    waits = {one.words: one.address for one in admin.get("/admin/").context["waits"]}
    assert waits[f"next of the reserve list proposed in the call of {call.year}"] == f"{bench}reserve/"
    release = decisions.prepared(call, by=amina)
    waits = {one.words: one.address for one in admin.get("/admin/").context["waits"]}
    ready = waits["lists to be looked at and published"]
    assert admin.get(ready).context["cl"].result_count == 1
    release.take_back(by=amina)
    offer.next.take_back(by=amina)
    Decision.objects.get(nomination=second, status="published").leave(by=second.person.user)
    assert "no longer on the reserve list" in words(admin.get(bench))


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_seat_is_taken_once_with_interests_as_they_are_now(offered, three):
    first = three[0]
    group = decisions.group_of(first)
    chair = make.expert(make.user("chair@example.org", "Co Chair"), role="co_chair", group=group)
    client, there = reader(first), address(offered, "accept/")
    form = client.get(there).content.decode()
    assert "Whether the public may know" in form

    assert "There is a problem" in client.post(there, {"interest_funding": "x" * 900}).content.decode()
    typed = {"interest_funding": "A grant of the city of Nice.", "publication": "on"}
    answers = [client.post(there, typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    offer = Offer.objects.get(pk=offered.pk)
    term = Appointment.objects.get(person=first.person)
    assert (offer.status, offer.appointment, term.group) == ("accepted", term, decisions.group_of(first))
    assert offer.interests.content == {"interest_funding": "A grant of the city of Nice."}
    assert first.person.consents_to("publication")
    assert told("accepted").count() == 1
    assert "agreed to be shown" in told("accepted").get().text
    assert not Message.objects.filter(occasion="members/term_appointed").exists()
    assert Message.objects.get(occasion="members/roster").to == chair.user.email
    assert "The seat is yours" in client.get(address(offer)).content.decode()
    assert client.get(first.person.get_absolute_url()).status_code == 200
    assert client.post(address(offer, "decline/"), {"reason": "Late."}).status_code == 409
    assert b"Nothing changed." in client.post(address(offer, "decline/"), {"reason": " "}, follow=True).content
    with pytest.raises(Refused, match="answered already"):
        offer.decline(by=first.person.user)


def test_a_second_window_that_accepts_with_other_interests_reads_what_counts_and_what_it_typed(offered, three):
    client, there = reader(three[0]), address(offered, "accept/")
    first = {"interest_funding": "A grant of the city of Nice."}
    other = {"interest_funding": "A grant of the city of Lyon.", "interest_patents": "A gripper, granted."}
    client.post(there, first)

    answer = client.post(there, other)
    read = words(answer)

    assert answer.status_code == 409
    assert re.search(r"You accepted it on \d+ \w+ \d{4}, \d\d:\d\d", read)
    assert "what you typed now was not taken" in read
    assert "If your interests have changed, write to" in read
    counts, typed = read.split("What counts")[1].split("What you typed now")
    assert first["interest_funding"] in counts
    assert all(said in typed for said in other.values())
    assert "Patents" not in counts
    assert Offer.objects.get().interests.content == first
    same = client.post(there, first | {"interest_funding": " A grant of the city of Nice.\r\n"})
    assert same["location"] == client.get(there)["location"] == address(offered)
    assert client.post(there, first | {"publication": "on"}).status_code == 409, "of the public, too"


def test_of_two_windows_at_the_same_moment_the_later_reads_what_counts(offered, three, monkeypatch):
    first, accept = three[0], Offer.accept

    def after_the_other(self, **said):
        monkeypatch.setattr(Offer, "accept", accept)
        Offer.objects.get(pk=self.pk).accept(interests={}, nothing_to_declare=True, by=first.owner)
        return accept(self, **said)

    monkeypatch.setattr(Offer, "accept", after_the_other)
    read = words(reader(first).post(address(offered, "accept/"), {"interest_funding": "A grant of the city of Lyon."}))

    assert "I have nothing to declare" in read.split("What you typed now")[0]
    assert "A grant of the city of Lyon." in read.split("What you typed now")[1]


def test_what_was_typed_signed_out_is_shown_where_the_seat_was_accepted_meanwhile(offered, three):
    there, visitor = address(offered, "accept/"), Client()
    visitor.post(there, {"interest_funding": "A grant of the city of Lyon."})
    reader(three[0]).post(there, {"interests_none": "on"})

    client = enter(visitor, three[0].owner)

    assert "A grant of the city of Lyon." in words(client.get(there)).split("What you typed now")[1]
    assert client.get(there)["location"] == address(offered), "once"


def test_a_second_window_that_declines_with_another_reason_reads_what_was_told(offered, three):
    client, there = reader(three[0]), address(offered, "decline/")
    client.post(there, {"reason": "I move. "})

    read = words(client.post(there, {"reason": "My employer forbids it."}))

    told_then, typed = read.split("What you told us then")[1].split("What you typed now")
    assert "I move." in told_then
    assert "My employer forbids it." in typed
    assert [client.post(there, {"reason": said}).status_code for said in ("I move. ", "")] == [302, 302]
    assert Offer.objects.get().decline_reason == "I move."


def test_a_letter_of_appointment_and_a_receipt_are_known_by_their_hash_alone(offered, three, amina, jonas):
    first, other = three[0], three[1]
    offered.accept(interests={}, nothing_to_declare=True, by=first.person.user)
    pdf = reader(first).get(address(offered, "letter/")).content
    receipt = reader(other).get(f"/en/nominations/{other.pk}/receipt/1/").content
    offer = Offer.objects.get(pk=offered.pk)

    assert sha256(pdf).hexdigest() == offer.letter_sha256 == sha256(letter_of(offer)).hexdigest()
    assert enter(Client(), amina).get(address(offered, "letter/")).content == pdf
    assert reader(other).get(address(offered, "letter/")).status_code == 404
    catalogue = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"
    words = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "Cara Candidate 1" in words
    Offer.write_letters()
    assert Offer.objects.get(pk=offered.pk).letter_sha256 == offer.letter_sha256

    impose(first, amina, reason="A cousin.", by=jonas, at=timezone.now())
    barred, there = enter(Client(), amina), f"/admin/deciding/offer/{offer.pk}/"
    assert barred.get(address(offer, "letter/")).status_code == 404
    assert barred.get(f"{there}change/").status_code == barred.get(f"{there}do/prolong/").status_code == 404
    assert first.reference not in barred.get("/admin/deciding/offer/").content.decode()

    today = day_words(day_of(offer.answered_at))
    appointed = f"This is a letter of appointment issued by the secretariat on {today}."
    assert asked(file=upload(pdf)) == asked(sha256=f" {offer.letter_sha256.upper()} ") == appointed
    for version in (asked(file=upload(receipt)), asked(sha256=other.submitted_version.sha256)):
        assert version.startswith("This is a receipt for a nomination received on ")
    assert asked(sha256="0" * 64) == asked(file=upload(b"")) == "Not known to us."
    assert "Cara" not in str(Client().post("/en/verify/", {"sha256": offer.letter_sha256}).content)
    for odd in ({}, {"sha256": "12"}, {"sha256": "\x00" * 64}, {"file": upload(b"0" * (BYTES_AT_MOST + 1))}):
        assert "There is a problem" in Client().post("/en/verify/", odd).content.decode()
    for _ in range(60):
        answer = Client().post("/en/verify/", {"sha256": "1" * 64})
    assert answer.status_code == 429


def upload(content):
    return SimpleUploadedFile("file.pdf", content)


def asked(**what) -> str:
    """What the public page answers."""
    return Client().post("/en/verify/", what).context["sentence"]


def test_what_is_typed_is_kept_signed_out_late_and_where_a_seat_is_in_the_way(offered, three):
    first, there = three[0], address(offered, "accept/")
    typed = {"interest_funding": "A grant of the city of Nice."}
    visitor = Client()
    assert "/accounts/login/" in visitor.post(there, typed)["location"]
    assert typed["interest_funding"] in enter(visitor, first.person.user).get(there).content.decode()

    make.term(first.person, starts_on=timezone.now().date(), group=decisions.group_of(first))
    taken = reader(first).post(there, typed)
    Offer.objects.update(until=timezone.now() - timedelta(hours=1))
    late = reader(first).post(there, typed)

    assert [taken.status_code, late.status_code] == [409, 409]
    assert "You hold a seat in this group already" in taken.content.decode()
    assert "The time to answer this offer is over" in late.content.decode()
    assert typed["interest_funding"] in taken.content.decode()
    assert typed["interest_funding"] in late.content.decode()
    assert Offer.objects.get().status == "offered"
    assert "The offer has lapsed" in reader(first).get(address(offered)).content.decode()


def test_reminders_come_once_each_and_speak_of_the_new_end_when_it_is_moved(offered, three, amina):
    until = offered.until
    for before in (timedelta(days=7), timedelta(days=7), timedelta(days=2), timedelta(hours=24), timedelta(hours=23)):
        remind(until - before)
    assert told("offer_reminder").count() == 3
    assert told("offer_reminder").filter(reminder=True, expires_at__isnull=False).count() == 3

    later = until + timedelta(days=10)
    admin, verb = enter(Client(), amina), f"/admin/deciding/offer/{offered.pk}/do/prolong/"
    assert "Say why" in admin.post(verb, {"until": f"{later:%Y-%m-%d}", "reason": ""}).content.decode()
    admin.post(verb, {"until": f"{later:%Y-%m-%d}", "reason": "In hospital."})

    offer = Offer.objects.get()
    assert offer.until > until
    assert told("offer_prolonged").count() == 1
    remind(offer.until - timedelta(days=7))
    assert told("offer_reminder").count() == 4
    offer.lapse(at=offer.until)
    assert told("lapsed").count() == 1
    remind(offer.until + timedelta(minutes=1))
    assert told("offer_reminder").count() == 4
    assert Decision.objects.proposed().exists()


def test_whoever_is_erased_leaves_a_hash_that_is_known_but_no_letter_and_no_reason_for_more_time(
    offered, three, amina, jonas
):
    person, why = three[0].person, "In hospital."
    offered.prolong(until=offered.until + timedelta(days=10), reason=why, by=amina)
    offered.accept(interests={}, nothing_to_declare=True, by=person.user)
    pdf, admin = offered.pdf(), enter(Client(), amina)
    story = Event.objects.filter(thing_id=offered.pk, facts__reason=why)
    assert story.count() == 1

    assert DecisionRecord.erase(person, by=jonas) == 1

    assert asked(file=upload(pdf)).startswith("This is a letter of appointment issued by")
    assert admin.get(address(offered, "letter/")).status_code == 404
    Offer.write_letters()  # nobody makes it anew
    offer = Offer.objects.get(pk=offered.pk)
    assert (offer.letter, offer.letter_sha256) == (None, sha256(pdf).hexdigest())
    assert not story.exists()


def test_whoever_is_erased_stands_in_no_letter_about_their_term_to_anybody(offered, three, amina, jonas):
    """In what co-chairs and the secretariat read of it: of one term, of a term under another name, and in digests."""
    now, group = timezone.now(), decisions.group_of(three[0])
    chair = make.person(user=make.user("leads@example.org", "Lea Leads"))
    make.term(chair, group=group, role="co_chair", starts_on=day_of(now) - timedelta(days=1), at=now)
    other = make.term(make.person(published_name="Otto Other"), group=group, starts_on=day_of(now), at=now, tell=True)
    offered.accept(interests={}, nothing_to_declare=True, by=three[0].person.user)
    term, name = Appointment.objects.get(person=three[0].person), three[0].display_name
    Person.objects.filter(pk=term.person_id).update(published_name="Cara Newname")
    term = Appointment.objects.get(pk=term.pk)
    term.ends_as = "ended"
    notices.parted(term, now, term.record("ended", by=amina, at=now))
    notices.ending([term, other], now)
    about = Q(Q(text__contains=name) | Q(text__contains="Cara Newname"), occasion__startswith="members/")
    leader = Q(to="leads@example.org")
    assert Message.objects.filter(about & leader).count() == 3
    assert Message.objects.filter(about, occasion="members/terms_ending").count() == 2, "the secretariat's, too"

    assert DecisionRecord.erase(term.person, by=jonas) == 1

    assert [letter.subject for letter in Message.objects.filter(about)] == []
    assert Message.objects.get(leader, text__contains="Otto Other").occasion == "members/roster", "another's stays"


def test_the_verbs_themselves_keep_the_time_the_interests_and_the_seats(offered, three, amina):
    first, second = three[:2]
    with pytest.raises(Refused, match="Say what your interests are"):
        offered.accept(interests={"interest_funding": "  "}, by=first.person.user)
    offered.lapse(at=offered.until - timedelta(seconds=1))
    assert Offer.objects.get(pk=offered.pk).status == "offered"

    offered.decline(by=first.person.user)
    place, after = second.decisions.get(status="published"), offered.decision.call.reserve_until
    over = timezone.now() + timedelta(days=3_000)
    place.end_wait(at=over)
    assert (after is None, Decision.objects.get(pk=place.pk).status) == (True, "published"), (
        "no list ends without a day"
    )
    Call.objects.update(reserve_until=day_of(timezone.now()))
    place = Decision.objects.get(pk=place.pk)
    place.end_wait(at=over)
    assert Decision.objects.get(pk=place.pk).status == "published", "proposed for a seat from it"
    Offer.objects.get(pk=offered.pk).next.take_back(by=amina)
    place.end_wait(at=over)
    assert Decision.objects.get(pk=place.pk).status == "superseded"


def test_a_seat_beyond_those_of_the_group_that_comes_free_is_offered_to_nobody(call, three, amina, jonas):
    first, second, third = three
    call.seats.filter(group=decisions.group_of(first)).update(number=1)
    for one in (first, second):
        decisions.selected(one, by=amina)
    decisions.on_reserve(third, by=amina)
    until = timezone.now() + timedelta(days=14)
    publication = Publication.prepare(call, by=amina, offers_until=until, beyond_seats=True)
    publication.work()
    publication.refresh_from_db()
    publication.release(by=jonas, seen=publication.sha256)

    decisions.offer_of(first).decline(by=first.person.user)
    assert not Decision.objects.proposed().exists()
    assert "No seat of the group is free" in Event.objects.get(verb="followed").facts["why"]
    decisions.offer_of(second).decline(by=second.person.user)
    assert Decision.objects.proposed().get().nomination == third
