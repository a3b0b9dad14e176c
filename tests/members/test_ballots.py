"""What a count comes to: the rules of the Council as tables of cases, and as the database checks them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from members.models import Accession, Ballot
from members.models.rule import Basis, Count, Rule, adopts, explained
from portal.lifecycle.models import Refused
from tests import make
from tests.cases import each, each_undone

TWO, CONSENSUS, SILENCE = Rule.TWO_THIRDS, Rule.CONSENSUS, Rule.SILENCE
CAST, ENTITLED = Basis.CAST, Basis.ENTITLED
COUNTS = [  # rule, basis, (for, against, abstentions, entitled), adopted
    (TWO, CAST, (2, 1, 0, 3), True),
    (TWO, CAST, (1, 1, 1, 3), False),
    (TWO, CAST, (1, 0, 2, 3), True),
    (TWO, CAST, (20, 9, 0, 29), True),
    (TWO, CAST, (19, 10, 0, 29), False),
    (TWO, CAST, (20, 10, 0, 30), True),
    (TWO, CAST, (19, 10, 1, 30), False),
    (TWO, CAST, (18, 9, 3, 30), True),
    (TWO, CAST, (0, 0, 0, 29), False),
    (TWO, CAST, (0, 0, 29, 29), False),
    (TWO, CAST, (1, 0, 0, 29), True),
    (TWO, ENTITLED, (2, 0, 0, 3), True),
    (TWO, ENTITLED, (1, 0, 0, 3), False),
    (TWO, ENTITLED, (20, 0, 0, 29), True),
    (TWO, ENTITLED, (19, 0, 10, 29), False),
    (TWO, ENTITLED, (20, 10, 0, 30), True),
    (TWO, ENTITLED, (19, 0, 0, 30), False),
    (TWO, ENTITLED, (0, 0, 0, 30), False),
    (CONSENSUS, CAST, (26, 0, 3, 29), True),
    (CONSENSUS, CAST, (1, 0, 0, 29), True),
    (CONSENSUS, CAST, (28, 1, 0, 29), False),
    (CONSENSUS, CAST, (0, 0, 29, 29), False),
    (CONSENSUS, CAST, (0, 0, 0, 29), False),
    (SILENCE, CAST, (0, 0, 0, 29), True),
    (SILENCE, CAST, (1, 0, 0, 29), True),
    (SILENCE, CAST, (0, 1, 0, 29), False),
]


def test_a_count_comes_to_what_the_rule_says():
    def attempt(rule, basis, numbers, adopted):
        assert adopts(rule, basis, Count(*numbers)) is adopted

    each(COUNTS, attempt)


SENTENCES = [
    (
        (TWO, CAST, (20, 9, 0, 29)),
        "20 for, 9 against, no abstention: 20 of 29 votes cast, two thirds of 29 are 20 (rounded up), so it is adopted.",
    ),
    (
        (TWO, CAST, (19, 11, 1, 31)),
        "19 for, 11 against, 1 abstention: 19 of 30 votes cast, two thirds of 30 are 20, so it is not adopted.",
    ),
    (
        (TWO, CAST, (0, 0, 2, 29)),
        "0 for, 0 against, 2 abstentions: no vote was cast, so it is not adopted.",
    ),
    (
        (TWO, ENTITLED, (20, 0, 3, 30)),
        "20 for, 0 against, 3 abstentions: 20 of 30 Members entitled to vote, two thirds of 30 are 20, so it is adopted.",
    ),
    ((CONSENSUS, CAST, (26, 0, 3, 29)), "26 for, 0 against, 3 abstentions: none is against, so it is adopted."),
    (
        (CONSENSUS, CAST, (28, 1, 0, 29)),
        "28 for, 1 against, no abstention: 1 Member is against, and a consensus has none against, so it is not adopted.",
    ),
    (
        (CONSENSUS, CAST, (0, 0, 0, 29)),
        "0 for, 0 against, no abstention: no Member is for, and a consensus has at least one for, so it is not adopted.",
    ),
    ((SILENCE, CAST, (0, 0, 0, 29)), "No Member objected, so it is adopted."),
    ((SILENCE, CAST, (0, 2, 0, 29)), "2 Members objected, so it is not adopted."),
]


@pytest.mark.parametrize(("case", "sentence"), SENTENCES)
def test_the_outcome_is_told_in_a_sentence(case, sentence):
    rule, basis, numbers = case

    assert explained(rule, basis, Count(*numbers)) == sentence


numbers = st.integers(0, 60)


@given(st.sampled_from(Rule), st.sampled_from(Basis), numbers, numbers, numbers, numbers)
def test_one_more_vote_for_never_undoes_an_adoption(rule, basis, votes_for, against, abstentions, silent):
    entitled = votes_for + against + abstentions + silent + 1
    before = Count(votes_for, against, abstentions, entitled)
    one_more = [Count(votes_for + 1, against, abstentions, entitled)]
    one_more += [Count(votes_for + 1, against - 1, abstentions, entitled)] if against else []
    one_more += [Count(votes_for + 1, against, abstentions - 1, entitled)] if abstentions else []

    if adopts(rule, basis, before):
        assert all(adopts(rule, basis, after) for after in one_more)


@pytest.mark.parametrize(
    ("day", "rule"), [(date(2022, 11, 22), TWO), (date(2024, 7, 2), TWO), (date(2024, 7, 3), CONSENSUS)]
)
def test_the_rule_offered_is_that_of_the_day(day, rule):
    assert Rule.of_day(day) == rule


@pytest.mark.django_db
def test_the_database_stores_that_outcome_and_no_other(amina):
    make.council(1)
    row = Ballot.objects.filter(pk=make.ballot(make.recommended(), by=amina).pk)

    def attempt(rule, basis, numbers, adopted):
        names = ("votes_for", "votes_against", "abstentions", "entitled")
        columns = dict(zip(names, numbers, strict=True)) | {"rule": rule, "basis": basis, "status": "closed"}
        with pytest.raises(IntegrityError, match="outcome_follows"), transaction.atomic():
            row.update(adopted=not adopted, **columns)
        assert row.update(adopted=adopted, **columns) == 1

    each_undone(COUNTS, attempt)


@pytest.mark.django_db
def test_the_database_takes_no_more_votes_than_members(amina):
    make.council(2)
    ballot = make.ballot(make.recommended(), by=amina)

    with pytest.raises(IntegrityError, match="no_more_votes"), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(
            status="closed", adopted=True, votes_for=2, votes_against=0, abstentions=1
        )


# --- ballots as they run


@pytest.fixture
def start():
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def end(start):
    return start + timedelta(days=10)


def voted(ballot, delegates, choices, at):
    for delegate, choice in zip(delegates, choices, strict=False):
        ballot.vote(choice, by=delegate.user, at=at)


HELD = {  # by the size of the Council: rule, basis, how it voted, adopted
    3: [
        (TWO, CAST, ["for"] * 2 + ["against"], True),
        (TWO, CAST, ["for", "against", "abstain"], False),
        (TWO, ENTITLED, ["for"] * 2, True),
        (TWO, ENTITLED, ["for", "abstain"], False),
        (CONSENSUS, CAST, ["for", "abstain"], True),
        (CONSENSUS, CAST, ["for", "for", "against"], False),
        (CONSENSUS, CAST, [], False),
        (SILENCE, CAST, [], True),
        (SILENCE, CAST, ["against"], False),
    ],
    29: [
        (TWO, CAST, ["for"] * 20 + ["against"] * 9, True),
        (TWO, CAST, ["for"] * 19 + ["against"] * 10, False),
        (TWO, ENTITLED, ["for"] * 20, True),
        (TWO, ENTITLED, ["for"] * 19 + ["abstain"] * 10, False),
    ],
    30: [
        (TWO, CAST, ["for"] * 20 + ["against"] * 10, True),
        (TWO, ENTITLED, ["for"] * 19, False),
        (TWO, CAST, [], False),
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("size", HELD)
def test_a_ballot_is_counted_when_its_time_is_over(amina, start, end, size):
    delegates = make.council(size)
    recommended = make.recommended()

    def attempt(rule, basis, choices, adopted):
        accession = Accession.objects.get(pk=recommended.pk)
        ballot = make.ballot(accession, by=amina, rule=rule, basis=basis, closes_at=end, at=start)
        voted(ballot, delegates, choices, start + timedelta(days=1))

        ballot.close(at=end)

        ballot.refresh_from_db()
        assert (ballot.status, ballot.adopted, ballot.entitled) == ("closed", adopted, size)
        assert ballot.count[:3] == tuple(choices.count(choice) for choice in ("for", "against", "abstain"))
        assert ballot.explained

    each_undone(HELD[size], attempt)


@pytest.mark.django_db
def test_nobody_closes_a_ballot_before_its_end(amina, start, end):
    make.council(3)
    ballot = make.ballot(make.recommended(), by=amina, closes_at=end, at=start)

    with pytest.raises(Refused, match="until its end"):
        ballot.close(at=end - timedelta(microseconds=1))


@pytest.mark.django_db
def test_an_objection_taken_back_before_the_close_does_not_break_the_silence(amina, start, end):
    delegates = make.council(3)
    ballot = make.ballot(make.recommended(), by=amina, rule=SILENCE, closes_at=end, at=start)
    ballot.vote("against", by=delegates[0].user, at=start)

    ballot.vote("for", by=delegates[0].user, at=end - timedelta(seconds=1))
    ballot.close(at=end)

    assert ballot.adopted
    assert ballot.explained == "No Member objected, so it is adopted."
