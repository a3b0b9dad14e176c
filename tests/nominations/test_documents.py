"""A document's life: attached, replaced, read by the worker, served through its check, swept up."""

import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from nominations import tasks
from nominations.models import Document, NominationVersion
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from portal.notifications import doorbell
from portal.pdf.loose import forget_loose_files
from tests import make, pdfs
from tests.kept import kept


def upload(content=None, name="My CV.pdf"):
    return SimpleUploadedFile(name, pdfs.good() if content is None else content, "application/pdf")


@kept
def draft(leila, call):
    return make.nomination(author=leila, call=call)


@kept
def cv(draft, leila):
    return draft.attach("cv", upload(), by=leila)


def stored() -> list[str]:
    """All files of the store."""
    folders = [f for f in ("documents", "pages") if default_storage.exists(f)]
    return sorted(f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1])


# --- attach and remove


@pytest.mark.abuse(21)
def test_an_attached_cv_is_stored_under_a_random_name_with_its_hash(draft, leila):
    cv = draft.attach("cv", upload(name="../secret\u202e.pdf"), by=leila)

    with default_storage.open(cv.file.name) as file:
        assert file.read() == pdfs.good()
    assert cv.sha256 == hashlib.sha256(pdfs.good()).hexdigest()
    assert (cv.name, cv.page_count, cv.size) == ("secret.pdf", 2, len(pdfs.good()))
    assert stored() == [cv.file.name]
    assert "secret" not in cv.file.name
    assert draft.story().last().facts["document"] == str(cv.pk)


def test_attaching_moves_the_revision_on_and_the_same_file_again_changes_nothing(draft, leila):
    before = draft.revision
    cv = draft.attach("cv", upload(), by=leila)
    again = draft.attach("cv", upload(name="renamed.pdf"), by=leila)

    assert draft.revision == before + 1
    assert again == cv
    assert stored() == [cv.file.name]


def test_a_refused_file_changes_nothing(draft, leila, cv):
    draft.refresh_from_db()
    before = draft.revision

    with pytest.raises(Refused):
        draft.attach("cv", upload(pdfs.scripted()), by=leila)

    draft.refresh_from_db()
    assert draft.revision == before
    assert list(draft.documents.current()) == [cv]
    assert stored() == [cv.file.name]


def test_a_statement_may_have_two_pages_only(draft, leila):
    draft.attach("statement", upload(pdfs.good(2)), by=leila)

    with pytest.raises(Refused, match="3 pages; 2 pages are allowed"):
        draft.attach("statement", upload(pdfs.good(3)), by=leila)


def test_a_new_cv_takes_the_place_of_one_never_submitted_which_is_gone(
    draft, leila, cv, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        new = draft.attach("cv", upload(pdfs.good(3)), by=leila)

    assert list(draft.documents.all()) == [new]
    assert stored() == [new.file.name]


def test_a_cv_that_a_version_froze_is_kept_when_it_is_replaced_or_removed(draft, leila, cv):
    NominationVersion.freeze(draft, at=clock.now(), in_grace=False)
    new = draft.attach("cv", upload(pdfs.good(3)), by=leila)
    draft.remove_document("cv", by=leila)

    cv.refresh_from_db()
    assert cv.replaced_at is not None
    assert cv.file.name in stored()
    assert not draft.documents.current().exists()
    assert not Document.objects.filter(pk=new.pk).exists()


def test_removing_what_is_not_there_changes_nothing(draft, leila):
    before = draft.revision
    draft.remove_document("cv", by=leila)

    assert draft.revision == before


@pytest.mark.abuse(10)
def test_documents_follow_the_rules_of_answers(draft, leila, cv):
    draft.withdraw(by=leila)

    with pytest.raises(Refused):
        draft.attach("cv", upload(pdfs.good(3)), by=leila)
    with pytest.raises(Refused):
        draft.remove_document("cv", by=leila)
    assert stored() == [cv.file.name]


@pytest.mark.parametrize(("sections", "may"), [(["you"], False), (["documents"], True)])
def test_of_a_returned_nomination_only_named_sections_take_documents(draft, leila, cv, sections, may):
    version = NominationVersion.freeze(draft, at=clock.now(), in_grace=False)
    facts = {"submitted_version": version, "submitted_at": version.received_at}
    later = timezone.now() + timedelta(days=3)
    draft.move("submitted", verb="submitted", by=leila, **facts)
    draft.move("returned", verb="returned", by=None, returned_sections=sections, returned_until=later)

    if may:
        assert draft.attach("cv", upload(pdfs.good(3)), by=leila).page_count == 3
    else:
        with pytest.raises(Refused):
            draft.attach("cv", upload(pdfs.good(3)), by=leila)


class Full(ContentFile):
    """Content whose second half finds the disk full."""

    def chunks(self, chunk_size=None):
        yield self.read(100)
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_in_words_and_leaves_no_half_file(draft, leila, monkeypatch):
    with monkeypatch.context() as fault:
        fault.setattr("portal.pdf.shelf.ContentFile", Full)
        with pytest.raises(Refused, match="could not be stored; your text is kept"):
            draft.attach("cv", upload(), by=leila)

    assert stored() == []
    assert draft.attach("cv", upload(), by=leila)


def test_a_transaction_that_fails_leaves_no_file(draft, leila, monkeypatch):
    monkeypatch.setattr(type(draft), "note_documents", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        draft.attach("cv", upload(), by=leila)

    assert stored() == []


# --- the worker


def test_the_worker_makes_pictures_and_text(cv):
    tasks.read_document(str(cv.pk))

    cv.refresh_from_db()
    assert cv.reading == Document.Reading.READ
    assert cv.page_texts == ["Leila Haddad, curriculum vitae"] * 2
    assert [(p.number, p.width, p.height) for p in cv.pages.all()] == [(1, 1000, 1416), (2, 1000, 1416)]
    with default_storage.open(cv.pages.first().picture.name) as picture:
        assert picture.read()[8:12] == b"WEBP"


def test_a_bell_that_rings_twice_or_late_changes_nothing(cv):
    late = Document.objects.get(pk=cv.pk)
    cv.read()
    files = stored()
    late.read()  # read it as waiting, comes second
    tasks.read_document(str(cv.pk))

    assert stored() == files
    assert cv.pages.count() == 2


def test_a_bell_for_a_document_that_is_gone_is_quiet(cv, django_capture_on_commit_callbacks):
    late = Document.objects.get(pk=cv.pk)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        cv.forget()
    tasks.read_document(str(late.pk))

    assert stored() == []


def test_a_document_deleted_while_it_is_read_leaves_no_pictures(cv):
    late = Document.objects.get(pk=cv.pk)
    Document.objects.filter(pk=cv.pk).delete()  # the row alone, as seen by a worker that has the file in hand
    late.read()

    assert not [path for path in stored() if path.startswith("pages/")]


def test_a_file_that_changed_in_the_store_is_not_read(cv):
    default_storage.delete(cv.file.name)
    default_storage.save(cv.file.name, upload(pdfs.good(words="Somebody else")))
    cv.read()

    assert cv.reading == Document.Reading.UNREADABLE
    assert cv.pages.count() == 0


def test_the_sweep_rings_for_what_was_left_behind(cv, draft, leila, monkeypatch):
    Document.objects.update(uploaded_at=timezone.now() - timedelta(minutes=2))
    draft.attach("statement", upload(pdfs.good(1)), by=leila)  # a moment ago: its own bell is on its way

    assert list(Document.objects.left_behind()) == [cv]
    rung = []

    def ring(document):
        rung.append(document)

    monkeypatch.setattr(Document, "ring", ring)
    tasks.read_documents()
    assert rung == [cv]


def test_a_broker_that_is_away_neither_loses_a_document_nor_keeps_anybody_waiting(draft, leila, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setitem(doorbell.mute, "until", 0)
    monkeypatch.setattr(tasks.read_document, "apply_async", away)
    cv = draft.attach("cv", upload(), by=leila)
    cv.ring()

    assert doorbell.is_mute()
    assert cv.reading == Document.Reading.WAITING


def test_the_broom_takes_old_loose_files_alone(cv, settings):
    cv.read()
    for name in ("documents/loose.pdf", "documents/fresh.pdf", "pages/loose.webp"):
        default_storage.save(name, upload(b"x"))
    known = [path for path in stored() if "loose" not in path and "fresh" not in path]
    old = time.time() - 2 * 86400
    for path in [*known, "documents/loose.pdf", "pages/loose.webp"]:
        os.utime(default_storage.path(path), (old, old))

    assert forget_loose_files(timezone.now()) == ["documents/loose.pdf", "pages/loose.webp"]
    assert stored() == sorted([*known, "documents/fresh.pdf"])


def test_the_broom_finds_nothing_in_an_empty_house(db):
    tasks.forget_loose_files()

    assert stored() == []


# --- who gets the file, and how


@pytest.fixture
def _signed_in_fully(settings):
    """As if staff had passed their second step; its own tests stand with the accounts."""
    settings.REQUIRE_STAFF_MFA = False


@pytest.fixture
def addresses(draft, cv):
    cv.read()
    NominationVersion.freeze(draft, at=clock.now(), in_grace=False)  # drafts are their authors' own
    return [reverse("nominations:document", args=[cv.pk]), reverse("nominations:document_page", args=[cv.pk, 1])]


@pytest.mark.usefixtures("_signed_in_fully")
@pytest.mark.parametrize("who", ["leila", "amina", "jonas", "auditor"])
def test_the_owner_and_staff_get_the_file(client, addresses, who, request):
    client.force_login(request.getfixturevalue(who))

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert b"".join(response)


def test_staff_without_their_second_step_get_nothing(client, addresses, amina, settings):
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(amina)

    assert [client.get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.abuse(3)
@pytest.mark.usefixtures("_signed_in_fully")
def test_staff_do_not_get_the_file_of_a_draft(client, cv, amina):
    client.force_login(amina)

    assert client.get(reverse("nominations:document", args=[cv.pk])).status_code == 404


@pytest.mark.abuse(3)
def test_a_stranger_gets_the_404_of_a_missing_page(client, addresses, stranger, cv):
    client.force_login(stranger)
    missing = reverse("nominations:document", args=["00000000-0000-4000-8000-000000000000"])

    for address in [*addresses, missing]:
        assert client.get(address).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, addresses):
    for address in addresses:
        assert client.get(address).status_code == 302


@pytest.mark.abuse(19, 23)
def test_the_file_is_served_so_that_no_browser_runs_or_keeps_it(client, draft, leila):
    cv = draft.attach("cv", upload(name='Résumé "2026".pdf'), by=leila)
    client.force_login(leila)

    response = client.get(reverse("nominations:document", args=[cv.pk]))

    assert b"".join(response) == pdfs.good()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''R%C3%A9sum%C3%A9%20%222026%22.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert client.post(reverse("nominations:document", args=[cv.pk])).status_code == 405


@pytest.mark.usefixtures("_signed_in_fully")
def test_a_page_is_a_picture_to_look_at(client, addresses, amina, cv):
    client.force_login(amina)

    response = client.get(addresses[1])

    assert b"".join(response)[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert "attachment" not in response.get("Content-Disposition", "")
    assert "no-store" in response["Cache-Control"]
    assert client.get(reverse("nominations:document_page", args=[cv.pk, 3])).status_code == 404


def test_a_file_missing_from_the_store_is_a_missing_page(client, addresses, leila, cv):
    default_storage.delete(cv.file.name)
    client.force_login(leila)

    assert client.get(addresses[0]).status_code == 404


# --- uploads on their way in


@pytest.mark.abuse(37)
def test_of_a_huge_upload_only_a_little_is_kept_and_the_page_says_what_to_do(client, draft, leila):
    client.force_login(leila)

    response = client.post(reverse("nominations:documents", args=[draft.pk]), {"cv": upload(bytes(30 * 1024**2))})

    assert response.status_code == 200
    assert "The file is larger than 5 MB" in response.content.decode()
    assert stored() == []


def test_a_good_upload_by_the_form_is_attached(client, draft, leila):
    client.force_login(leila)

    client.post(reverse("nominations:documents", args=[draft.pk]), {"cv": upload()})

    assert draft.documents.current().get().page_count == 2
