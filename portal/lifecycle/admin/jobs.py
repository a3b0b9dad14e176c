"""JobAdmin: what a worker does once is asked for, and watched until it is done."""

from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from ..models.job import LOOK_AGAIN
from .asking import Asking
from .base import LifecycleAdmin
from .reading import short


class JobAdmin(Asking, LifecycleAdmin):
    """steps: the job's steps in words. failures: by the code of what failed; `broke_off` stands for every other."""

    page_template = "admin/lifecycle/job.html"
    steps: dict[str, str] = {}
    failures: dict[str, str] = {}
    ordering = ("-asked_at", "pk")

    @display(description=_("asked for"), ordering="asked_at")
    def asked(self, job):
        return short(job.asked_at)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """While the job is at work, the browser looks again by itself, script or not."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        shown = getattr(response, "context_data", None)
        if shown and shown["thing"].at_work:
            response["Refresh"] = LOOK_AGAIN
        return response

    def page(self, request, job) -> dict:
        failed = self.failures.get(job.why, self.failures["broke_off"])
        return super().page(request, job) | {"step": self.steps.get(job.step, ""), "failed": failed}
