"""What belongs to somebody else, asked for by people who have such a thing of their own in the same call."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.models import Clarification, Document, Nomination
from tests import make, pdfs
from tests.abuse.house import written
from tests.admin import do, enter, list_of, many, page_of
from tests.answers import ANSWERS, complete, cv
from tests.portal.authenticator import give_app

pytestmark = pytest.mark.django_db
MISSING = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def hers(leila, amina, call):
    """Leila's, submitted, with a question."""
    nomination = complete(make.nomination(author=leila, call=call))
    nomination.submit(by=leila)
    nomination.ask("Since when?", by=amina)
    return nomination


@pytest.fixture
def his(tomas, amina, call):
    """Tomáš's, just so."""
    nomination = complete(make.nomination(author=tomas, call=call), answers={"orcid": ""})
    nomination.submit(by=tomas)
    nomination.ask("Until when?", by=amina)
    return nomination


@pytest.fixture
def window(client, tomas, his):
    """Tomáš's."""
    return enter(client, tomas)


def address(name, nomination, *more):
    return reverse(f"nominations:{name}", args=[nomination if isinstance(nomination, str) else nomination.pk, *more])


WRITES = {  # what its owner could send to each address
    ("section", "you"): {"family_name": "Taken", "revision": "0"},
    ("autosave", "work"): {"position": "Taken"},
    ("documents",): {"cv": None},
    ("remove_document", "cv"): {},
    ("submit",): {"declared": "on"},
    ("withdraw",): {},
    ("reinstate",): {},
    ("delete",): {},
    ("send_link",): {},
}


@pytest.mark.abuse(2)
def test_nothing_reaches_into_the_nomination_of_another_person_of_the_call(window, hers):
    before = written()
    for (name, *more), words in WRITES.items():
        sent = {key: cv() if value is None else value for key, value in words.items()}
        assert window.post(address(name, hers, *more), sent).status_code == 404, name

    assert written() == before


@pytest.mark.abuse(2, 24)
def test_ids_of_others_in_the_body_or_the_query_lead_nowhere(window, hers, his):
    """The address alone says what is meant."""
    theirs = {
        "nomination": hers.pk,
        "pk": hers.pk,
        "id": hers.pk,
        "person": hers.person_id,
        "reference": hers.reference,
    }
    before = Nomination.objects.filter(pk=hers.pk).values().get()

    window.post(address("section", his, "work"), ANSWERS | theirs | {"position": "Mine"})
    window.post(address("section", his, "work"), ANSWERS | {"position": "Mine"}, query_params=theirs)
    window.post(address("withdraw", his), theirs)

    assert Nomination.objects.filter(pk=hers.pk).values().get() == before
    his.refresh_from_db()
    assert (his.answers["position"], his.status) == ("Mine", "withdrawn")


@pytest.mark.abuse(1, 2)
def test_a_question_is_found_under_its_own_nomination_alone(window, hers, his):
    asked_of_her, asked_of_him = hers.clarifications.get(), his.clarifications.get()
    for nomination, question in ((his, asked_of_her), (hers, asked_of_him), (hers, asked_of_her)):
        place = address("clarification", nomination, question.pk)
        assert window.get(place).status_code == 404
        assert window.post(place, {"answer": "In her name."}).status_code == 404

    assert not Clarification.objects.exclude(answer="").exists()


@pytest.mark.abuse(1, 3)
def test_no_file_picture_receipt_or_data_of_another_person_is_there(window, hers):
    document = hers.documents.get()
    document.read()
    assert document.pages.exists()
    places = [
        address("document", document),
        address("document_page", document, 1),
        *(address(name, hers, 1) for name in ("receipt", "receipt_json")),
    ]
    for place in places:
        nowhere = place.replace(str(document.pk), MISSING).replace(str(hers.pk), MISSING)
        (there, work), (missing, as_much) = asked(window, place), asked(window, nowhere)
        assert there.status_code == missing.status_code == 404, place
        assert len(there.content) == len(missing.content)
        assert dict(there.headers).keys() == dict(missing.headers).keys()
        assert work == as_much, "The database would tell by its time."


def asked(window, place):
    """The answer, and the statements it took."""
    with CaptureQueriesContext(connection) as captured:
        answer = window.get(place)
    return answer, len(captured)


@pytest.mark.abuse(3)
def test_an_old_file_stays_with_those_who_may_read_it(client, client_factory, leila, tomas, amina, hers, his):
    """After it was replaced, after the nomination was withdrawn: its owner and the staff who read what was submitted."""
    old = hers.documents.get()
    new = SimpleUploadedFile("new.pdf", pdfs.good(pages=1), content_type="application/pdf")
    hers.attach("cv", new, by=leila)
    unsent = hers.current_documents[0]
    windows = {person: enter(client_factory(), person) for person in (leila, tomas, amina)}

    def who_gets(document):
        answers = {person: window.get(address("document", document)) for person, window in windows.items()}
        return {person for person, answer in answers.items() if answer.status_code == 200 and b"".join(answer)}

    assert unsent != old
    assert who_gets(old) == {leila, amina}
    assert who_gets(unsent) == {leila}
    hers.withdraw(by=leila)
    assert who_gets(old) == {leila, amina}
    assert who_gets(unsent) == {leila}


@pytest.mark.abuse(3)
@pytest.mark.parametrize(
    "root", ["/media/", "/files/", "/static/", "/static/../files/", "/en/files/", "/", "/documents/"]
)
def test_no_file_lies_at_an_address_of_its_own(client, settings, amina, hers, root):
    document = hers.documents.get()
    enter(client, amina)

    for name in (document.file.name, document.file.name.rpartition("/")[2]):
        assert client.get(f"{root}{name}").status_code in (301, 404), name


@pytest.mark.abuse(1, 2)
def test_an_applicant_finds_no_desk_of_the_secretariat_even_for_their_own(window, his, hers):
    before = written()
    for nomination in (his, hers):
        places = [page_of(nomination), do(nomination, "declare_eligible"), do(nomination, "add_note")]
        places += [list_of(Nomination), list_of(Nomination, "export"), many(Nomination, "declare_eligible")]
        for place in places:
            assert window.get(place).status_code == 404
            assert window.post(place, {"things": str(nomination.pk), "text": "x"}).status_code == 404

    assert written() == before


@pytest.mark.abuse(2)
def test_keys_codes_and_sessions_of_another_account_are_left_alone(client, client_factory, leila, tomas):
    give_app(leila)
    key = Authenticator.objects.create(user=leila, type="webauthn", data={"name": "Key"})
    window = enter(client_factory(), leila)
    of_leila = UserSession.objects.create(user=leila, ip="192.0.2.1", session_key=window.session.session_key)
    enter(client, tomas)

    for page in (f"webauthn/{key.pk}/edit/", f"webauthn/{key.pk}/remove/", "totp/deactivate/"):
        answer = client.post(f"/en/accounts/2fa/{page}", {"name": "Mine", "id": key.pk, "user": leila.pk})
        assert answer.status_code in (302, 404), page
    client.post("/en/accounts/sessions/", {"id": of_leila.pk, "session": of_leila.session_key})

    assert Authenticator.objects.filter(user=leila).count() == 2
    assert Authenticator.objects.get(pk=key.pk).data == {"name": "Key"}
    assert UserSession.objects.filter(pk=of_leila.pk).exists()


@pytest.mark.abuse(2)
def test_staff_act_as_staff_and_never_in_the_name_of_an_applicant(client, amina, hers):
    """The secretariat reads what was submitted; answers, files and withdrawal are its author's."""
    enter(client, amina)
    before = written()
    for (name, *more), words in WRITES.items():
        sent = {key: cv() if value is None else value for key, value in words.items()}
        assert client.post(address(name, hers, *more), sent).status_code == 404, name
    question = hers.clarifications.get()
    assert client.post(address("clarification", hers, question.pk), {"answer": "As staff."}).status_code == 404

    assert written() == before
    assert Document.objects.count() == 1
