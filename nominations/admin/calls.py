"""Calls: prepared in a form; published, extended and concluded by verbs."""

from django.contrib import admin
from django.db import connection
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from portal.lifecycle.admin import LifecycleAdmin, Verb
from portal.lifecycle.admin.reading import ReadingAdmin
from portal.lifecycle.aoe import AOE, MINUTE

from .. import rules
from ..forms.call import RULES, TEXTS, CallForm, CopyForm, ExtendForm, UnfreezeForm
from ..models import Call, Criterion, Seats
from .gaps import GapsPages

Status = Call.Status
FIXED = (  # once it is public: what applicants and Members rely on
    "year",
    "grace_minutes",
    "quota",
    "endorsing",
    "scores_named",
    "reviews_per_nomination",
    "reviews_shared",
    "reviewers_named",
    "third_review_gap",
    "nationals_cap",
)


SHOWN = {  # dates that are fixed once it is public, and how they are shown then
    "opens_at": "opens",
    "closes_at": "closes",
    "agree_until": "agree_by",
    "complete_until": "complete_by",
    "endorsement_until": "endorse_by",
}
MOVABLE = {"screening_until": "screen_by", "review_until": "review_by"}  # shown so to whoever only reads

MOST_ROWS = 50  # of the seats, and of the rubric


class Part(TabularInline):
    """Seats and criteria: fixed once the call is public."""

    extra, max_num = 0, MOST_ROWS

    def get_formset(self, request, obj=None, **options):
        """Whoever says that a thousand rows are sent gets no page with a thousand rows."""
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **options)

    def has_add_permission(self, request, obj=None):
        return rules.may_run_calls(request.user) and (obj is None or obj.status == Status.DRAFT)

    has_change_permission = has_delete_permission = has_add_permission

    def formfield_for_dbfield(self, db_field, request, **options):
        """Columns have heads, cells have no labels: each control says its column."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field

    def has_view_permission(self, request, obj=None):
        return request.user.may_read_files


class SeatsPart(Part):
    model = Seats
    fields = ("group", "number")


class CriterionPart(Part):
    model = Criterion
    fields = ("order", "name_en", "name_fr", "meaning_en", "meaning_fr", "weight")


VERBS = (
    Verb(
        "publish",
        _("Publish the call"),
        may=rules.may_run_calls,
        to=Status.PUBLISHED,
        explains=_(
            "The public page shows it at once, and it opens by the clock. Seats, rubric and dates are fixed from then on."
        ),
        done=_("Published."),
        confirm=True,
    ),
    Verb(
        "extend",
        _("Extend for everybody"),
        may=rules.may_run_calls,
        form=ExtendForm,
        states=(Status.PUBLISHED,),
        explains=lambda call: (
            _t("It closes on %(end)s, Anywhere on Earth. Time is never taken back.")
            % {"end": end_words(call.closes_at)}
        ),
        done=_("Extended. Everybody with a draft is told."),
    ),
    Verb(
        "freeze_tracks",
        _("Freeze the tracks"),
        may=rules.may_run_calls,
        when=Call.may_freeze_tracks,
        explains=_(
            "Says for each nomination that was submitted whether it is checked or scored. People whom a Member named and who agreed are on the Member track, all others on the open one. What a Member withdraws later changes nothing."
        ),
        done=_("The tracks are frozen. Each dossier shows its own, with the reason."),
        confirm=True,
    ),
    Verb(
        "unfreeze_tracks",
        _("Take the tracks back"),
        may=rules.may_run_calls,
        form=UnfreezeForm,
        states=(Status.PUBLISHED,),
        when=lambda call: call.tracks_frozen_at is not None,
        explains=_("No nomination is on a track then, until they are frozen again."),
        done=_("Taken back: no nomination is on a track."),
        quiet=True,
    ),
    Verb(
        "conclude",
        _("Conclude the call"),
        may=rules.may_run_calls,
        to=Status.CONCLUDED,
        explains=_("It goes to the archive. This cannot be undone."),
        done=_("Concluded."),
        danger=True,
    ),
    Verb(
        "copy",
        _("Copy to another year"),
        may=rules.may_run_calls,
        form=CopyForm,
        explains=_("Texts, rules, seats and rubric as they are; all dates moved by whole years. The copy is a draft."),
        done=_("Copied. Check its dates before you publish it."),
        quiet=True,
    ),
)


def end_words(moment) -> str:
    """The last minute before an end, Anywhere on Earth."""
    return formats.date_format((moment - MINUTE).astimezone(AOE), "DATETIME_FORMAT")


def end_of(name, label):
    """A column of the form that is fixed now: its end, Anywhere on Earth like all others."""

    @display(description=label)
    def shown(self, call):
        return end_words(getattr(call, name)) if getattr(call, name) else "–"

    return shown


LABELS = {name: field.label for name, field in CallForm.base_fields.items()}


@admin.register(Call)
class CallAdmin(GapsPages, LifecycleAdmin):
    verbs = VERBS
    story = LABELS | {
        "created": _("Prepared"),
        "copied": _("Copied"),
        "edited": _("Edited"),
        "published": _("Published"),
        "extended": _("Extended"),
        "concluded": _("Concluded"),
        "tracks_frozen": _("Tracks frozen"),
        "tracks_unfrozen": _("Tracks taken back"),
        "nudged": _("Focal points written to"),
    }
    form = CallForm
    inlines = (SeatsPart, CriterionPart)
    list_display = ("year", "title_en", "state", "opens", "closes", "its_nominations")
    list_display_links = ("year", "title_en")
    change_form_outer_before_template = "admin/nominations/call_top.html"
    change_form_outer_after_template = "admin/nominations/call_story.html"
    warn_unsaved_form = True

    # --- who may what, when

    def has_add_permission(self, request):
        return rules.may_run_calls(request.user)

    def has_change_permission(self, request, obj=None):
        return rules.may_run_calls(request.user) and (obj is None or obj.status != Status.CONCLUDED)

    def get_fieldsets(self, request, obj=None):
        reads = not self.has_change_permission(request, obj)
        fixed = reads or (obj is not None and obj.status != Status.DRAFT)
        dates = (*(SHOWN.values() if fixed else SHOWN), *(MOVABLE.values() if reads else MOVABLE), "decisions_on")
        return [
            (_("Texts"), {"fields": TEXTS}),
            (_("Dates, Anywhere on Earth"), {"fields": dates}),
            (_("Rules"), {"fields": RULES}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """After publication the end moves by `extend` alone."""
        if obj is None or obj.status == Status.DRAFT:
            return ()
        return (*SHOWN, *SHOWN.values(), *FIXED)  # a field that is named here is not asked for

    # --- reading

    @display(description=_("opens"), ordering="opens_at")
    def opens(self, call):
        return formats.date_format(call.opens_at.astimezone(AOE), "DATETIME_FORMAT")

    @display(description=_("closes (Anywhere on Earth)"), ordering="closes_at")
    def closes(self, call):
        return end_words(call.closes_at)

    agree_by = end_of("agree_until", _("people named by Members agree until"))
    complete_by = end_of("complete_until", _("people named by Members complete until"))
    endorse_by = end_of("endorsement_until", _("Members endorse until"))
    screen_by = end_of("screening_until", _("Eligibility check until"))
    review_by = end_of("review_until", _("Review until"))

    @display(description=_("nominations"))
    def its_nominations(self, call):
        address = reverse("admin:nominations_nomination_changelist")
        return format_html('<a href="{}?call={}">{}</a>', address, call.year, _t("Show"))

    # --- writing

    def get_object(self, request, object_id, from_field=None):
        """A form is saved on a locked row, so that a call published meanwhile is not changed by an older page."""
        call = super().get_object(request, object_id, from_field or None)  # Django fails on `?_to_field=`
        if call and request.method == "POST" and connection.in_atomic_block:
            call.refresh_from_db(from_queryset=Call.objects.select_for_update(of=("self",)))
        return call

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Here the page is a form, with the buttons above and the story below."""
        extra = {}
        if object_id:
            call = self.found(request, object_id)
            extra = {"thing": call, "verbs": self.buttons(request, call), "story": self.story, "title": str(call)}
            extra["extensions"] = call.extensions.told_to(request.user).select_related("person", "by")
        return super(ReadingAdmin, self).changeform_view(request, object_id, form_url, extra | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        """Calls come one a year: no "save and add another"."""
        return super().render_change_form(request, context | {"show_save_and_add_another": False}, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """Only what the form changed: the status and the end have their verbs."""
        obj.save(update_fields=form.changed_data) if change else obj.save()

    def construct_change_message(self, request, form, formsets, add=False):
        parts = [str(formset.model._meta.verbose_name_plural) for formset in formsets or () if formset.has_changed()]
        return [*form.changed_data, *parts]

    def log_addition(self, request, obj, message):
        obj.record("created", by=request.user)

    def log_change(self, request, obj, message):
        if message:
            obj.record("edited", by=request.user, facts={"fields": message})

    def after(self, request, verb, thing, outcome):
        return self.address(outcome) if verb.name == "copy" else super().after(request, verb, thing, outcome)
