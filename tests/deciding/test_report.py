"""The selection report: figures that add up, cells that give nobody away, the same bytes each time."""

import csv
import io
import json
import random
import re
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from members.models import Person
from nominations.deciding.models import Decision, DecisionRecord, Offer, Statistics
from nominations.deciding.report.announced import announced
from nominations.deciding.report.people import composition
from nominations.deciding.report.shape import figure, last_day
from nominations.deciding.report.stages import STAGES, numbers_of
from nominations.deciding.report.whole import report_of
from nominations.deciding.views.at_workbench import sight_of
from nominations.models import Nomination
from nominations.reviewing.models.binding import impose
from portal.lifecycle import clock
from tests import committee, decisions, make
from tests.kept import kept
from tests.shortlists import shortlist_of

from .crowd import crowd, decided


@kept
def told(call, mei, amina, jonas):
    """One person selected though another has the better mean; a reserve; one ineligible, one withdrawn, one draft."""
    people = decisions.candidates(call, 4, by=amina)
    run, *_unused = (shortlist_of(one, by=amina) for one in people[:2])
    call.targets.create(fact="stakeholder_group", value="labour", unit="people", least=1)
    luis = committee.reviewer(call, by=amina)
    call.review_until = clock.now().replace(year=2099)
    call.save()
    for one, score in zip(people, (3, 5, 4, 2), strict=True):
        committee.reviewed(one, luis, by=amina, score=score)
    call.review_until = clock.now()
    call.save()
    first, second, third, fourth = people
    decisions.selected(first, by=amina, note="Nobody else knows the field.", run=run)
    decisions.on_reserve(second, by=amina)
    decisions.on_reserve(third, by=amina)
    decisions.not_selected(fourth, by=amina)
    decisions.published(call, by=amina, head=jonas)
    return people


def cells_of(report) -> dict:
    return {row.key: row.cells for part in report.parts for table in part.tables for row in table.rows}


def test_the_report_is_there_after_publication_for_its_readers_alone(call, three, mei, amina, leila, client):
    client.force_login(amina)
    page = client.get(reverse("deciding:report", args=[call.year]))
    assert "Until then there is none" in page.content.decode()
    assert client.get(reverse("deciding:report_pdf", args=[call.year])).status_code == 404
    assert client.get(reverse("deciding:report_csv", args=[call.year])).status_code == 404
    client.force_login(leila)
    assert client.get(reverse("deciding:report", args=[call.year])).status_code == 404


def test_page_pdf_and_file_tell_the_same(call, told, mei, amina, client):
    first, second, *_more = told
    report = report_of(sight_of(mei.user, call))
    cells = cells_of(report)
    assert cells["stage.decisions.selected"] == ["1"]
    assert cells["stage.offers.offer_offered"] == ["1"]
    assert cells["reviews.raw"] == ["4"]
    proposals = [cells[key] for key in cells if key.startswith("proposals.")]
    assert proposals == [["1"], ["3"]]  # of which somebody took a decision, and none: they add up to the list
    frozen = [json.loads(row.facts)["proposal"] for row in DecisionRecord.objects.order_by("number")]
    assert [one and one["run"] for one in frozen] == [str(Decision.objects.get(nomination=first).run_id), *[None] * 3]
    assert cells["criteria.nominations"] == ["4", "3", "1"]
    assert cells["criteria.1"] == ["…", "…", "…"]
    assert cells[f"deviations.{first.reference}"][1:] == ["3", "selected", "Nobody else knows the field."]
    assert cells[f"deviations.{second.reference}"][1] == "1"
    assert not [key for key in cells if key.startswith("composition.")], "of so few none is told"
    call.criteria.filter(name_en="Expertise").update(name_fr="Savoir-faire")
    with translation.override("fr"):
        tables = {table.key: table for part in report_of(sight_of(mei.user, call)).parts for table in part.tables}
        heads = {key: table.head for key, table in tables.items()}
    assert [row.label for row in tables["rubric"].rows][:2] == ["Savoir-faire", "Record"]
    [label] = [row.label for table in report.parts[2].tables for row in table.rows if row.key == "rules.target.1"]
    assert label == "Stakeholder group: Labour and trade unions (all groups)", "in words, not as a code"
    assert heads["reviews"][1] == heads["panel"][1] == "Nombre", "how many, not which"

    last = last_day(call.closes_at)
    assert cells["timeline.closes"] == [last] * 2, "the last day inside, as every page names it"
    before = call.closes_at - timedelta(days=40)
    facts = {"until": call.closes_at.isoformat(), "from": before.isoformat(), "moved": ["review_until"]}
    call.record("published", by=amina)
    call.record("extended", by=amina, facts=facts)
    assert announced(call)["review_until"] == call.review_until - timedelta(days=40)
    call.record("edited", by=amina, facts={"fields": ["review_until"]})
    later = cells_of(report_of(sight_of(mei.user, call)))
    assert later["timeline.closes"] == [last_day(before), last]
    assert later["timeline.reviews"][0] == "–", "what stood there before it was edited is not kept"

    for reader in (amina, mei.user):
        client.force_login(reader)
        page = client.get(reverse("deciding:report", args=[call.year])).content.decode()
        assert "Nobody else knows the field." in page
        assert "Luis Torres" not in page
        assert not re.findall(r">\s*(?:stage|rules|reviews)\.\w+", page), "keys are for the file"
    answers = [client.get(reverse("deciding:report_pdf", args=[call.year])) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[0].content.startswith(b"%PDF")
    text = client.get(reverse("deciding:report_csv", args=[call.year])).content.decode()
    lines = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert {line["Key"] for line in lines} == set(cells)
    assert len(lines) == sum(map(len, cells.values()))

    impose(first, mei.user, reason="They wrote together.", by=amina, at=clock.now())
    report = report_of(sight_of(mei.user, call))
    barred = cells_of(report)
    assert "A conflict of interest" in report.parts[1].note
    assert [part.key for part in report.parts][3:] == ["composition", "deviations"]
    counted = ("stage.", "criteria.", "composition.", "recusals.", "reviews.", "proposals.")
    assert not [key for key in barred if key.startswith(counted)], "what counts everybody tells of whom they cannot see"
    assert "rubric.1" in barred
    assert f"deviations.{first.reference}" not in barred, "nothing about one nomination that a conflict bars"


def test_its_composition_is_what_the_public_reads_and_newcomers_and_no_correction_changes_it(call, amina, jonas):
    rows = crowd(call, 60)
    decided(call, by=amina, head=jonas)
    assert "a minute or two" in composition(call).note
    for one in rows[:30]:
        make.term(one.person, starts_on=date(2020, 1, 1))
    kept = Statistics.make(call)
    told = composition(call)

    content = kept.content
    sets = [one["set"] for one in content["totals"]]
    public = {
        f"composition.{table['fact']}.{row['value']}": [figure(row["numbers"][name]) for name in sets]
        for table in content["tables"]
        if table["fact"] != "route"
        for row in table["rows"]
    }
    cells = {row.key: row.cells for table in told.tables for row in table.rows}
    assert public.items() <= cells.items()
    barred = composition(call, public_alone=True)
    assert {row.key: row.cells for table in barred.tables for row in table.rows if "all" not in row.key} == public
    assert {cells[key][0] for key in cells if key.endswith(".all")} == {"60"}
    beside = {key.removeprefix("composition.") for key in cells.keys() - public if not key.endswith(".all")}
    assert beside == {"newcomer.yes", "newcomer.no"}
    assert cells["composition.newcomer.no"][0] == cells["composition.newcomer.yes"][0] == "30"
    assert "newcomer" not in str(content)

    Nomination.objects.filter(pk__in=[one.pk for one in rows[:30]]).update(gender="man", residence="NZ")
    make.term(rows[-1].person, starts_on=date(2020, 1, 1))
    Statistics.make(call)
    assert composition(call) == told


def test_every_figure_reconciles_in_a_random_year(call, mei, amina, jonas):
    chance = random.Random(2)  # noqa: S311
    there = [committee.candidate(call, n + 1, by=amina, eligible=False) for n in range(8)]
    before = call.closes_at - (call.closes_at - call.opens_at) / 20
    for n in range(3):
        draft = make.nomination(author=make.user(f"draft.{n}@example.org"), call=call, at=before)
        if chance.random() < 0.4:
            draft.withdraw(by=draft.owner, at=before)
        elif chance.random() < 0.5:
            draft.delete()
    for one in there:
        lot = chance.random()
        if lot < 0.15:
            one.withdraw(by=one.owner, at=before)
        elif lot < 0.3:
            one.declare_ineligible(reason="Not in the field of the call.", by=amina)
        else:
            one.declare_eligible(by=amina)
    call.freeze_tracks(by=amina)
    eligible = list(call.nominations.filter(status="eligible"))
    assert 0 < len(eligible) < len(there), "some leave on the way, or nothing is shown"
    for one in eligible:
        chance.choice([decisions.selected, decisions.on_reserve, decisions.not_selected])(one, by=amina)
    check(call, mei)
    decisions.published(call, by=amina, head=jonas)
    check(call, mei)
    for one in eligible:
        offer = Offer.objects.filter(decision__nomination=one).first()
        if offer and chance.random() < 0.6:
            offer.decline(by=one.owner)
        elif offer:
            offer.accept(interests={}, nothing_to_declare=True, by=one.owner)
    if Decision.objects.proposed().exists():
        decisions.published(call, by=amina, head=jonas)
    check(call, mei)
    for _year in range(10):
        try:
            with transaction.atomic():
                strangers(call, eligible[0], chance)
                check(call, mei)
                raise Undone
        except Undone:
            pass


class Undone(Exception):
    pass


def strangers(call, like, chance):
    """Rows that no verb made, in any state that the database bears."""
    version, publication, group = like.submitted_version, call.publications.first(), decisions.group_of(like)
    rows = [stranger(call, n, version, chance) for n in range(100, 160)]
    Nomination.objects.bulk_create(rows)
    Nomination.objects.filter(call=call).update(united_with=None)
    united = [one for one in rows if one.status == "withdrawn" and chance.random() < 0.5]
    Nomination.objects.filter(pk__in=[one.pk for one in united]).update(united_with=like)
    decided = [one for one in rows if one.status == "decided"]
    told = []
    for rank, one in enumerate(decided, start=100):
        outcome = chance.choice(["select", "reserve", "not_select"])
        where = {"group": None if outcome == "not_select" else group, "rank": rank if outcome == "reserve" else None}
        told.append(
            Decision(
                call=call,
                nomination=one,
                version=version,
                status=chance.choice(["published", "superseded"]),
                outcome=outcome,
                publication=publication,
                proposed_at=clock.now(),
                published_at=clock.now(),
                **where,
            )
        )
    Decision.objects.bulk_create(told)
    states = ["offered", "lapsed"]
    Offer.objects.bulk_create(
        Offer(decision=one, status=chance.choice(states), offered_at=clock.now(), until=clock.now())
        for one in told
        if one.outcome == "select"
    )


def stranger(call, number, version, chance):
    status = chance.choice(Nomination.Status.values)
    handed_in = status not in ("draft", "withdrawn") or (status == "withdrawn" and chance.random() < 0.5)
    more = {"submitted_version": version, "submitted_at": clock.now()} if handed_in else {}
    if handed_in:
        more["track"] = chance.choice(["", "member", "open"])
    return Nomination(
        call=call,
        person=Person.objects.create(given_name="A", family_name=f"Stranger {number}"),
        number=number,
        reference=f"X{number}",
        status=status,
        withdrawn_from="draft" if status == "withdrawn" else "",
        returned_until=clock.now(),
        ineligible_reason=chance.choice(["Too late.", "Not in the field."]) if status == "ineligible" else "",
        screened_at=clock.now(),
        screening_shown_at=clock.now(),
        **more,
    )


def check(call, chair):
    numbers = numbers_of(type(call).objects.get(pk=call.pk))
    for stage in STAGES:
        assert sum(numbers[part] for part in stage.parts) == numbers[stage.total], (stage.key, numbers)
    assert numbers["appointed"] == numbers["offer_accepted"]
    assert numbers["offers_list"] <= numbers["selected"]
    assert numbers["offers_released"] <= numbers["released"]
    if "X100" not in call.nominations.values_list("reference", flat=True) and (
        report := report_of(sight_of(chair.user, call))
    ):
        cells = cells_of(report)
        assert cells["stage.intake.submitted"] == [str(numbers["submitted"])]
        assert (
            sum(int(cells[key][0]) for key in cells if key.startswith("stage.ineligible.") and "all" not in key)
            == (numbers["ineligible"])
        )
