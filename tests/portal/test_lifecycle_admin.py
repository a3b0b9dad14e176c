"""The buttons of the admin: open to the right role, in the right state, by POST alone."""

import random
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import unfold
from django.contrib import admin
from django.forms import Field
from django.test import Client
from django.utils import timezone

from nominations.admin.verbs import VERBS
from nominations.forms.screening import ChooseForm
from nominations.models import Nomination
from portal.accounts.forms.roles import Invite
from portal.lifecycle.models import Event
from tests import make
from tests.admin import do, enter, list_of, many, page_of
from tests.answers import complete
from tests.cases import each

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
NEXT_WEEK = (timezone.now() + timedelta(days=7)).date().isoformat()
WORDS = {
    "declare_eligible": {},
    "declare_ineligible": {"reason": "The call asks for five years of work."},
    "return_for_correction": {"sections": ["you", "work"], "until": NEXT_WEEK, "reason": "Name your employer."},
    "ask": {"question": "Since when?"},
    "add_note": {"text": "Looked up."},
    "correct": {"question": "position", "value": "Head of evaluations", "reason": "A letter was missing."},
    "extend": {"until": (timezone.now() + timedelta(days=60)).date().isoformat(), "reason": "An illness."},
}


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """How staff come in is tested with the accounts; here they are in."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def submitted(tomas, call):
    nomination = complete(make.nomination(author=tomas, call=call))
    nomination.submit(by=tomas)
    return nomination


@pytest.fixture
def other(leila, call):
    nomination = complete(make.nomination(author=leila, call=call))
    nomination.submit(by=leila)
    return nomination


def status(nomination):
    return Nomination.objects.values_list("status", flat=True).get(pk=nomination.pk)


def test_an_officer_declares_a_nomination_eligible_with_one_button(client, amina, submitted):
    response = enter(client, amina).post(do(submitted, "declare_eligible"), follow=True)

    assert "Declared eligible." in response.text
    assert status(submitted) == "eligible"
    event = Event.objects.about(submitted).last()
    assert (event.verb, event.by, event.capacity) == ("declared_eligible", amina, "officer")


# --- roles


@pytest.mark.parametrize(("who", "answer"), [("auditor", 403), ("tomas", 404), ("stranger", 404)])
def test_every_verb_is_closed_to_other_roles_on_get_and_on_post(request, client, submitted, who, answer):
    enter(client, request.getfixturevalue(who))
    before = Event.objects.count()

    for verb in VERBS:
        assert client.get(do(submitted, verb.name)).status_code == answer
        assert client.post(do(submitted, verb.name), WORDS.get(verb.name, {"reason": "so"})).status_code == answer
        assert client.post(many(Nomination, verb.name), {"things": submitted.pk}).status_code == answer
    assert status(submitted) == "submitted"
    assert Event.objects.count() == before


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_a_verb_is_open_to_the_secretariat(client, amina, submitted, verb):
    enter(client, amina)
    before = Event.objects.about(submitted).count()

    assert client.get(do(submitted, verb)).status_code == 200
    assert client.post(do(submitted, verb), WORDS[verb]).status_code == 302
    assert Event.objects.about(submitted).count() == before + 1


def test_a_head_may_what_an_officer_may(client, jonas, submitted):
    enter(client, jonas)

    assert [client.get(do(submitted, verb)).status_code for verb in WORDS] == [200] * len(WORDS)
    assert client.post(do(submitted, "declare_eligible")).status_code == 302
    assert status(submitted) == "eligible"


def test_nobody_who_is_not_signed_in_comes_in(client, submitted):
    for address in (page_of(submitted), do(submitted, "declare_eligible"), list_of(Nomination), "/admin/"):
        assert "/login/" in client.get(address)["Location"]
        assert client.post(address).status_code == 302
    assert status(submitted) == "submitted"


@pytest.mark.abuse(29)
def test_a_role_that_ended_a_moment_ago_opens_nothing(client, amina, submitted):
    enter(client, amina)
    grant = amina.role_grants.get()
    grant.since, grant.until = timezone.now() - timedelta(days=2), timezone.now()
    grant.save()

    assert client.post(do(submitted, "declare_eligible")).status_code == 404
    assert status(submitted) == "submitted"


def test_the_auditor_reads_everything_and_finds_no_button(client, auditor, submitted):
    enter(client, auditor)

    page = client.get(page_of(submitted)).text
    listing = client.get(list_of(Nomination)).text

    assert submitted.reference in page
    assert 'class="verb' not in page
    assert ">Correct<" not in page
    assert 'name="action"' not in listing
    assert "CSV" not in listing


def test_the_auditor_opens_every_list_and_adds_nothing(client, auditor, submitted):
    enter(client, auditor)

    for model in admin.site._registry:
        assert client.get(list_of(model)).status_code == 200, model
        assert client.get(list_of(model, "add")).status_code == 403, model
        assert client.post(list_of(model, "add")).status_code in (403, 405), model


# --- acts


@pytest.mark.abuse(32)
def test_looking_at_a_button_does_nothing(client, amina, submitted):
    before = Event.objects.count()

    enter(client, amina)
    for verb in VERBS:
        client.get(do(submitted, verb.name))
        client.get(many(Nomination, verb.name))

    assert status(submitted) == "submitted"
    assert Event.objects.count() == before


@pytest.mark.abuse(32)
def test_an_act_from_another_site_is_refused(amina, submitted):
    client = enter(Client(enforce_csrf_checks=True), amina)

    for verb, words in WORDS.items():
        assert client.post(do(submitted, verb), words).status_code == 403
        assert client.post(many(Nomination, verb), {"things": submitted.pk, **words}).status_code == 403
    assert status(submitted) == "submitted"


@pytest.mark.abuse(24)
def test_a_status_cannot_be_posted_to_the_page(client, amina, submitted):
    response = enter(client, amina).post(page_of(submitted), {"status": "eligible", "_save": "Save"})

    assert response.status_code == 405
    assert status(submitted) == "submitted"


def test_a_refusal_is_shown_and_what_was_typed_is_kept(client, amina, submitted):
    words = WORDS["return_for_correction"] | {"until": "2020-01-01"}

    page = enter(client, amina).post(do(submitted, "return_for_correction"), words).text

    assert "The date to correct by must lie in the future." in page
    assert "Name your employer." in page
    assert "checked" in page
    assert status(submitted) == "submitted"


def test_missing_words_are_asked_for_at_their_field(client, amina, submitted):
    page = enter(client, amina).post(do(submitted, "declare_ineligible"), {"reason": "  "}).text

    assert 'id="id_reason_error"' in page
    assert "Give the reason: the applicant reads it." in page
    assert "This field is required" not in page
    assert status(submitted) == "submitted"


FORMS = dict.fromkeys(
    verb.form for thing in admin.site._registry.values() for verb in getattr(thing, "verbs", ()) if verb.form
)


@pytest.mark.parametrize("form", [*FORMS, ChooseForm, Invite], ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_a_missing_word_is_asked_for_by_its_name_and_not_by_a_formula(form):
    formula = str(Field.default_error_messages["required"])
    fields = form.base_fields.items()
    bare = [name for name, field in fields if field.required and not field.widget.is_hidden and says(field) == formula]

    assert bare == []


def says(field) -> str:
    return str(field.error_messages["required"])


def test_a_verb_that_closed_meanwhile_says_why(client, amina, jonas, submitted):
    submitted.declare_eligible(by=jonas)
    enter(client, amina)

    posted = client.post(do(submitted, "declare_ineligible"), WORDS["declare_ineligible"])
    got = client.get(do(submitted, "declare_ineligible"), follow=True)

    assert "This is “eligible” at present and cannot become “not eligible”." in posted.text
    assert "The call asks for five years of work." in posted.text
    assert "This is “eligible” at present" in got.text
    assert status(submitted) == "eligible"


def test_a_draft_deleted_meanwhile_is_a_missing_page(client, amina, leila, call):
    draft = make.nomination(author=leila, call=call)
    address = do(draft, "add_note")
    draft.delete_draft(by=leila)

    assert enter(client, amina).post(address, {"text": "late"}).status_code == 404


# --- many at once


def test_many_are_shown_before_anything_happens(client, amina, submitted, other):
    other.declare_eligible(by=amina)
    chosen = {"action": "declare_ineligible", "_selected_action": [submitted.pk, other.pk]}

    page = enter(client, amina).post(list_of(Nomination), chosen).text

    assert "It will be done for <strong>1</strong>" in page
    assert "<strong>1</strong> cannot" in page
    assert "This is “eligible” at present and cannot become “not eligible”." in page
    assert status(submitted) == "submitted"


def test_many_are_done_each_with_its_event_and_letter(client, amina, submitted, other):
    things = f"{submitted.pk} {other.pk}"

    page = enter(client, amina).post(many(Nomination, "declare_eligible"), {"things": things}, follow=True).text

    assert "Declare eligible: done for 2." in page
    assert {status(submitted), status(other)} == {"eligible"}
    assert Event.objects.filter(verb="declared_eligible", by=amina).count() == 2


def test_of_many_one_refused_meanwhile_is_named_and_the_rest_is_done(client, amina, tomas, submitted, other):
    submitted.withdraw(by=tomas)
    words = {"things": f"{submitted.pk} {other.pk}", **WORDS["declare_ineligible"]}

    page = enter(client, amina).post(many(Nomination, "declare_ineligible"), words, follow=True).text

    assert "done for 1." in page
    assert f"{submitted}: This is “withdrawn”" in page
    assert (status(submitted), status(other)) == ("withdrawn", "ineligible")


def test_many_keep_their_words_when_one_is_missing(client, amina, submitted):
    words = {"things": submitted.pk, "sections": ["you"], "until": "", "reason": "Name your employer."}

    page = enter(client, amina).post(many(Nomination, "return_for_correction"), words).text

    assert "Name your employer." in page
    assert str(submitted.pk) in page
    assert status(submitted) == "submitted"


def test_a_verb_for_one_is_not_for_many(client, amina, submitted):
    address = many(Nomination, "correct")

    assert enter(client, amina).post(address, {"things": submitted.pk, **WORDS["correct"]}).status_code == 404


# --- what is odd

ODD = [
    "",
    " ",
    "\x00",
    "-1",
    "9" * 40,
    "é" * 300,
    "'; --",
    "<script>",
    "{{ 7|add:1 }}",
    "None",
    "[]",
    "_5F",
    "2026-13-45",
    "%00",
]


def odd_requests(random_, things):
    """Addresses and data that no page of ours would send; others each time."""
    for _ in range(150):
        thing = random_.choice(things)
        pk = random_.choice([thing.pk, uuid.uuid4(), 0, "x", "9" * 30, "_00", "%00"])
        names = f"/admin/{thing._meta.app_label}/{thing._meta.model_name}"
        verb = random_.choice(
            [*WORDS, "release_screening", "undo_screening", "publish", "copy", "conclude", "send_again", "cancel", "x"]
        )
        tails = [
            "/",
            "/add/",
            f"/{pk}/change/",
            f"/{pk}/do/{verb}/",
            f"/many/{verb}/",
            f"/{pk}/delete/",
            f"/{pk}/history/",
        ]
        keys = [
            "action",
            "_selected_action",
            "select_across",
            "index",
            "things",
            "until",
            "reason",
            "sections",
            "question",
            "year",
            "value",
        ]
        data = {key: random_.choice(ODD) for key in random_.sample(keys, 5)} | {"action": random_.choice([verb, *ODD])}
        yield names + random_.choice(tails), data


@pytest.mark.abuse(36)
@pytest.mark.slow
def test_odd_requests_are_answered_without_an_error_of_ours(jonas, submitted, call):
    client = enter(Client(raise_request_exception=False), jonas)
    things = [submitted, call, submitted.person, jonas]

    for address, data in odd_requests(random.Random(), things):  # noqa: S311  not for secrets
        for method in (client.get, client.post):
            assert method(address, data).status_code < 500, (method, address, data)


OF_ITS_OWN = ["q=%00", "q=%25%25", "status=%00", "id=1", "state=%00", "at_from=9999-12-31&at_until=9999-12-31"]
# these Django reads alike for all, so that each list is asked two of them
OF_EVERY_LIST = ["p=999999", "p=-1", "p=x", "o=99", "o=x.-1", "all=1", "e=1", "_popup=1", "_to_field=x"]


@pytest.mark.abuse(36)
@pytest.mark.parametrize("turn", range(3))
def test_odd_lists_are_answered(client, jonas, call, turn):
    enter(client, jonas)

    def attempt(model, query):
        assert client.get(f"{list_of(model)}?{query}").status_code in (200, 302, 400)

    lists = list(enumerate(admin.site._registry))[turn::3]
    each([(model, query) for at, model in lists for query in (*OF_ITS_OWN, *OF_EVERY_LIST[at % 4 :: 4])], attempt)


def test_three_templates_of_ours_stand_before_the_themes_front_page_side_bar_and_the_words_of_an_empty_list():
    theirs = {
        str(path.relative_to(root))
        for root in [Path(unfold.__file__).parent / "templates"]
        for path in root.rglob("*.html")
    }
    theirs |= {
        str(path.relative_to(root))
        for root in [Path(admin.__file__).parent / "templates"]
        for path in root.rglob("*.html")
    }
    ours = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")}

    assert ours & theirs == {"admin/index.html", "unfold/helpers/empty_results.html"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/admin/", "What waits"),
        ("/admin/nominations/nomination/", "Nominations"),
        ("/admin/nominations/nomination/screening/", "Screening"),
        ("/admin/lifecycle/event/?p=1", "Log"),
    ],
)
def test_the_side_bar_leads_to_every_list_and_marks_the_one_that_is_open(client, amina, submitted, address, name):
    bar = enter(client, amina).get(address).text.partition('id="nav-sidebar-apps"')[2].partition("<form")[0]
    lines = re.findall(r'<a href="([^"]+)" class="([^"]+)">.*?<span>(.*?)</span>\s*</a>', bar, re.DOTALL)

    assert [words for _, look, words in lines if look.endswith(" active")] == [name]
    assert {list_of(model) for model in admin.site._registry} <= {place for place, *_ in lines}


def test_the_admin_alone_may_evaluate_for_its_theme(client, amina, submitted):
    enter(client, amina)

    assert "'unsafe-eval'" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/en/")["Content-Security-Policy"]
