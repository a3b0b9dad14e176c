"""No answer of the admin depends on a column that nobody may read: neither list nor count, order, search or look-up."""

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import JSONField

from portal.lifecycle.admin.reading import filter_names
from tests.abuse.house import written
from tests.admin import enter, list_of, page_of
from tests.portal.test_lifecycle_admin import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.abuse(6)]


def columns(model, depth=1):
    """Paths to every column of a table and of those one step away, as `?path=` would name them."""
    for field in model._meta.get_fields():
        if field.is_relation and depth and field.related_model:
            yield from (f"{field.name}__{path}" for path in columns(field.related_model, depth - 1))
        elif not field.is_relation:
            yield field.name
            if isinstance(field, JSONField):
                yield f"{field.name}__family_name"


@pytest.fixture
def rows(house, rf):
    """rows(model, query): what the list shows, in its order, and how many; None where it refuses."""
    head = house.people["head"]

    def rows(model, **query):
        desk, request = admin.site._registry[model], rf.get(list_of(model), query)
        request.user = head
        try:
            listed = desk.get_changelist_instance(request)
        except (DisallowedModelAdminLookup, DisallowedModelAdminToField, IncorrectLookupParameters):
            return None
        return [row.pk for row in listed.result_list], listed.result_count

    return rows


def test_no_column_is_guessed_by_an_address(rows):
    """Django's `?column__lookup=` is refused, or answers as if it had not been asked; of the look-ups one by turns."""
    told = []
    for model, desk in admin.site._registry.items():
        known = {name for spec in desk.list_filter for name in filter_names(spec)}
        whole = rows(model)
        for turn, path in enumerate(sorted(set(columns(model)) - known)):
            for lookup in ("", ("__startswith", "__gt", "__isnull", "__in")[turn % 4]):
                if rows(model, **{f"{path}{lookup}": "a"}) not in (None, whole):
                    told.append(f"{model._meta.model_name}: {path}{lookup}")

    assert told == []


def test_no_search_finds_what_is_hidden(house, rows):
    told = []
    for model in admin.site._registry:
        answers = (rows(model), rows(model, q="no-such-word-anywhere"))
        for word in [*house.hidden_from("head"), "Hidden-draft organisation", "Hidden-draft.pdf", "Hidden-note"]:
            if rows(model, q=word[:60]) not in answers:
                told.append(f"{model._meta.model_name}: {word}")

    assert told == []


def test_the_search_over_the_whole_admin_finds_pages_and_no_rows(house):
    """The theme's own search, also where it is asked to look into models."""
    client = house.client("head")
    for word in ("Hidden", "Hidden-draft", "other@example.org", house.draft.reference, "applicant"):
        found = client.get("/admin/search/", {"s": word, "extended": "1", "q": word, "models": "all"})
        assert found.status_code == 200
        assert str(house.draft.pk) not in found.text, word
        assert word not in found.text, word


@pytest.mark.abuse(39)
def test_the_list_as_a_file_has_nothing_hidden_either(house):
    answer = house.client("head").post(list_of(type(house.draft), "export"))
    text = b"".join(answer.streaming_content).decode()

    assert house.draft.reference in text
    assert [word for word in house.hidden_from("head") if word in text] == []


def test_pop_ups_facets_and_orders_open_no_other_door(rows):
    told = []
    for model in admin.site._registry:
        whole = sorted(rows(model)[0], key=str)
        for query in ({"_to_field": "password"}, {"_facets": "True"}, {"o": "99"}, {"o": "-99"}, {"o": "answers"}):
            found = rows(model, **query)
            if found is not None and sorted(found[0], key=str) != whole:
                told.append(f"{model._meta.model_name}: {query}")

    assert told == []


def test_a_draft_stands_where_it_stood_whatever_it_says(house, rows):
    """Its place in each order, its filters and the numbers of the first page know nothing of its answers."""
    client, model = house.client("head"), type(house.draft)
    orders = [{"o": f"{sign}{n}"} for n in range(1, 8) for sign in ("", "-")]
    filters = [
        {"state": "draft"},
        {"residence": "FR"},
        {"group": "responsible-ai"},
        {"stakeholders": "civil_society"},
        {"waits": "question"},
    ]
    asked = [*orders, *filters]

    def seen():
        waits = [(wait.words, wait.number) for wait in client.get("/admin/").context["waits"]]
        return [rows(model, **query) for query in asked], waits, client.get(page_of(house.draft)).context["tabs"]

    before = seen()
    for section, words in {
        "you": {"family_name": "Aaaa", "given_name": "Aaaa", "published_name": "Aaaa", "residence": "FR"},
        "work": {"stakeholder_group": "civil_society", "first_group": "responsible-ai"},
    }.items():
        house.draft.save_section(section, words, by=house.people["other"])

    assert seen() == before


def test_the_auditor_changes_nothing_by_any_post(house):
    """Every address of the admin, with words that would be enough for an officer."""
    client = house.client("auditor")
    words = {"action": "declare_eligible", "_selected_action": str(house.nomination.pk), "things": house.nomination.pk}
    for verb in WORDS.values():
        words |= verb
    before, found = written(), []
    for address in house.addresses():
        if address.startswith("/admin/") and address != "/admin/logout/":
            client.post(address, words)
            if (now := written()) != before:
                found.append(f"{address}: {before} became {now}")
                before = now

    assert found == []


@pytest.mark.abuse(29)
def test_a_role_that_ended_a_second_ago_opens_no_address_of_the_admin_and_no_file(house, client, jonas):
    officer = house.people["officer"]
    enter(client, officer)
    places = [address for address in house.addresses() if address.startswith("/admin/")]
    places += [house.nomination.documents.get().get_absolute_url(), f"{house.nomination.get_absolute_url()}receipt/1/"]
    assert client.get("/admin/").status_code == client.get(places[-1]).status_code == 200

    officer.role_grants.get().end(by=jonas)

    answers = {address: client.get(address).status_code for address in places}
    assert {address: status for address, status in answers.items() if status != 404} == {}
