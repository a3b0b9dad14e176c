"""What the invented committee says: scores that follow from a nomination's merit and a reviewer's temper, and words for them."""

from random import Random

from nominations.reviewing.models.review import MOST, weighed

from .committee import JUDGE

TORN = (0.4, -2.0)  # what the first and the second of a panel add, where they are to disagree
PRAISE = [
    ("Deep knowledge, and evidence for it that I could follow.", "Knows the field from the inside; the examples hold."),
    ("Work that others use: two of the outputs are known to me.", "A solid record, with results and not only plans."),
    ("Has led work across borders, not only taken part in it.", "At ease between countries; the chairing counts."),
    ("Says what to do in the group in the first year.", "A clear idea of what to bring, and to whom."),
    ("The employer grants the time, and says so.", "Six hours a month look certain."),
]
DOUBT = [
    ("The claims on expertise are broader than what is shown.", "Little depth outside one project."),
    ("Fewer results than I would expect after these years.", "The record is young; two outputs are drafts."),
    ("International work stays with one partner.", "Not much experience beyond one region."),
    ("The motivation would fit any group.", "Why this group, and why now, stays open."),
    ("I doubt the time beside this post.", "Availability is promised, not explained."),
]
INVENTED = "(Invented for the demo.)"


def verdict(nomination, seat, criteria, *, place=0, torn=False) -> dict:
    """The words of one review. place: which of the panel; torn: whether the first two are to disagree."""
    judge = JUDGE[seat.user.email]
    good = Random(f"merit {nomination.number}").uniform(2.4, 4.3)  # noqa: S311  a demo, no secret
    dice = Random(f"{nomination.number} {judge.email}")  # noqa: S311
    level = good + judge.temper + (TORN[place] if torn and place < len(TORN) else 0)
    scores = {one.pk: min(MOST, max(0, round(level + dice.uniform(-0.9, 0.9)))) for one in criteria}
    total = weighed({str(key): score for key, score in scores.items()}, criteria)
    recommendation = "select" if total >= 70 else "reserve" if total >= 55 else "reject"
    return {"scores": scores, "recommendation": recommendation, "comment": comment(scores, criteria, dice)}


def comment(scores, criteria, dice) -> str:
    """What was scored highest in words, and what lowest; one of the two where all scores are alike."""
    ranked = sorted(range(len(criteria)), key=lambda place: (scores[criteria[place].pk], dice.random()))
    worst, best = ranked[0], ranked[-1]
    parts = [dice.choice(PRAISE[best])] if scores[criteria[best].pk] > 1 else []
    parts += [dice.choice(DOUBT[worst])] if scores[criteria[worst].pk] < MOST - 1 else []
    return " ".join([*parts, INVENTED])
