"""The buttons of the admin: open to the right role, in the right state, by POST alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from nominations.models import Nomination, NominationVersion
from portal.lifecycle.models import Event
from tests import make


def do(nomination, verb):
    return reverse("admin:nominations_nomination_do", args=[nomination.pk, verb])


@pytest.fixture
def _letters(settings, tmp_path):
    (tmp_path / "messages" / "nominations").mkdir(parents=True)
    for name in ("nominations/eligible.txt", "letter.html"):
        (tmp_path / "messages" / name).write_text("Subject\n\nWords.")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]


@pytest.fixture
def submitted(tomas, call, _letters):
    nomination = make.nomination(author=tomas, call=call)
    version = NominationVersion.freeze(nomination, at=timezone.now(), in_grace=False)
    nomination.move("submitted", verb="submitted", by=tomas, submitted_at=timezone.now(), submitted_version=version)
    return nomination


def test_an_officer_declares_a_nomination_eligible(client, amina, submitted):
    client.force_login(amina)

    response = client.post(do(submitted, "declare_eligible"))

    assert response.status_code == 302
    submitted.refresh_from_db()
    assert submitted.status == Nomination.Status.ELIGIBLE
    assert Event.objects.about(submitted).last().by == amina


def test_an_auditor_declares_nothing(client, auditor, submitted):
    client.force_login(auditor)

    assert client.get(do(submitted, "declare_eligible")).status_code == 403
    assert client.post(do(submitted, "declare_eligible")).status_code == 403
    submitted.refresh_from_db()
    assert submitted.status == Nomination.Status.SUBMITTED


def test_the_page_of_a_nomination_has_the_button(client, amina, submitted):
    client.force_login(amina)

    page = client.get(reverse("admin:nominations_nomination_change", args=[submitted.pk]))

    assert page.status_code == 200
    assert "Declare eligible" in page.content.decode()
