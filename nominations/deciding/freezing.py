"""What a publication freezes of each decision: what the candidate reads, and all on which it rests."""

import hashlib

from members.drafts.frozen import canonical

from .inputs import Inputs
from .models import Decision
from .models.record import hashed


def frozen(publication) -> dict:
    """The list: the rules of the call, and an entry for each decision, by reference. Plain data, some statements in all."""
    rows = Decision.objects.filter(publication=publication).order_by("nomination__reference")
    rows = rows.select_related("nomination__person__user", "nomination__call", "version", "group", "run")
    decisions = list(rows.prefetch_related("reasons"))
    rules = rules_of(publication.call)
    sealed = {"rubric_sha256": rubric_hash(publication.call), "rules_sha256": rules_hash(rules)}
    inputs = Inputs(publication.call, decisions)
    return {
        "call": publication.call.year,
        **sealed,
        "rules": rules,
        "runs": inputs.told_runs,
        "offers_until": publication.offers_until.isoformat(),
        "decisions": [entry(decision) | sealed | inputs.of(decision) for decision in decisions],
    }


def entry(decision) -> dict:
    """One decision; see DecisionRecord.PERSONAL for what of it can be erased."""
    nomination = decision.nomination
    return {
        "id": str(decision.pk),
        "nomination": str(nomination.pk),
        "reference": nomination.reference,
        "name": nomination.display_name,
        "version_sha256": decision.version.sha256,
        "track": nomination.track,
        "outcome": decision.outcome,
        "group": decision.group.slug if decision.group else None,
        "rank": decision.rank,
        "reasons": decision.reasons_in(nomination.language),
        "words": decision.words,
        "note": decision.note,
        "run": decision.run_id and str(decision.run_id),
        "releases": decision.releases_id and str(decision.releases_id),
    }


def rubric_of(call) -> list[dict]:
    return [{"name": one.name_en, "weight": one.weight} for one in call.criteria.all()]


def rubric_hash(call) -> str:
    return hashlib.sha256(canonical(rubric_of(call)).encode()).hexdigest()


def rules_of(call) -> dict:
    """What was to be kept, as it stood at this moment."""
    targets = call.targets.select_related("group")
    return {
        "criteria": rubric_of(call),
        "seats": {seats.group.slug: seats.number for seats in call.seats_by_group},
        "targets": [
            {name: getattr(one, name) for name in ("fact", "value", "unit", "least", "most")}
            | {"group": one.group and one.group.slug}
            for one in targets
        ],
        "nationals_cap": call.nationals_cap,
        "reviews_per_nomination": call.reviews_per_nomination,
        "third_review_gap": call.third_review_gap,
        "scores_named": call.scores_named,
    }


def rules_hash(rules) -> str:
    return hashed(canonical(rules))
