"""Tracks: who is checked and who is scored, frozen before anybody is asked to review.

A person whom a Member named, and who agreed, is on the Member track: checked (complete, quota, interests) and not scored,
unless the call scores them, too. Everybody else is on the open track.
"""

import hashlib

from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext as _

from portal.lifecycle import clock
from portal.lifecycle.models import Refused

from .barred import look_for_conflicts


class Freezing:
    """Trait of Call."""

    def words_end(self):
        """From when on nobody can submit, agree or endorse any more: the last end of all, and the grace after it."""
        return max(self.last_end(), self.endorsement_end) + self.grace

    def freeze_tracks(self, *, by, at=None):
        """Say for each nomination that was submitted on which track it is, by the words that Members give at this moment.

        What a Member withdraws later changes no track. Some statements in all, however many nominations there are.
        """
        with self.locked(at) as at:
            if obstacle := self.why_not_freeze(at):
                raise Refused(obstacle)
            rows = self.nominations.filter(united_with=None).exclude(submitted_version=None)
            given, track = self.endorsements.naming().given(), rows.model.Track
            concerned = rows.filter(pk__in=given.values("nomination")).order_by("pk")
            list(concerned.select_for_update(of=("self",)).values_list("pk"))  # nominations before endorsements
            given.update(counted=True)
            named = Exists(self.endorsements.filter(counted=True, nomination=OuterRef("pk")))
            rows.update(track=Case(When(named, then=Value(track.MEMBER)), default=Value(track.OPEN)))
            self.tracks_frozen_at = at
            self.save(update_fields=["tracks_frozen_at"])
            self.record("tracks_frozen", by=by, at=at, facts=told(rows))
            look_for_conflicts(self, at=at)

    def unfreeze_tracks(self, *, reason, by, at=None):
        """Take the tracks back, as long as nobody was asked to review; the reason stays in the story."""
        with self.locked(at) as at:
            if not self.tracks_frozen_at or self.status != self.Status.PUBLISHED:
                raise Refused(_("The tracks of this call are not frozen, or the call is concluded."))
            on_tracks = self.nominations.exclude(track="").order_by("pk")
            list(on_tracks.select_for_update(of=("self",), no_key=True).values_list("pk"))  # nobody gives one now
            if self.tracks_stay():
                raise Refused(_("Nominations of this call were given to reviewers, so its tracks stay."))
            if not reason.strip():
                raise Refused(_("Say why the tracks are taken back: the reason is kept with the call."))
            self.nominations.exclude(track="").update(track="")
            self.endorsements.filter(counted=True).update(counted=False)
            self.tracks_frozen_at = None
            self.save(update_fields=["tracks_frozen_at"])
            self.record("tracks_unfrozen", by=by, at=at, facts={"reason": reason})

    def tracks_stay(self) -> bool:
        """Whether they are frozen for good: what was given to a reviewer once leaves a row for ever."""
        return bool(self.tracks_frozen_at) and self.nominations.filter(assignments__isnull=False).exists()

    def why_not_freeze(self, at) -> str:
        """Why the tracks cannot be frozen at this moment; empty where they can."""
        if self.status != self.Status.PUBLISHED:
            return _("Only the tracks of a published call are frozen.")
        if self.tracks_frozen_at:
            return _("The tracks of this call are frozen already.")
        if at < self.words_end():
            return _(
                "People can still submit, agree or ask, or Members endorse. Freeze the tracks when all that is over."
            )
        return ""

    def may_freeze_tracks(self) -> bool:
        return not self.why_not_freeze(clock.now())


def told(rows) -> dict:
    """What the story keeps of the tracks: how many on each, and the hash of the list by which it can be proven."""
    tracks = dict(rows.order_by("number").values_list("reference", "track"))
    listed = "".join(f"{reference} {track}\n" for reference, track in tracks.items())
    counts = {f"{track}_track": sum(each == track for each in tracks.values()) for track in rows.model.Track.values}
    return {**counts, "list_sha256": hashlib.sha256(listed.encode()).hexdigest()}


class Tracked:
    """Trait of Nomination."""

    @property
    def is_scored(self) -> bool:
        """Whether reviewers score it; nobody knows before the tracks are frozen."""
        return self.track == self.Track.OPEN or bool(self.track and self.call.scores_named)

    def follow(self, other):
        """United with another nomination of the same human: if one of the two was on the Member track, this is now."""
        if self.track and other.track == self.Track.MEMBER:
            self.track = self.Track.MEMBER
            self.save(update_fields=["track"])

    def track_reason(self, endorsements) -> str:
        """Why it is on its track, in words. endorsements: all of this nomination, with their Members."""
        if not self.track:
            return ""
        named = [one for one in endorsements if one.counted]
        if not named:
            return _("No Member had named this person when the tracks were frozen, so it is scored.")
        members = ", ".join(str(one.member) for one in named)
        if self.is_scored:
            reason = _("Named by %(members)s when the tracks were frozen. The call scores such people, too.")
        else:
            reason = _(
                "Named by %(members)s when the tracks were frozen, so it is checked (complete, quota, interests) and not scored."
            )
        later = [str(one.member) for one in named if one.status == one.Status.WITHDRAWN]
        withdrawn = _("Withdrawn since by %(members)s; that changes nothing.") % {"members": ", ".join(later)}
        return " ".join([reason % {"members": members}, *([withdrawn] if later else [])])
