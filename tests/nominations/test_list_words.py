"""What the admin's lists say is true: of the rows that were chosen, of an end, and where nothing was found."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.utils import timezone

from nominations.models import Call, Nomination
from tests import make
from tests.admin import enter, list_of
from tests.answers import complete
from tests.kept import kept

pytestmark = pytest.mark.django_db

AT_ONCE = "The applicants are told at once."
HELD = "after the hours the call has set. Until then you can undo it."
SOME = "told at once where their call holds no letters; the others learn it after the hours their call has set"


@pytest.fixture
def desk(client, amina, settings):
    settings.REQUIRE_STAFF_MFA = False
    return enter(client, amina)


@kept
def three(call, leila, tomas, stranger, jonas):
    """Submitted: two of this year's call, one of another that is open as well."""
    other = make.call(by=jonas, year=2027)
    rows = [
        complete(make.nomination(author=author, call=of))
        for author, of in ((leila, call), (tomas, call), (stranger, other))
    ]
    for nomination in rows:
        nomination.submit(by=nomination.person.user)
    return rows


@pytest.mark.parametrize("verb", ["declare_eligible", "declare_ineligible"])
@pytest.mark.parametrize(
    ("holds", "said"), [((0, 0), AT_ONCE), ((24, 24), HELD), ((24, 48), HELD), ((0, 24), SOME), ((24, 0), SOME)]
)
def test_of_many_chosen_the_page_says_when_their_applicants_learn_it(desk, three, verb, holds, said):
    for call, hours in zip(Call.objects.order_by("year"), holds, strict=True):
        Call.objects.filter(pk=call.pk).update(screening_hold_hours=hours)

    page = desk.post(list_of(Nomination), {"action": verb, "_selected_action": [row.pk for row in three]}).text

    assert [words for words in (AT_ONCE, HELD, SOME) if words in page] == [said]


def test_of_one_chosen_it_names_the_hours_and_of_none_that_can_it_promises_nothing(desk, three, amina):
    first, second, _third = three
    Call.objects.update(screening_hold_hours=36)
    first.declare_eligible(by=amina)

    def chosen(*rows):
        return desk.post(
            list_of(Nomination), {"action": "declare_eligible", "_selected_action": [row.pk for row in rows]}
        ).text

    assert "The applicant learns it in 36 hours." in chosen(first, second)
    assert "learn" not in chosen(first)


def test_a_return_ends_in_the_list_as_its_letter_says(desk, three, amina):
    year = timezone.now().year + 1
    three[0].return_for_correction(
        sections=["you"], reason="A date is missing.", until=datetime(year, 12, 2, 12, tzinfo=UTC), by=amina
    )

    page = desk.get(list_of(Nomination)).text

    assert f"by 1 Dec {year} 23:59, Anywhere on Earth" in page
    assert "2 Dec" not in page


@pytest.mark.parametrize(
    ("language", "nothing", "none_fits", "back"),
    [
        ("en", "There is nothing here yet.", "Nothing here fits the search and the filters.", "Show all"),
        ("fr", "Il n’y a encore rien ici.", "Rien ici ne correspond à la recherche ni aux filtres.", "Tout afficher"),
    ],
)
def test_an_empty_list_says_so_and_asks_nobody_to_create(desk, amina, language, nothing, none_fits, back):
    amina.language = language
    amina.save()
    lists = [list_of(model) for model in admin.site._registry]
    empty = [page for page in (desk.get(address).text for address in lists) if nothing in page]

    assert len(empty) >= 4
    assert not [page for page in empty if back in page or "yielded" in page]

    for query in ("q=nobody", "state=draft"):
        page = desk.get(f"{list_of(Nomination)}?{query}").text
        link = f'<a href="?" class="verb verb-quiet">{back}</a>'
        assert [words for words in (nothing, none_fits, link) if words in page] == [none_fits, link]
