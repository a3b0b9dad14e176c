"""The dates of a call as they were announced, as far as its story tells."""

from datetime import datetime

DATES = ("closes_at", "endorsement_until", "screening_until", "review_until", "decisions_on")


def announced(call) -> dict:
    """Each date at publication; None where there was none, or where it was edited since: what stood there is not kept."""
    told = {name: getattr(call, name) for name in DATES}
    told["endorsement_until"] = call.endorsement_end
    since = False
    moved, edited = {}, set()
    for event in call.story():
        since = since or event.verb == "published"
        if since and event.verb == "edited":
            edited |= set(event.facts.get("fields", ()))
        if event.verb == "extended" and not event.facts.get("person"):
            until, before = (datetime.fromisoformat(event.facts[name]) for name in ("until", "from"))
            for name in ("closes_at", *event.facts.get("moved", ())):
                moved[name] = moved.get(name, until - until) + (until - before)
    if "endorsement_until" not in moved and call.endorsement_until is None:
        moved["endorsement_until"] = moved.get("closes_at")
    return {name: None if name in edited else back(told[name], moved.get(name)) for name in DATES}


def back(date, by):
    """A moment or a day before it was moved by so much."""
    return date - by if date and by else date
