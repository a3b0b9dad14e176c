"""The page on which a reviewer scores: what is kept, handed in, missing, refused, and seen of others."""

import pytest

from nominations.reviewing.models import Assignment, Conflict, Review
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from portal.lifecycle.models import Event
from tests import committee
from tests.admin import enter
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, luis):
    return enter(client, luis.user)


@kept
def two(call, amina):
    return committee.candidates(call, 2, by=amina)


@kept
def mine(two, luis, amina):
    return committee.given(two[0], luis, by=amina)


@kept
def following(two, luis, amina):
    return committee.given(two[1], luis, by=amina)


@pytest.fixture
def address(mine):
    return f"/en/review/{mine.pk}/"


def sent(call, score=4, **more):
    """What the page sends."""
    words = committee.words(call, score)
    scores = {f"score_{key}": str(value) for key, value in words["scores"].items()}
    return {**scores, "recommendation": words["recommendation"], "comment": words["comment"], "revision": "0"} | more


def text(response) -> str:
    return response.content.decode()


def test_saving_hands_in_and_leads_to_the_next(client, mine, address, following, luis):
    answer = client.post(address, sent(luis.call))

    assert answer["location"] == following.get_absolute_url()
    mine.refresh_from_db()
    assert (mine.status, float(mine.review.total)) == ("done", 80.0)


def test_after_the_last_one_the_queue_says_that_nothing_waits(client, address, luis):
    answer = client.post(address, sent(luis.call), follow=True)

    assert "You are done: nothing waits." in text(answer)
    assert "1 of 1 done" in text(answer)


def test_half_a_review_is_kept_and_says_what_is_missing(client, mine, address, luis):
    answer = client.post(address, sent(luis.call, comment="", recommendation=""))

    for words in ("Choose your recommendation", "Write a comment", "kept as a draft"):
        assert words in text(answer)
    review = Review.objects.get()
    assert (review.status, len(review.scores)) == ("draft", 5)
    assert f'name="revision" value="{review.revision}"' in text(answer)


def test_a_comment_that_is_too_long_is_kept_whole_and_not_handed_in(client, address, luis):
    answer = client.post(address, sent(luis.call, comment="x" * 3001))

    assert (answer.status_code, Review.objects.get().status) == (400, "draft")
    assert "1 character too long" in text(answer)
    assert Review.objects.get().aside["comment"] == "x" * 3001


def test_a_double_click_hands_in_once_and_answers_the_same(client, address, luis):
    first, second = client.post(address, sent(luis.call)), client.post(address, sent(luis.call))

    assert first["location"] == second["location"]
    assert [event.verb for event in Review.objects.get().story()] == ["handed_in"]


def test_two_windows_overwrite_nothing_and_both_are_shown(client, address, luis):
    client.post(address, sent(luis.call, window="a"))

    answer = client.post(address, sent(luis.call, score=2, comment="Of the other window", window="b"))

    assert answer.status_code == 409
    assert committee.COMMENT in text(answer)
    assert "Of the other window" in text(answer)
    assert float(Review.objects.get().total) == 80.0


def test_the_choice_between_two_windows_is_saved(client, address, luis):
    client.post(address, sent(luis.call, window="a"))
    client.post(address, sent(luis.call, score=2, comment="Mine", revision="1", **{"keep-comment": "other"}))

    review = Review.objects.get()
    assert (float(review.total), review.comment) == (40.0, committee.COMMENT)


def test_what_is_saved_while_typing_is_a_draft_and_its_own_page_may_save_it(client, address, mine, luis):
    kept = client.post(f"{address}autosave/", sent(luis.call, comment="Half a sen", window="a"))
    assert (kept.status_code, kept.json()["revision"]) == (200, 1)
    mine.refresh_from_db()
    assert (mine.status, Review.objects.get().aside["comment"]) == ("assigned", "Half a sen")

    client.post(address, sent(luis.call, window="a"))  # before the page heard of revision 1

    assert Review.objects.get().comment == committee.COMMENT


def test_autosave_of_an_older_window_is_refused(client, address, luis):
    client.post(address, sent(luis.call, window="a"))

    assert client.post(f"{address}autosave/", sent(luis.call, score=1, window="b")).status_code == 409


@pytest.mark.parametrize("way", ["", "skip/"])
def test_what_was_typed_when_the_session_was_lost_comes_back(client, address, luis, way):
    client.logout()
    assert client.post(f"{address}autosave/", sent(luis.call)).status_code == 401
    answer = client.post(f"{address}{way}", sent(luis.call, comment="Typed after the end"))
    assert f"next={address}" in answer["location"]
    client.force_login(luis.user, backend="portal.accounts.signed_in.SignedIn")

    back = client.get(address, follow=True)

    assert "Typed after the end" in text(back)
    assert Review.objects.get().status == "draft"


@pytest.mark.parametrize("odd", ["9" * 5000, "²", "١", "\x00"])
def test_odd_numbers_of_a_lost_session_are_no_fault_of_the_page(client, address, luis, odd):
    client.logout()
    client.post(address, sent(luis.call, comment="Typed after the end", revision=odd, window=f"a\x00{odd}"))
    enter(client, luis.user)

    assert "Typed after the end" in text(client.get(address, follow=True))


def test_somebody_else_who_signs_in_there_gets_nothing_of_it(client, address, luis, ruth):
    client.logout()
    client.post(address, sent(luis.call, comment="Typed after the end"))
    client.force_login(ruth.user, backend="portal.accounts.signed_in.SignedIn")

    assert client.get(address).status_code == 404
    assert not Review.objects.exists()


def test_after_the_close_nothing_is_changed_and_what_was_typed_stays_on_the_page(client, address, luis):
    client.post(address, sent(luis.call))
    luis.call.review_until = clock.now()
    luis.call.save()

    answer = client.post(address, sent(luis.call, score=1, comment="Too late", revision="1"))

    assert answer.status_code == 409
    assert "Reviews closed on" in text(answer)
    assert "Too late" in text(answer)
    assert float(Review.objects.get().total) == 80.0
    assert "Save" not in text(client.get(address)).partition("<form id=")[2].partition("</form>")[0]


def test_skipping_keeps_what_was_typed_and_leads_on(client, mine, address, following, luis):
    answer = client.post(f"{address}skip/", sent(luis.call, comment="Later"))

    assert answer["location"] == following.get_absolute_url()
    assert Review.objects.get().aside["comment"] == "Later"
    assert Assignment.objects.visible_to(luis.user).in_order().last() == mine


def test_the_button_for_a_conflict_keeps_what_was_typed_and_asks_first(client, address, luis):
    answer = client.post(address, sent(luis.call, go="conflict"))

    assert answer["location"] == f"{address}conflict/"
    assert Review.objects.get().aside["comment"] == committee.COMMENT
    assert not Conflict.objects.exists()


def test_a_conflict_is_said_with_its_reason_and_the_nomination_is_gone(client, address, luis):
    unsaid = client.post(f"{address}conflict/", {"note": ""})
    assert (unsaid.status_code, Conflict.objects.count()) == (400, 0)

    client.post(f"{address}conflict/", {"note": "We ran a company."})

    assert Conflict.objects.get().reason == "We ran a company."
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("why", ["abstain", "other"])
def test_abstaining_takes_it_out_of_the_queue_and_is_no_conflict(client, mine, address, why):
    client.post(f"{address}decline/", {"why": why, "note": "Not my field."})

    mine.refresh_from_db()
    assert (mine.declined_for, mine.decline_note) == (why, "Not my field.")
    assert (client.get(address).status_code, Conflict.objects.count()) == (404, 0)


def test_what_is_in_cannot_be_declined_but_for_a_conflict(client, mine, address, luis):
    mine.save_review(**committee.words(luis.call), by=luis.user)

    answer = client.post(f"{address}decline/", {"why": "abstain", "note": "Too late for it"})

    assert answer.status_code == 409
    assert "Your review is in and counts" in text(answer)
    assert "Too late for it" in text(answer)


# --- others


@kept
def theirs(mine, ruth, amina):
    return committee.reviewed(mine.nomination, ruth, by=amina, score=2, comment="Planted by Ruth.")


def test_the_others_reviews_come_after_ones_own(client, mine, address, theirs, luis):
    before = client.get(address)
    assert "Planted by Ruth" not in text(before)
    assert "Reviews by others" not in text(before)

    mine.save_review(**committee.words(luis.call), by=luis.user)

    after = text(client.get(address))
    assert "Planted by Ruth." in after
    assert "Reviewer 2" in after
    assert "Ruth Adeyemi" not in after


def test_the_call_may_name_reviewers_or_share_nothing(client, mine, address, theirs, luis):
    mine.save_review(**committee.words(luis.call), by=luis.user)
    type(luis.call).objects.update(reviewers_named=True)
    assert "Ruth Adeyemi" in text(client.get(address))

    type(luis.call).objects.update(reviews_shared=False)

    assert "Planted by Ruth" not in text(client.get(address))


@pytest.mark.abuse(8)
def test_the_review_of_whoever_has_a_conflict_is_shown_to_nobody(client, mine, address, theirs, luis, amina):
    mine.save_review(**committee.words(luis.call), by=luis.user)

    impose(mine.nomination, theirs.reviewer.user, reason="Cousins.", by=amina, at=clock.now())

    assert "Planted by Ruth" not in text(client.get(address))


@pytest.mark.abuse(5)
def test_the_page_is_the_same_before_and_after_somebody_elses_review(client, mine, address, ruth, amina):
    def plain(path):
        answer = client.get(path)
        page = answer.content.replace(answer["x-request-id"].encode(), b"")
        for name in ("csrfmiddlewaretoken", "window"):
            start = page.find(f'name="{name}"'.encode())
            page = page[:start] + page[page.find(b">", start) :] if start >= 0 else page
        return answer.status_code, page

    paths = (address, "/en/review/", f"{address}?show=answers")
    given = committee.given(mine.nomination, ruth, by=amina)
    before = [plain(path) for path in paths]

    given.save_review(**committee.words(ruth.call, 1), by=ruth.user)

    assert [plain(path) for path in paths] == before


# --- what is gone is missing


FILES = ("", "conflict/", "decline/", "cv/", "statement/", "pages/cv/1/")


def status(client, address) -> int:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def gone(client, address):
    return [status(client, f"{address}{path}") for path in FILES]


@pytest.mark.abuse(3)
@pytest.mark.abuse(8)
@pytest.mark.parametrize("end", ["conflict", "abstain", "release", "end", "withdraw", "impose"])
def test_what_is_no_longer_judged_is_missing_with_all_its_files(client, mine, address, luis, amina, end):
    document = mine.version.documents.get()
    document.pages.create(number=1, picture=document.file.name, width=9, height=9)
    assert gone(client, address) == [200, 200, 200, 200, 404, 200]

    {
        "conflict": lambda: mine.decline(why="conflict", note="My sister.", by=luis.user),
        "abstain": lambda: mine.decline(why="abstain", by=luis.user),
        "release": lambda: mine.release(by=amina, reason="Ill."),
        "end": lambda: luis.end(by=amina, reason="Ill."),
        "withdraw": lambda: mine.nomination.withdraw(by=mine.nomination.person.user),
        "impose": lambda: impose(mine.nomination, luis.user, reason="Cousins.", by=amina, at=clock.now()),
    }[end]()

    assert gone(client, address) == [404] * 6
    assert client.post(address, sent(luis.call)).status_code == 404
    there = client.get(address)
    missing = client.get("/en/review/00000000-0000-4000-8000-000000000000/")
    assert there.content.replace(there["x-request-id"].encode(), b"") == missing.content.replace(
        missing["x-request-id"].encode(), b""
    )


def test_a_file_is_a_download_and_a_page_a_picture(client, mine, address):
    document = mine.version.documents.get()
    document.pages.create(number=1, picture=document.file.name, width=9, height=9)

    file, page = client.get(f"{address}cv/"), client.get(f"{address}pages/cv/1/")
    assert b"".join(file.streaming_content) == b"".join(page.streaming_content) != b""
    assert file["content-disposition"] == 'attachment; filename="haddad-cv.pdf"'
    assert page["content-type"] == "image/webp"
    assert f"{address}pages/cv/1/" in text(client.get(address))


def test_a_reviewers_acts_are_told_as_a_reviewers(client, address, luis):
    client.post(address, sent(luis.call))

    assert set(Event.objects.filter(by=luis.user).values_list("capacity", flat=True)) == {"reviewer"}
