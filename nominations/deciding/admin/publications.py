"""Publication: a list is fixed, looked at, released by a second head who signs in afresh; called off, taken back."""

from allauth.account.decorators import reauthentication_required
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from nominations.admin.filters import CallFilter
from nominations.models import Call
from nominations.reviewing.rules import may_keep_committee
from portal.lifecycle.admin import JobAdmin, StateFilter, Verb, short
from portal.lifecycle.templatetags.lifecycle import moment_words

from ..looking import Looking
from ..models import Decision, Publication
from ..models.publishing import changed_since
from ..publication_forms import PrepareForm, ReleaseForm
from .prepared_letters import PreparedLetters

Status = Publication.Status
PREPARE = Verb(
    "prepare",
    _("Fix the list for publication"),
    may=may_keep_committee,
    form=PrepareForm,
    explains=_(
        "What is proposed is fixed: nobody changes it any more, and every letter is written. Nothing is public before another person, a head of secretariat, has looked at it and publishes it."
    ),
)
STEPS = {
    "": _("It waits for its turn."),
    "freezing": _("The list is being fixed."),
    "letters": _("The letters are being written."),
}


def may_release(user) -> bool:
    return user.is_authenticated and user.governs


VERBS = (
    Verb(
        "release",
        _("Publish"),
        may=may_release,
        form=ReleaseForm,
        states=(Status.DONE,),
        danger=True,
        explains=_(
            "All decisions of the list become public at one moment, and all letters leave. Once published, it is never undone."
        ),
        done=_("Released."),
    ),
    Verb(
        "call_off",
        _("Call it off"),
        may=may_keep_committee,
        states=(Status.SCHEDULED,),
        confirm=True,
        explains=_(
            "Nothing is published at that moment. Nobody learned of it. The list stays fixed and can be released again."
        ),
        done=_("Called off."),
    ),
    Verb(
        "take_back",
        _("Take back"),
        may=may_keep_committee,
        to=Status.DISCARDED,
        confirm=True,
        quiet=True,
        explains=_("Its decisions can be changed again. Its letters are thrown away, none has left."),
        done=_("Taken back."),
    ),
)


@admin.register(Publication)
class PublicationAdmin(PreparedLetters, JobAdmin):
    page_template = "admin/deciding/publication.html"
    list_before_template = "admin/deciding/publications_top.html"
    asking = PREPARE
    verbs = VERBS
    steps = STEPS
    failures = {"broke_off": _("The job broke off. Nothing was published. Take the list back and fix it anew.")}
    story = {
        "prepared": _("Fixed for publication"),
        "begun": _("Begun"),
        "done": _("Letters written"),
        "failed": _("Failed"),
        "taken_back": _("Taken back"),
        "scheduled": _("Released for a moment"),
        "called_off": _("Called off"),
        "held_back": _("Not published: something had changed"),
        "published": _("Published"),
        "publish_at": _("to be published"),
    }
    waiting = frozenset({Status.DONE, Status.FAILED})
    list_display = ("asked", "call", "kind", "state", "asked_by", "released_by")
    list_filter = (CallFilter, StateFilter)
    list_select_related = ("call", "asked_by", "released_by")
    unread = ("content",)
    shown = (
        "call",
        "kind",
        "asked_at",
        "asked_by",
        "answered_until",
        "publish_at",
        "released_by",
        "published_at",
        "sha256",
    )

    @display(description=_("fixed"), ordering="asked_at")
    def asked(self, publication):
        return short(publication.asked_at)

    @display(description=_("offers are answered until"))
    def answered_until(self, publication):
        return moment_words(publication.offers_until, end=True)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"decided": Call.objects.judged(), **(extra_context or {})})

    # --- releasing

    def verb_view(self, request, object_id, name):
        """Whoever releases has signed in a moment ago, and finds a second click done."""
        if name != "release":
            return super().verb_view(request, object_id, name)
        self.verb_named(request, name)
        publication = self.found(request, object_id)
        if publication.is_released_by(request.user):
            return redirect(self.address(publication))
        response = self.release_view(request, object_id, name)
        told = (
            self.found(request, object_id) if response.status_code == 200 and request.method == "POST" else publication
        )
        return redirect(self.address(told)) if told.is_released_by(request.user) else response

    def release_view(self, request, object_id, name):
        return reauthentication_required(super().verb_view)(request, object_id, name)

    def open_verbs(self, request, publication):
        """No button to release for whoever may not: the page says why."""
        verbs = super().open_verbs(request, publication)
        return [verb for verb in verbs if verb.name != "release" or not publication.why_not_by(request.user)]

    # --- the page

    def page(self, request, publication):
        told = {"outcomes": Decision.Outcome.labels}
        if publication.sha256 and publication.status != Status.DISCARDED:
            told |= self.looked_at(request, publication)
        return super().page(request, publication) | told

    def looked_at(self, request, publication) -> dict:
        look = Looking(publication, request.user)
        told = {"look": look, "letters_address": self.letters_address(publication)}
        if publication.status in (Status.DONE, Status.SCHEDULED):
            told["obstacle"] = changed_since(look.changed_since_fixed())
            told["changes"] = look.changes()
            told["why_not"] = publication.why_not_by(request.user) if may_release(request.user) else ""
        return told
