"""What must hold at the end of a year, each as a question to the database: the answer is what breaks it, so best empty."""

from collections import Counter

from django.db.models import Count, F, Q

from nominations.deciding.composition import candidates
from nominations.deciding.models import Decision, Offer, Publication
from nominations.deciding.verifying import findings
from nominations.models import Endorsement, Nomination, NominationVersion
from nominations.reviewing.models import Assignment, Conflict, Reviewer
from portal.notifications.models import Message

SAID = {}  # sentence to question; a question takes the call and gives what breaks it


def must(sentence):
    def kept(question):
        SAID[sentence] = question
        return question

    return kept


def broken(call) -> dict[str, list]:
    """Sentence to what breaks it, of all sentences; empty lists where they hold."""
    return {sentence: list(question(call)) for sentence, question in SAID.items()}


@must("Everybody who submitted has one receipt for each version.")
def receipts(call):
    versions = NominationVersion.objects.filter(nomination__call=call).values_list("nomination", "number")
    kinds = ("nominations/received", "nominations/changed")
    told = Counter(Message.objects.filter(occasion__in=kinds).values_list("about_id", flat=True))
    wanted = Counter(str(nomination) for nomination, _number in versions)
    return [pk for pk in wanted | told if wanted[pk] != told[pk]]


@must("The exits sum to the intake: whoever began is unsent, withdrawn, not eligible, or decided.")
def exits(call):
    return call.nominations.exclude(status__in=["draft", "withdrawn", "ineligible", "decided"])


@must("No Member has more given words for a group than its quota.")
def quotas(call):
    given = Endorsement.objects.filter(call=call).naming().filter(status__in=["invited", "given"])
    return given.values("member", "group").annotate(number=Count("*")).filter(number__gt=call.quota)


@must("Nobody reviews what a conflict bars them from.")
def conflicts(call):
    rows = Assignment.objects.filter(nomination__call=call, status__in=Assignment.HELD)
    bars = set(Conflict.objects.in_force().values_list("nomination", "user"))
    return [pk for pk, *pair in rows.values_list("pk", "nomination", "reviewer__user") if tuple(pair) in bars]


@must("No reviewer has more than they can take.")
def loads(call):
    held = Count("assignments", filter=Q(assignments__status__in=Assignment.HELD))
    return Reviewer.objects.filter(call=call).annotate(held=held).filter(held__gt=F("most"))


@must("No panel has two reviewers of one country, or more reviewers than the call asks for.")
def panels(call):
    rows = Assignment.objects.filter(nomination__call=call, status__in=Assignment.HELD).select_related("reviewer")
    seen = Counter((row.nomination_id, code) for row in rows for code in row.reviewer.countries)
    sizes = Counter(row.nomination_id for row in rows)
    twice = [key for key, number in seen.items() if number > 1]
    return twice + [key for key, number in sizes.items() if number > call.reviews_per_nomination]


@must("No group has more selected people than seats, the Member track aside.")
def seats(call):
    places = {row.group_id: row.number for row in call.seats.all()}
    held = (
        Decision.objects.published()
        .filter(call=call, outcome="select")
        .exclude(offer__status__in=["declined", "lapsed"])
    )
    taken = Counter(held.exclude(nomination__track="member").values_list("group", flat=True))
    return [group for group, number in taken.items() if number > places.get(group, 0)]


@must("Every decided nomination has one published decision, and one decision letter.")
def letters(call):
    decided = Nomination.objects.filter(call=call, status="decided")
    told = Message.objects.filter(occasion__startswith="deciding/", once=True).exclude(occasion="deciding/accepted")
    counts = Counter(told.values_list("about_id", flat=True))
    published = dict(Decision.objects.published().filter(call=call).values_list("nomination", "pk"))
    return [pk for pk in decided.values_list("pk", flat=True) if counts[str(published.get(pk))] != 1]


@must("Nobody released what they wrote.")
def four_eyes(call):
    rows = Publication.objects.filter(call=call, status="published")
    return [row.pk for row in rows if row.released_by_id in {*row.hands, row.asked_by_id}]


@must("The record of decisions is whole.")
def record(call):
    return findings(call)


@must("Whoever accepted has a term, and whoever has a term by this call accepted.")
def terms(call):
    return Offer.objects.filter(decision__call=call).filter(
        Q(status="accepted", appointment=None) | ~Q(status="accepted") & Q(appointment__isnull=False)
    )


@must("A seat that somebody declined is offered to the next, or its group's list holds nobody who may take it.")
def followed(call):
    """Places of the Member track are not filled from the list."""
    gone = Offer.objects.filter(decision__call=call, status__in=["declined", "lapsed"])
    gone = Counter(gone.exclude(decision__nomination__track="member").values_list("decision__group", flat=True))
    next_ones = Decision.objects.proposed().filter(call=call).exclude(releases=None)
    proposed = Counter(next_ones.values_list("group", flat=True))
    left = Counter(Decision.objects.published().filter(call=call, outcome="reserve").values_list("group", flat=True))
    return [group for group, number in gone.items() if proposed[group] < min(number, left[group])]


@must("At least the share of women that the call aims at is selected, Member track and all.")
def targets(call):
    people = candidates(call.nominations.filter(decisions__status="published", decisions__outcome="select"))
    aims = call.targets.filter(fact="gender", unit="share", least__isnull=False)
    return [
        aim for aim in aims if 100 * sum(aim.value in one.values["gender"] for one in people) < aim.least * len(people)
    ]


@must("Nobody is on a reserve list who did not agree to it.")
def consent(call):
    rows = Decision.objects.standing().filter(call=call, outcome="reserve")
    agreed = Q(nomination__person__consents__purpose="reserve_list", nomination__person__consents__withdrawn_at=None)
    return rows.exclude(pk__in=rows.filter(agreed).values("pk"))
