"""Files brought to the secretariat, and what they leave behind."""

import pytest

from members.imports.words import sentence
from members.models import Affiliation, Appointment, ConsentRecord, Import, Person, PersonAddress
from portal.lifecycle.models import Event
from portal.notifications.models import Message


@pytest.fixture
def bring(groups, amina):
    """Uploads a file and lets the job look at it."""

    def bring(content, name="experts.csv"):
        taken = Import.receive(content=content, name=name, by=amina)
        taken.work()
        return taken

    return bring


@pytest.fixture
def take_in(bring, amina):
    """Uploads, checks, imports."""

    def take_in(content, name="experts.csv"):
        taken = bring(content, name)
        assert taken.status == "checked", told(taken)
        taken.carry_out(by=amina)
        taken.work()
        return taken

    return take_in


def told(taken) -> list[str]:
    """The lines of an import as they are read: row, column, sentence."""
    return [f"{line['row'] or ''} {line['column']}: {sentence(line)}".strip() for line in taken.lines]


def state() -> list:
    """All that an import may write, except its own record."""
    tables = (Person, PersonAddress, Affiliation, ConsentRecord, Appointment, Message)
    return [
        *(list(model.objects.order_by("pk").values()) for model in tables),
        Event.objects.exclude(kind__model="import").count(),
    ]
