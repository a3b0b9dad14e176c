"""The facts: loaded whole, with their sources, and as often as one likes."""

from datetime import date

import pytest
from django.core.management import call_command

from members import facts
from members.models import Member, PastCoChair, Project, WorkingGroup

pytestmark = pytest.mark.django_db


def test_the_facts_are_29_members_5_groups_and_66_projects():
    assert facts.load() == {"members": 29, "working groups": 5, "projects": 66}
    assert (Member.objects.count(), WorkingGroup.objects.count()) == (29, 5)
    assert WorkingGroup.objects.at_work().count() == 4


def test_loading_twice_changes_nothing():
    facts.load()
    before = list(Member.objects.values()), list(WorkingGroup.objects.values())

    facts.load()

    assert (list(Member.objects.values()), list(WorkingGroup.objects.values())) == before


def test_loading_corrects_a_slip_and_keeps_what_the_secretariat_decided(jonas):
    facts.load()
    spain = Member.objects.get(code="ES")
    spain.move("suspended", verb="suspended", by=jonas)
    Member.objects.filter(code="ES").update(name_en="Spayn")

    facts.load()

    spain.refresh_from_db()
    assert (spain.name_en, spain.status) == ("Spain", "suspended")


def test_the_command_says_what_it_did(capsys):
    call_command("facts")

    assert capsys.readouterr().out == "29 members, 5 working groups, 66 projects\n"


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 6, 14), 0),
        (date(2020, 6, 15), 15),
        (date(2020, 12, 3), 15),
        (date(2020, 12, 4), 19),
        (date(2021, 6, 1), 19),
        (date(2021, 11, 11), 25),
        (date(2022, 11, 21), 25),
        (date(2022, 11, 22), 29),
        (date(2026, 1, 1), 29),
    ],
)
def test_the_members_of_any_day(day, number):
    facts.load()

    assert Member.objects.on(day).count() == number


def test_the_founding_members_are_fifteen_and_came_first():
    facts.load()

    assert set(Member.objects.filter(founding=True).values_list("admitted_on", flat=True)) == {date(2020, 6, 15)}
    assert Member.objects.filter(founding=True).count() == 15


def test_the_day_of_the_third_wave_is_marked_as_inferred_and_no_other():
    facts.load()

    inferred = Member.objects.filter(day_inferred=True)
    assert set(inferred.values_list("code", flat=True)) == {"BE", "CZ", "DK", "IE", "IL", "SE"}
    assert set(inferred.values_list("admitted_on", flat=True)) == {date(2021, 11, 11)}


def test_every_fact_has_its_source_a_french_name_and_a_clock():
    facts.load()

    for member in Member.objects.all():
        member.full_clean()
        assert member.source_url.startswith("http")
        assert member.name_fr
        assert member.zone
    for group in WorkingGroup.objects.all():
        group.full_clean()
        assert group.source_url.startswith("http")
        assert group.name_fr
        assert group.summary_fr


def test_a_member_that_left_is_no_member_from_that_day_on(jonas):
    facts.load()
    spain = Member.objects.get(code="ES")
    spain.move("left", verb="left", by=jonas, left_on=date(2025, 1, 1))

    assert Member.objects.on(date(2024, 12, 31)).filter(code="ES").exists()
    assert not Member.objects.on(date(2025, 1, 1)).filter(code="ES").exists()


def test_what_the_secretariat_corrects_stays_corrected(jonas):
    facts.load()
    group, project = (
        WorkingGroup.objects.get(slug="future-of-work"),
        Project.objects.get(title__startswith="Biodiversity"),
    )
    others = Project.objects.count() - 1
    group.correct(summary_en="A new mandate.", by=jonas)
    project.correct(title="Biodiversity and AI", year=2023, kind=project.kind, by=jonas)

    facts.load()

    assert WorkingGroup.objects.get(slug="future-of-work").summary_en == "A new mandate."
    assert Project.objects.get(pk=project.pk).title == "Biodiversity and AI"
    assert Project.objects.exclude(pk=project.pk).count() == others
    assert [event.facts["fields"] for event in project.story()] == [["title", "year"]]


def test_a_project_that_was_written_here_before_the_file_had_it_is_not_doubled(jonas):
    title = "Biodiversity and AI: Opportunities and Recommendations for Action"
    Project.enter(title=title, kind="report", source_url="https://example.org/ours", by=jonas)

    facts.load()

    assert Project.objects.get(title=title).source_url == "https://example.org/ours"
    assert Project.objects.count() == 66


def test_the_co_chairs_of_old_are_those_of_the_file_each_with_its_source():
    facts.load()
    facts.load()

    assert PastCoChair.objects.count() == 12
    for word in PastCoChair.objects.all():
        word.full_clean()
    assert not PastCoChair.objects.filter(group__slug="innovation-and-commercialisation").exists()
