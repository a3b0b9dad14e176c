"""A proposal is asked for at the workbench, reckoned, looked at, and taken; it shows nothing that its reader may not see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nominations.deciding.models import Decision, DecisionBatch, Shortlist, Target
from nominations.deciding.sight import Sight
from nominations.models import Nomination
from nominations.reviewing.models import Reviewer
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from portal.lifecycle.models import Refused
from tests import committee, decisions
from tests.admin import enter
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def six(call, amina):
    """Six reviewed people: the first two are women; the last was named by a Member; one seat in each group."""
    people = [committee.candidate(call, n, by=amina, gender="woman" if n < 3 else "man") for n in range(1, 7)]
    call.freeze_tracks(by=amina)
    luis = committee.reviewer(call, by=amina)
    type(call).objects.filter(pk=call.pk).update(review_until=clock.now() + timedelta(days=1))
    for one, score in zip(people, (2, 3, 3, 4, 5, 5), strict=True):
        committee.reviewed(Nomination.objects.get(pk=one.pk), luis, by=amina, score=score)
    Nomination.objects.filter(pk=people[5].pk).update(track="member")
    call.seats.update(number=0)
    call.seats.filter(group=people[0].group).update(number=2)
    return [Nomination.objects.get(pk=one.pk) for one in people]


def sight(call, user):
    seat = Reviewer.objects.filter(call=call, user=user, chairs=True).first()
    return Sight(type(call).objects.get(pk=call.pk), user, seat)


def worked(run):
    run.work()
    return Shortlist.objects.get(pk=run.pk)


def names(run):
    return [row["nomination"] for row in run.chosen]


def at(name, call, *args):
    return reverse(f"deciding:{name}", args=[call.year, *args])


def test_a_proposal_by_verbs(call, six, amina, jonas, mei):
    Target.objects.create(call=call, fact="gender", value="woman", least=30)
    run = Shortlist.ask(sight(call, amina), seed=3)
    assert Shortlist.ask(sight(call, amina)) == run  # a second click
    with pytest.raises(Refused, match="Another proposal"):
        Shortlist.ask(sight(call, jonas))
    run = worked(run)

    assert run.status == "done"
    assert names(run) == [str(six[4].pk), str(six[1].pk)]  # whom a Member named is a man who counts, and takes no seat
    [price] = run.outcome["prices"]
    assert (price["rule"], price["seats"], price["points"] > 0) == ("least", 0, True)
    assert not Decision.objects.exists()

    decisions.not_selected(six[4], by=amina)  # by hand, after it
    plan = run.taking(sight(call, jonas))
    assert (list(plan.proposals), plan.by_hand, plan.gone) == ([six[1].pk], [six[4].pk], [])
    run.take(sight(call, jonas))
    taken = Decision.objects.proposed().get(nomination=six[1])
    assert (taken.outcome, taken.run, taken.proposed_by) == ("select", run, jonas)
    assert taken.note.startswith("Proposed by the optimiser on ")
    assert taken.note.endswith("under the rules: Gender, Woman: at least 30 %.")
    assert Decision.objects.proposed().get(nomination=six[4]).outcome == "not_select"
    assert not run.take(sight(call, jonas)).proposals  # a second click
    run.take(sight(call, jonas), over=True)
    assert Decision.objects.proposed().get(nomination=six[4]).outcome == "select"
    assert [event.verb for event in run.story()] == ["asked", "begun", "done", "taken", "taken"]

    again = worked(
        Shortlist.ask(sight(call, mei.user), {"out": [six[1].pk], "in": [six[3].pk], "keep": False, "aims": []})
    )
    assert names(again) == [str(six[4].pk), str(six[3].pk)]
    assert again.taking(sight(call, amina)).gone == [six[1].pk]  # an earlier proposal's
    taken = Decision.objects.proposed().get(nomination=six[1])
    again.take(sight(call, mei.user))
    assert taken.story().last().capacity == mei.as_what
    assert DecisionBatch.objects.latest("pk").undo(by=mei.user) == 2
    back = Decision.objects.proposed().get(nomination=six[1])
    assert (back.outcome, back.group, back.run) == (taken.outcome, taken.group, run)
    assert not Decision.objects.proposed().filter(nomination=six[3]).exists()
    again.take(sight(call, mei.user))
    decisions.not_selected(six[1], by=amina)
    assert DecisionBatch.objects.latest("pk").undo(by=mei.user) == 1  # what somebody decided since stays
    assert Decision.objects.proposed().get(nomination=six[1]).outcome == "not_select"
    again.take(sight(call, mei.user))
    chosen = Decision.objects.proposed().filter(outcome="select").values_list("nomination", flat=True)
    assert set(chosen) == {six[3].pk, six[4].pk}
    with pytest.raises(Refused, match="taken"):
        again.discard(by=mei.user)
    both = worked(Shortlist.ask(sight(call, amina), {"in": [six[n].pk for n in (0, 1, 2)], "keep": False}))
    assert [(one["rule"], one["by"]) for one in both.outcome["gives"]] == [("seats", 1)]
    assert Decision.objects.proposed().filter(outcome="select").count() == 2
    with pytest.raises(Refused, match="nothing to take"):
        both.take(sight(call, amina))


def test_the_pages_tell_the_whole_of_it_and_to_a_chair_no_gender(client, call, six, amina, mei):
    Target.objects.create(call=call, fact="gender", value="woman", least=30)
    enter(client, mei.user)
    page = client.get(at("proposals", call)).content.decode()
    assert "Gender, Woman: at least 30 %" in page
    wrong = client.post(at("proposals", call), {"inside": f"{six[0].reference} N99-1", "outside": six[0].reference})
    assert wrong.status_code == 400
    assert "N99-1" in wrong.content.decode()
    assert "cannot be in and out" in wrong.content.decode()
    target = call.targets.get()
    answer = client.post(
        at("proposals", call), {"aims": [target.pk], "keep": "on", "outside": six[4].reference.lower()}
    )
    run = Shortlist.objects.get()
    assert answer["Location"] == at("proposal", call, run.pk)
    waiting = client.get(answer["Location"])
    assert waiting["Refresh"] == "5"
    assert "It waits for its turn." in waiting.content.decode()
    run = worked(run)
    page = client.get(at("proposal", call, run.pk)).content.decode()
    assert "Refresh" not in client.get(at("proposal", call, run.pk))
    assert "It costs" in page
    assert all(one.reference in page for one in six[1:4])
    assert "1 (50" not in page  # nobody's gender follows from counts
    assert "not told" in page
    assert str(run.seed) in page

    impose(six[1], amina, reason="Cousins.", by=mei.user, at=clock.now())
    enter(client, amina)
    page = client.get(at("proposal", call, run.pk)).content.decode()
    assert six[1].reference not in page
    assert "It costs" not in page
    assert six[3].reference in page
    taken = client.post(at("proposal_take", call, run.pk), follow=True)
    assert taken.status_code == 200
    decided = {str(pk) for pk in Decision.objects.values_list("nomination", flat=True)}
    assert decided == {*names(run)} - {str(six[1].pk)}
    assert "Set this proposal aside" not in client.get(at("proposal", call, run.pk)).content.decode()
    client.post(at("proposal_discard", call, run.pk))
    assert "It costs" not in client.get(at("proposal", call, run.pk)).content.decode()
    assert Shortlist.objects.get().status == "taken"
    other = worked(Shortlist.ask(sight(call, amina)))
    client.post(at("proposal_discard", call, other.pk))
    assert "set aside" in client.get(at("proposal", call, other.pk)).content.decode()


def test_with_people_kept_in_or_out_by_hand_no_target_on_gender_tells_a_chair_of_anybody(client, call, six, amina, mei):
    Target.objects.create(call=call, fact="gender", value="woman", least=100)
    Target.objects.create(call=call, fact="route", value="self", least=10)
    route, told = call.targets.get(fact="route"), []
    enter(client, mei.user)
    for one in six[1:3]:  # of equal scores: a woman, and a man
        others = " ".join(each.reference for each in six[:5] if each != one)
        words = {"aims": [route.pk], "inside": one.reference, "outside": others}
        run = Shortlist.objects.get(pk=client.post(at("proposals", call), words)["Location"].split("/")[-2])
        assert [aim["fact"] for aim in run.rules["aims"]] == ["route", "gender"]  # a chair unticks none of these
        run = worked(run)
        told.append({name: run.outcome[name] for name in ("gives", "prices", "ties", "value")})
        [price.pop("at") for price in told[-1]["prices"]]
        assert [aim["fact"] for aim in run.rules["aims"]] == ["route"]
        assert "targets on gender are left out" in client.get(at("proposal", call, run.pk)).content.decode()
        run.discard(by=mei.user)
    assert told[0] == told[1]
    page = client.get(at("proposals", call)).content.decode()
    assert len([tag for tag in page.split("<input") if "disabled" in tag.split(">")[0]]) == 1

    free = worked(Shortlist.ask(sight(call, mei.user), {"aims": []}))  # nobody is kept by hand
    assert [aim["fact"] for aim in free.rules["aims"]] == ["gender"]
    free.discard(by=mei.user)
    decisions.not_selected(six[2], by=mei.user)
    for keep, left in ((True, []), (False, ["gender"])):
        run = worked(Shortlist.ask(sight(call, mei.user), {"aims": [], "keep": keep}))
        assert [aim["fact"] for aim in run.rules["aims"]] == left, keep
        run.discard(by=mei.user)
    decisions.not_selected(six[5], by=mei.user)  # a Member named him: he would count but for that, kept or not
    assert not worked(Shortlist.ask(sight(call, mei.user), {"aims": [], "keep": False})).rules["aims"]

    run = worked(Shortlist.ask(sight(call, amina), {"in": [six[2].pk], "keep": False}))
    assert len(run.rules["aims"]) == 2
    page = client.get(at("proposal", call, run.pk)).content.decode()
    assert "is the secretariat" in page
    assert "lacking" not in page
    enter(client, amina)
    page = client.get(at("proposal", call, run.pk)).content.decode()
    assert "lacking" in page
