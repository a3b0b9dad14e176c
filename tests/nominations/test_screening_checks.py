"""The automatic checks: what each of them says, and that one question finds all who pass."""

import pytest

from members.models import Distinct, Likeness
from nominations.checks import checks_of
from nominations.languages import languages_of
from nominations.models import Call, Doubts, Nomination, VersionCheck
from nominations.tasks import check_version, check_versions, read_document
from tests import make
from tests.endorsements import agreed, requested
from tests.kept import kept
from tests.nominations.screened import PROSE, handed_in

pytestmark = pytest.mark.django_db
SPANISH = (
    "Los registros y las auditorías solo funcionan cuando los gobiernos comparten sus métodos, y quiero reunir los "
    "nuestros en una guía común para todos los ministerios."
)
FRENCH = (
    "Les registres et les audits ne fonctionnent que si les gouvernements partagent leurs méthodes, et je veux réunir "
    "les nôtres dans un guide commun à tous les ministères."
)


def told(nomination, user, call=None) -> dict:
    """Name of the check to (state, reason)."""
    doubts = Doubts(call or Call.objects.get(pk=nomination.call_id), user)
    read = Nomination.objects.with_checks(doubts).get(pk=nomination.pk)
    return {check.name: (check.state, check.reason) for check in checks_of(read, doubts)}


def passing(call, user) -> set:
    return set(Nomination.objects.passing(Doubts(Call.objects.get(pk=call.pk), user)))


def alike(one, other):
    return Likeness.note(one.person, other.person, Likeness.Reason.ADDRESS)


# --- each check


def test_a_sound_nomination_passes_every_check_with_a_reason_for_each(amina, call):
    nomination = handed_in(call)

    assert {state for state, _reason in told(nomination, amina).values()} == {"pass"}
    assert told(nomination, amina)["cv"] == ("pass", "2 pages, with text")
    assert told(nomination, amina)["language"] == ("pass", "English")
    assert all(reason for _state, reason in told(nomination, amina).values())
    assert passing(call, amina) == {nomination}


def test_what_is_not_in_english_or_french_is_named_with_its_language(amina, call):
    assert told(handed_in(call, 1, motivation=SPANISH), amina)["language"] == (
        "look",
        "Motivation: reads like Spanish",
    )
    assert told(handed_in(call, 2, motivation=FRENCH), amina)["language"] == ("pass", "English and French")
    assert len(passing(call, amina)) == 1


def test_short_texts_are_to_be_looked_at_and_never_called_wrong():
    assert languages_of({"motivation": "AI, data, audit"}) == {"": ""} or languages_of({"motivation": "AI"}) == {}
    assert languages_of({"motivation": PROSE["motivation"], "biography": "Ann. Paris."}) == {"motivation": "en"}
    assert languages_of({"motivation": "asdf qwer zxcv " * 20}) == {"motivation": ""}


def test_short_statements_say_so(amina, call):
    short = dict.fromkeys(("evidence_expertise", "evidence_record", "evidence_international"), "Audit.")
    nomination = handed_in(call, motivation="Audits, registers.", biography="Ann.", **short)

    state, reason = told(nomination, amina)["language"]
    assert state == "look"
    assert reason.startswith("Too short")


@pytest.mark.parametrize(
    ("cv", "state", "words"),
    [("blank", "look", "no text"), ("unreadable", "look", "could not be read"), ("none", "look", "No CV")],
)
def test_a_cv_that_cannot_be_read_is_to_be_looked_at(amina, call, cv, state, words):
    nomination = handed_in(call)
    VersionCheck.objects.update(cv=cv)

    assert told(nomination, amina)["cv"][0] == state
    assert words in told(nomination, amina)["cv"][1]
    assert passing(call, amina) == set()


def test_until_the_worker_has_read_the_cv_it_is_said_that_it_waits(amina, call):
    nomination = handed_in(call, read=False)

    check_version(str(nomination.submitted_version_id))
    assert told(nomination, amina)["cv"] == ("wait", "Waiting to be read by a worker; its pages appear here then.")
    assert passing(call, amina) == set()


def test_whoever_reads_the_cv_looks_at_the_version_and_the_sweep_finds_what_nobody_heard_of(call):
    first, second = handed_in(call, 1, read=False), handed_in(call, 2, checked=False)

    read_document(str(first.documents.get().pk))
    assert list(VersionCheck.objects.values_list("version", "cv")) == [(first.submitted_version_id, "read")]
    check_versions()
    assert VersionCheck.objects.filter(version=second.submitted_version_id).exists()
    check_versions()
    assert VersionCheck.objects.count() == 2


def test_sections_that_are_not_complete_are_named(amina, call):
    nomination = handed_in(call)
    VersionCheck.objects.update(missing=["work", "interests"])

    assert told(nomination, amina)["complete"] == ("look", "Not complete: Your work, Interests")


def test_interests_are_declared_or_said_to_be_none(amina, call):
    silent = {"interest_employment": "", "interest_advisory": "", "interests_none": "on"}
    nomination = handed_in(call, **silent)
    assert told(nomination, amina)["interests"] == ("pass", "Nothing to declare, as the person says")

    VersionCheck.objects.update(interests="missing")
    assert told(nomination, amina)["interests"][0] == "look"
    assert passing(call, amina) == set()


# --- another nomination of the same human


def test_two_that_may_be_one_human_are_shown_to_each_other_until_people_tell_them_apart(amina, call):
    one, other, third = handed_in(call, 1), handed_in(call, 2), handed_in(call, 3)
    alike(one, other)

    state, reason = told(one, amina)["single"]
    assert (state, other.reference in reason) == ("look", True)
    assert told(other, amina)["single"][0] == "look"
    assert passing(call, amina) == {third}
    first, second = sorted((one.person_id, other.person_id))
    Distinct.objects.create(first_id=first, second_id=second, by=amina)
    assert passing(call, amina) == {one, other, third}


def test_the_same_orcid_in_two_nominations_is_a_reason_to_look(amina, call):
    orcid = "0000-0002-1825-0097"
    one, other = handed_in(call, 1, orcid=orcid), handed_in(call, 2, orcid=f"https://orcid.org/{orcid}")
    Likeness.objects.all().delete()

    assert told(one, amina)["single"][0] == told(other, amina)["single"][0] == "look"
    other.withdraw(by=other.owner)
    assert told(one, amina)["single"][0] == "pass"


def test_somebody_like_a_person_who_is_not_in_this_call_passes(amina, call, jonas):
    nomination = handed_in(call)
    Likeness.note(nomination.person, make.person(), Likeness.Reason.ADDRESS)

    assert passing(call, amina) == {nomination}


# --- Members


@kept
def spain(call):
    """A Member, with the focal point who gives its word."""
    member = make.member("ES", "Spain")
    make.delegate(make.user("ines@example.org", "Inés Ortega"), member, "focal_point")
    return member


def focal_point(member):
    return member.delegates.get(capacity="focal_point").user


def named(nomination, member):
    """The Member names the person, who agrees: the next place of its quota for the group is taken."""
    return agreed(nomination.call, member, focal_point(member), nominee=nomination.owner)


def endorsed(nomination, member):
    word = requested(nomination, member)
    word.give(by=focal_point(member), statement="She led our evaluation of public algorithms.")
    return word


def test_who_is_named_in_a_place_that_the_quota_no_longer_has_is_to_be_looked_at(amina, call, spain):
    within, beyond = handed_in(call, 1), handed_in(call, 2)
    named(within, spain)
    named(beyond, spain)
    assert passing(call, amina) == {within, beyond}

    Call.objects.filter(pk=call.pk).update(quota=1)
    assert told(within, amina)["quota"] == ("pass", "Named by Spain, within its places")
    assert told(beyond, amina)["quota"] == ("look", "Named by Spain beyond its 1 places in the group.")
    assert passing(call, amina) == {within}


def test_the_cap_of_nationals_binds_whom_members_name_and_nobody_else(amina, call, spain):
    one, other, self_named = (handed_in(call, n, nationality_1="ES", nationality_2="") for n in (1, 2, 3))
    named(one, spain)
    named(other, spain)

    Call.objects.filter(pk=call.pk).update(nationals_cap=2)
    assert passing(call, amina) == {one, other, self_named}
    Call.objects.filter(pk=call.pk).update(nationals_cap=1)
    assert passing(call, amina) == {self_named}
    assert "Members named 2 people of this nationality (Spain); the cap is 1." in told(one, amina)["quota"][1]


def test_where_the_call_demands_the_word_of_a_member_it_is_looked_for(amina, call, spain):
    without, asked, has = handed_in(call, 1), handed_in(call, 2), handed_in(call, 3)
    requested(asked, spain)
    endorsed(has, spain)
    assert passing(call, amina) == {without, asked, has}

    Call.objects.filter(pk=call.pk).update(endorsing="required")
    assert told(without, amina)["word"] == ("look", "Missing. This call requires it.")
    assert told(asked, amina)["word"][1].startswith("Asked for")
    assert told(has, amina)["word"] == ("pass", "Given by Spain")
    assert passing(call, amina) == {has}


# --- one meaning


def test_the_words_and_the_question_to_the_database_never_part(amina, call, spain):
    """Every way to fail, and its neighbours: who passes every check in words is found, and nobody else."""
    Call.objects.filter(pk=call.pk).update(quota=1, nationals_cap=1, endorsing="required")
    faults = [{}, {"cv": "blank"}, {"language": "other"}, {"interests": "missing"}, {"missing": ["you"]}, {}, {}, {}]
    there = [handed_in(call, number) for number in range(len(faults))]
    for number, (nomination, fault) in enumerate(zip(there, faults, strict=True)):
        VersionCheck.objects.filter(version=nomination.submitted_version_id).update(**fault)
        if number != 5:
            endorsed(nomination, spain)
    alike(there[6], there[0])
    VersionCheck.objects.filter(version=there[7].submitted_version_id).delete()

    in_words = {one for one in there if {state for state, _ in told(one, amina).values()} == {"pass"}}
    assert passing(call, amina) == in_words == set()
    Likeness.objects.all().delete()
    assert passing(call, amina) == {there[0], there[6]}
