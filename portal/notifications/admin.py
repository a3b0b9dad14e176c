"""The outbox, word for word: what was told to whom, when, and what the mail server said. Secrets are masked in the row."""

import re
from functools import cache

from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from portal.lifecycle import clock
from portal.lifecycle.admin import ChoiceFilter, LifecycleAdmin, Verb, short

from .models import Gate, Message

Status = Message.Status
REFERENCE = re.compile(r"n?(\d\d)-(\d{1,6})", re.IGNORECASE | re.ASCII)


def may_send(user) -> bool:
    """Send again, or keep from leaving."""
    return user.is_authenticated and user.is_secretariat


def can_go_again(message) -> bool:
    """A secret is never sent again, and what is out of date is not sent at all."""
    return not message.masked and (message.expires_at is None or message.expires_at > clock.now())


def second_time(message) -> str:
    """To whom and when it went, and that it goes once more."""
    sent = formats.date_format(timezone.localtime(message.sent_at), "DATETIME_FORMAT")
    words = _t("This letter went to %(to)s on %(moment)s. It goes to the same address a second time, word for word.")
    return words % {"to": message.to, "moment": sent}


class Edition(forms.Form):
    """Which edition the person looked at, so that two clicks send one letter."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def about(cls, message, typed, chosen):
        return cls(typed, initial={"edition": message.edition})

    def clean_edition(self):
        """Without one, none was looked at."""
        edition = self.cleaned_data["edition"]
        return -1 if edition is None else edition


class StateFilter(ChoiceFilter):
    title = _("state")
    parameter_name = "state"
    field = "status"

    def lookups(self, request, model_admin):
        return [(value, capfirst(label)) for value, label in Status.choices]


class OccasionFilter(ChoiceFilter):
    title = _("occasion")
    parameter_name = field = "occasion"

    def lookups(self, request, model_admin):
        return occasions()


class WaitingFilter(ChoiceFilter):
    """What the dashboard counts."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [("person", _("needs a person: failed or unknown")), ("held", _("held until a later moment"))]

    def queryset(self, request, queryset):
        return queryset.waiting_for(self.value()) if self.value() in ("person", "held") else queryset


@cache
def occasions() -> tuple[tuple[str, str], ...]:
    """Every letter on the shelf (it extends the frame of all letters): no need to search those that were sent."""
    shelf = settings.BASE_DIR / "templates" / "messages"
    letters = [
        path for path in shelf.glob("*/*.txt") if path.read_text().startswith("{% extends") and path.stem != "frame"
    ]
    return tuple(sorted((f"{path.parent.name}/{path.stem}", occasion_words(path.stem)) for path in letters))


def occasion_words(occasion: str) -> str:
    return capfirst(occasion.rpartition("/")[2].replace("_", " "))


@admin.register(Message)
class MessageAdmin(LifecycleAdmin):
    verbs = (
        Verb(
            "send_again",
            _("Send again"),
            may=may_send,
            to=Status.QUEUED,
            states=(Status.FAILED, Status.UNKNOWN, Status.CANCELLED),
            when=can_go_again,
            explains=_(
                "With the same words, to the same address. If it may have arrived, the person may get it twice."
            ),
            done=_("It is in the queue again."),
            confirm=True,
            bulk=True,
        ),
        Verb(
            "repeat",
            _("Send again"),
            may=may_send,
            form=Edition,
            act=Message.send_again,
            to=Status.QUEUED,
            states=(Status.SENT,),
            when=can_go_again,
            explains=second_time,
            done=_("It is in the queue again."),
            quiet=True,
        ),
        Verb(
            "cancel",
            _("Cancel this letter"),
            may=may_send,
            to=Status.CANCELLED,
            states=(Status.QUEUED, Status.UNKNOWN),
            explains=_("It will not leave. Its words stay here, and it can be sent after all."),
            done=_("Cancelled: it will not leave."),
            danger=True,
            bulk=True,
        ),
    )
    story = {"sent_again": _("Sent again"), "cancelled": _("Cancelled")}
    waiting = frozenset({Status.FAILED, Status.UNKNOWN})
    list_display = ("subject", "to", "state", "written", "leaves", "attempts")
    list_filter = (StateFilter, OccasionFilter, WaitingFilter)
    unread = ("text", "html", "answer")
    search_fields = ("to",)
    search_help_text = _("Address of the recipient, or reference in the subject")
    ordering = ("-written_at",)
    page_template = "admin/notifications/message.html"
    list_before_template = "admin/notifications/shut.html"
    shown = (
        "to",
        "occasion_shown",
        "language",
        "written_at",
        "not_before",
        "expires_at",
        "tried_at",
        "attempts",
        "sent_at",
        "edition",
        "answer",
    )

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"gate": Gate.now(), **(extra_context or {})})

    def get_queryset(self, request):
        """The encrypted secret never leaves the sender; a private letter is between others."""
        return super().get_queryset(request).defer("secret")

    def get_search_results(self, request, queryset, search_term):
        """By a reference that the subject names, else by the beginning of the address; by nothing else."""
        typed = search_term.strip()
        if reference := REFERENCE.fullmatch(typed):
            return queryset.naming(f"N{reference[1]}-{int(reference[2]):05d}"), False
        return queryset.filter(to__istartswith=typed) if typed else queryset, False

    @display(description=_("occasion"), ordering="occasion")
    def occasion_shown(self, message):
        return occasion_words(message.occasion)

    @display(description=_("written"), ordering="written_at")
    def written(self, message):
        return short(message.written_at)

    @display(description=_("sent, or not before"), ordering="not_before")
    def leaves(self, message):
        return short(message.sent_at or (message.not_before if message.status == Status.QUEUED else None))

    def page(self, request, message):
        return super().page(request, message) | {"about": about(message)}


def about(message) -> str:
    """A link to what the letter is about, where the admin has a page for it."""
    thing = message.about
    if thing is None:
        return ""
    try:
        address = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:
        return str(thing)
    return format_html('<a href="{}">{}</a>', address, thing)
