"""The dossier: all that the secretariat may read of one nomination. Answers come from the version that counts."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from members.typed import Typed
from portal.lifecycle import clock
from portal.notifications.models import Message

from ..models import Clarification, Nomination
from ..models.comparing import changes


class Line(NamedTuple):
    """A question with its answer; `name` where the secretariat may correct it."""

    label: str
    answer: str
    name: str = ""


def dossier(nomination, query, reader) -> dict:
    """What the page shows to this reader. query: the address's `before` and `after`, numbers of the versions to compare."""
    version = nomination.submitted_version
    versions = list(nomination.versions.order_by("-number")) if version else []
    questions = list(nomination.clarifications.select_related("asked_by"))
    endorsements = list(nomination.endorsements.sent().select_related("call", "member", "letter_row"))
    nomination.words = endorsements
    return {
        "nomination": nomination,
        "now": clock.now(),
        "version": version,
        "sections": sections(version) if version else [],
        "documents": documents(version) if version else [],
        "versions": versions,
        "comparison": comparison(versions, query),
        "notes": nomination.notes.select_related("by"),
        "questions": questions,
        "endorsements": endorsements,
        "track_reason": nomination.track_reason(endorsements),
        "letters": letters(nomination, questions, reader),
        "deadline": nomination.deadline(),
        "following": Nomination.objects.visible_to(reader).to_screen_after(nomination),
        "elsewhere": Nomination.objects.visible_to(reader)
        .filter(person=nomination.person_id)
        .exclude(pk=nomination.pk)
        .select_related("call"),
        "tabs": tabs(version, versions, nomination, questions, endorsements),
    }


def tabs(version, versions, nomination, questions, endorsements) -> list[tuple[str, str, int | None]]:
    """(name, title, how many) of each tab; without a version there are no answers to show."""
    answered = [
        ("you", _("Person"), None),
        ("work", _("Work"), None),
        ("contribution", _("Contribution"), None),
        ("documents", _("Documents"), None),
        ("interests", _("Interests"), None),
        ("declarations", _("Declarations"), None),
        ("versions", _("Versions"), len(versions)),
    ]
    return [
        *(answered if version else []),
        ("endorsements", _("Endorsements"), len(endorsements)),
        ("notes", _("Notes"), nomination.notes.count()),
        ("questions", _("Questions"), len(questions)),
        ("timeline", _("Timeline"), None),
        ("letters", _("Letters"), None),
    ]


def sections(version) -> list[tuple[str, str, list[Line]]]:
    """(name, title, lines) of each section of the version; files have a tab of their own."""
    forms = version.section_forms()
    return [(name, form.title, lines(form)) for name, form in forms.items() if name != "documents"]


def lines(form) -> list[Line]:
    return [Line(row.label, row.answer, row.name if correctable(form, row) else "") for row in form.shown()]


def correctable(form, row) -> bool:
    """Typed in one piece, so that a typing error in it can be corrected."""
    return bool(row.answer) and row.name not in form.together and isinstance(form.fields[row.name], Typed)


def documents(version) -> list:
    """(document, [(page, text)]) for each file of the version: picture and text side by side."""
    found = []
    for document in version.documents.order_by("kind").prefetch_related("pages"):
        texts = document.page_texts
        pages = [(page, texts[page.number - 1] if page.number <= len(texts) else "") for page in document.pages.all()]
        found.append((document, pages))
    return found


def comparison(versions, query) -> dict | None:
    """The two versions asked for, or the last two; None where there is nothing to compare."""
    if len(versions) < 2:
        return None
    numbered = {str(version.number): version for version in versions}
    after = numbered.get(query.get("after", ""), versions[0])
    before = numbered.get(query.get("before", ""), versions[1])
    return {"before": before, "after": after, "changes": changes(before, after)}


def letters(nomination, questions, reader):
    """The outbox's rows, as far as this reader knows them, about the nomination and its questions, newest first, without their words."""
    ours, asked = (ContentType.objects.get_for_model(model) for model in (Nomination, Clarification))
    about = Q(about_kind=ours, about_id=str(nomination.pk))
    about |= Q(about_kind=asked, about_id__in=[str(question.pk) for question in questions])
    return Message.objects.visible_to(reader).filter(about).defer("text", "html", "secret").order_by("-written_at")
