"""Look: what somebody looked at before they published, so that the next look can tell what changed since."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lifecycle import clock


class Look(models.Model):
    """The last one of each account in a call. content: the frozen list as it was then; before: the one looked at before it."""

    call = models.ForeignKey("nominations.Call", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("when"))
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    before = models.TextField(blank=True)

    class Meta:
        verbose_name = _("look at a list")
        verbose_name_plural = _("looks at lists")
        constraints = [models.UniqueConstraint(fields=["call", "user"], name="one_look_per_account_and_call")]

    def __str__(self):
        return f"{self.call} · {clock.told(self.at)}"

    @classmethod
    def take(cls, publication, user, at) -> "Look":
        """Keep that this list was looked at. Looking at the same one again keeps what it is compared with.

        What was published since is history: a list that comes after it is compared with nothing.
        """
        last = cls.objects.filter(call=publication.call, user=user).first()
        if last and last.sha256 == publication.sha256:
            return last
        told = last and publication.call.publications.filter(published_at__gte=last.at).exists()
        now = {"at": at, "sha256": publication.sha256, "content": publication.content}
        now["before"] = last.content if last and not told else ""
        return cls.objects.update_or_create(call=publication.call, user=user, defaults=now)[0]
