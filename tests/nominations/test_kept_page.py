"""The call's page is kept for seconds for visitors of whom nothing is known, and for nobody else; never a word too long."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nominations.models import Call, Nomination
from nominations.views import kept

PAGE = "/en/call/"


@pytest.fixture(autouse=True)
def _one_slot(monkeypatch):
    """Time stands still for what is kept, so that no test depends on when it runs."""
    monkeypatch.setattr(kept, "SECONDS", 10**12)
    kept.pages.clear()


def read(path=PAGE, client=None):
    return (client or Client()).get(path).content.decode()


def test_the_second_visitor_costs_one_statement(call, django_assert_num_queries):
    first = read()
    with django_assert_num_queries(1):
        assert read() == first


def test_who_begins_meanwhile_does_not_make_it_anew(call, leila, django_assert_num_queries):
    read()
    Nomination.start(call=call, by=leila)
    with django_assert_num_queries(1):
        assert call.title in read()


def test_an_edit_shows_at_once(call):
    read()
    Call.objects.update(title_en="Another title")
    assert "Another title" in read()


def test_a_seat_more_shows_at_once(call):
    read()
    call.seats.update(number=77)
    assert "77" in read()


def test_the_end_shows_at_once(call):
    assert "Start a nomination" in read()
    Call.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert "Start a nomination" not in read()


def test_each_language_has_its_own(call):
    assert '<html lang="en">' in read()
    assert '<html lang="fr">' in read("/fr/call/")


@pytest.mark.abuse(23)
def test_what_somebody_signed_in_reads_is_neither_kept_nor_taken_from_there(call, leila, client):
    read()
    client.force_login(leila, backend="portal.accounts.signed_in.SignedIn")
    kept.pages.clear()
    assert "Leila Haddad" in read(client=client)
    assert not kept.pages
    read()
    assert "Leila Haddad" in read(client=client)
    assert "Leila Haddad" not in read()


def test_a_query_is_never_kept(call):
    read(f"{PAGE}?x=%3Cb%3E")
    assert not kept.pages
