"""The list of a call that is large: what was found is counted as far as anybody leafs, and every row can be reached."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.utils import translation

from bench import copies
from nominations.models import Nomination
from portal.lifecycle.admin.filters import CappedPaginator
from tests import make
from tests.admin import enter, list_of
from tests.answers import complete
from tests.kept import kept

pytestmark = pytest.mark.django_db
LIST = list_of(Nomination)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def desk(client, amina):
    return enter(client, amina)


@kept
def many(tomas, call):
    """2,200 nominations, 220 of them drafts."""
    nomination = complete(make.nomination(author=tomas, call=call))
    nomination.submit(by=tomas)
    copies.grow(SimpleNamespace(call=call, nomination=Nomination.objects.get(pk=nomination.pk)), 2_200)


@pytest.fixture
def listing(amina, rf):
    """What the list shows, without the page around it."""

    def found(query=""):
        request = rf.get(f"{LIST}?{query}")
        request.user = amina
        return admin.site._registry[Nomination].get_changelist_instance(request)

    return found


def test_a_long_list_says_more_than_and_a_short_one_how_many(desk, many):
    assert "more than 1,000 nominations" in desk.get(LIST).text
    assert "more than 1,000 nominations" in desk.get(f"{LIST}?state=eligible").text
    assert f"{Nomination.objects.filter(status='draft').count()} nominations" in desk.get(f"{LIST}?state=draft").text
    assert "1 nomination\n" in desk.get(f"{LIST}?q=N26-00007").text.replace("</span>", "\n")


def test_it_says_so_in_french(listing, many):
    with translation.override("fr"):
        assert listing().number_found == "plus de 1\xa0000 candidatures"


def test_every_row_is_on_one_page_however_far_one_leafs(listing, many):
    seen, number = [], 1
    while True:
        cl = listing(f"p={number}")
        seen += [row.pk for row in cl.result_list]
        if number == cl.paginator.num_pages:
            break
        number += 1

    assert number == 44
    assert len(seen) == len(set(seen)) == 2_200


def test_it_is_never_counted_further_than_a_thousand_beyond_the_page(listing, many):
    pages = [listing(f"p={number}").result_count for number in (1, 2, 20)]

    assert pages == [1_050, 1_100, 2_000]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "9" * 5_000, "²"])
def test_a_page_that_is_none_breaks_nothing(desk, call, page):
    assert desk.get(f"{LIST}?p={page}").status_code in (200, 302)


def test_few_and_many_are_found_in_the_order_of_the_list(listing, many):
    few, many_ = listing("q=nia haddad"), listing("state=submitted")

    assert 0 < few.result_count <= 10
    assert many_.result_count > 500
    for found in (few, many_):
        moments = [row.submitted_at for row in found.result_list if row.submitted_at]
        assert moments == sorted(moments, reverse=True)
        assert None not in [row.submitted_at for row in found.result_list][: len(moments)]


def test_of_few_that_fill_two_pages_the_second_holds_the_rest(listing, many):
    first, second = (list(listing(f"q=haddad&p={number}").result_list) for number in (1, 2))

    assert len(first) == 50
    assert 0 < len(second) < 50
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert all("haddad" in row.search_name for row in first + second)


def test_by_the_moment_of_submission_drafts_stand_at_the_old_end(listing, many):
    column = next(i for i, name in enumerate(listing().list_display) if name == "submitted")

    newest, oldest = (list(listing(f"o={sign}{column}").result_list) for sign in ("-", ""))

    assert all(row.submitted_at for row in newest)
    assert not any(row.submitted_at for row in oldest)


def test_a_name_is_found_as_it_stands_after_a_correction(listing, many):
    Nomination.objects.filter(number=7).update(search_name="zoe quux")

    assert [row.number for row in listing("q=quu zo").result_list] == [7]


def test_the_paginator_counts_to_ten_thousand_at_most():
    assert CappedPaginator([], 50, reading="200").counts_to == 10_000
    assert CappedPaginator([], 50, reading="150").counts_to == 8_500


def test_the_file_has_every_row_once_however_many_portions_it_comes_in(desk, many):
    portions = [part.decode() for part in desk.post(list_of(Nomination, "export")).streaming_content]
    rows = list(csv.reader(io.StringIO("".join(portions), newline="")))

    assert len(portions) == 5
    assert rows[0][0] == "\ufeffReference"
    assert sorted(row[0] for row in rows[1:]) == sorted(Nomination.objects.values_list("reference", flat=True))
    assert {row[3] for row in rows[1:]} == {"draft", "submitted", "eligible", "not eligible"}
