"""The task list of a nomination: what is done, what is left, and until when."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import rules
from ..outlook import Outlook
from ..questions import SECTIONS
from .for_member import for_member
from .own import about, own

STATES = {"new": "empty", "started": "progress", "problem": "problem", "complete": "complete"}


def detail(request, pk):
    """One address for all who may see it: for its person the task list, for the desk of a Member what it may know."""
    try:
        nomination = own(request, pk)
    except Http404:
        return for_member(request, pk)
    return task_list(request, nomination)


def task_list(request, nomination):
    """What is done, what is left, and until when."""
    context = about(nomination)
    listed = tasks(nomination, nomination.section_forms())
    done = sum(task["state"] == "complete" for task in listed)
    context |= {
        "outlook": Outlook(nomination, context["now"]),
        "tasks": marked(nomination, listed, context),
        "last": [last_task(nomination, done == len(listed), context)],
        "done": done,
        "complete": done == len(listed),
        "changed": nomination.submitted_version is not None and nomination.changed_since_submitted(),
        "questions": nomination.clarifications.filter(status="asked"),
        "may_delete": rules.may_delete(request.user, nomination),
        "may_withdraw": rules.may_withdraw(request.user, nomination, context["now"]),
        "may_reinstate": rules.may_reinstate(request.user, nomination, context["now"]),
    }
    return render(request, "nominations/detail.html", context)


def last_task(nomination, complete, context) -> dict:
    """Check and submit, last on the list, and why it cannot start yet."""
    url = reverse("nominations:check", args=[nomination.pk])
    if not context["open_sections"] or context["over"]:
        return {"title": _("Read your answers"), "summary": "", "url": url, "state": "complete", "label": " "}
    if not complete:
        return {
            "title": _("Check your answers and submit"),
            "summary": _("Opens when all six sections are complete"),
            "state": "blocked",
        }
    if nomination.submitted_version and context["shown"] != "returned" and not nomination.changed_since_submitted():
        return {
            "title": _("Check your answers"),
            "summary": "",
            "url": url,
            "state": "complete",
            "label": _("Submitted"),
        }
    return {
        "title": _("Check your answers and submit"),
        "summary": "",
        "url": url,
        "state": "progress",
        "label": _("Ready"),
    }


def marked(nomination, listed, context):
    """Say of a returned nomination which sections are to be corrected, and which stay as they are."""
    if context["shown"] != "returned":
        return listed
    frozen = nomination.submitted_version.answers
    for task in listed:
        fields = SECTIONS[task["name"]].base_fields
        if task["name"] not in context["open_sections"]:
            task |= {"state": "complete", "label": _("Not returned")}
        elif all(nomination.answers.get(name) == frozen.get(name) for name in fields) and task["state"] == "complete":
            task |= {"state": "progress", "label": _("To correct")}
    return listed


def tasks(nomination, forms) -> list[dict]:
    """The six sections as the task list shows them."""
    return [
        {
            "name": name,
            "title": form.title,
            "summary": form.summary,
            "url": reverse("nominations:section", args=[nomination.pk, name]),
            "state": STATES[nomination.section_state(name, form)],
        }
        for name, form in forms.items()
    ]
