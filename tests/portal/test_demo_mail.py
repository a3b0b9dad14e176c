"""The demo's mailbox: what truly left, codes and all, and nothing of it anywhere else."""

import re

import pytest

from portal.notifications import outbox, tasks
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demo(settings, tmp_path, shelf):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "portal.notifications.folder.EmailBackend"


def first_address(listed) -> str:
    return re.search(r"/demo/mail/\d[^\"]+", listed)[0]


def test_a_code_is_masked_in_the_outbox_and_readable_in_the_demo(demo, client):
    outbox.post("code", to="leila@example.org", key="1", secret="K7-42", link="/en/")
    tasks.sweep()

    listed = client.get("/demo/mail/").content.decode()
    page = client.get(first_address(listed)).content.decode()

    assert "Your code" in listed
    assert "K7-42" in page
    assert Message.objects.get().status == "sent"
    assert "K7-42" not in Message.objects.get().text + Message.objects.get().html


def test_what_people_typed_is_text_there(demo, client):
    outbox.post("note", to="leila@example.org", key="1", words='<img src=x> http://evil.example/\n"', link="/en/")
    tasks.sweep()

    page = client.get(first_address(client.get("/demo/mail/").content.decode())).content.decode()

    assert "&lt;img src=x&gt; http://evil.example/" in page
    assert 'href="http://evil.example' not in page
    assert 'href="http://testserver/en/"' in page


def test_newest_first_in_pages(demo, client):
    for n in range(30):
        outbox.post("note", to="leila@example.org", key=str(n), words=f"number {n:02}", link="/en/")
    for _ in range(30):
        tasks.sweep()

    first, second = (client.get(f"/demo/mail/?page={n}").content.decode() for n in (1, 2))

    assert first.index("number 29") < first.index("number 28")
    assert "number 04" in second
    assert "number 05" not in second


@pytest.mark.abuse(40)
@pytest.mark.parametrize("address", ["/demo/mail/", "/demo/mail/anything/"])
def test_outside_the_demo_there_is_no_such_page(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.abuse(40)
def test_no_file_outside_the_folder_can_be_read(demo, client, tmp_path):
    (tmp_path / "other.eml").write_text("Subject: no")

    assert client.get("/demo/mail/..%2Fother/").status_code == 404
    assert client.get("/demo/mail/other/").status_code == 404
