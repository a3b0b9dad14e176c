"""The map of Members: its drawing, which Members are on it on which day, and how each is marked."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone
from django_countries import countries

from members import facts
from members.data import draw
from members.models import Member
from members.world_map import LATER, WORLD, drawn, mark_of, world_map
from tests import make
from tests.cases import each
from tests.kept import kept

SVG = "{http://www.w3.org/2000/svg}"
HEAVIEST = 90_000  # bytes of the drawing, as it lies there


# --- the drawing


@pytest.fixture(scope="module")
def drawing():
    return ElementTree.parse(WORLD).getroot()  # noqa: S314  our own file


def test_the_drawing_is_light_and_well_formed(drawing):
    assert WORLD.stat().st_size < HEAVIEST
    assert drawing.tag == f"{SVG}svg"
    assert drawing.get("viewBox") == "0 0 3000 1305"


def test_the_drawing_says_what_it_was_made_from_and_by_what():
    text = WORLD.read_text(encoding="utf-8")

    assert "members/data/draw.py from world-atlas 2.0.2 (Natural Earth 4.1.0, 1:50m, public domain)" in text
    assert "style" not in text
    assert "<script" not in text


def test_every_country_of_the_portal_has_a_shape_or_a_dot_and_antarctica_has_none():
    codes = {name.removesuffix("-dot") for name in drawn()}

    assert codes == set(countries.countries) - {"AQ"}


def test_the_page_finds_the_ids_that_the_drawing_has(drawing):
    assert drawn() == {path.get("id") for path in drawing.iter(f"{SVG}path")} - {None}


def test_no_point_lies_outside_the_sheet(drawing):
    for path in drawing.iter(f"{SVG}path"):
        for start in re.finditer(r"M(-?\d+) (-?\d+)(?:l([-\d ]+))?", path.get("d")):
            x, y = int(start[1]), int(start[2])
            steps = [int(step) for step in re.findall(r"-?\d+", start[3] or "")]
            assert len(steps) % 2 == 0
            for dx, dy in [(0, 0), *zip(steps[::2], steps[1::2], strict=True)]:
                x, y = x + dx, y + dy
                assert 0 <= x <= 3000, path.get("id")
                assert 0 <= y <= 1305, path.get("id")


SQUARE = [(0, 0), (1000, 0), (0, 1000), (-1000, 0), (0, -1000)]  # ten degrees each way, in steps


def atlas(*shapes):
    """A world of squares: (number, name, longitude and latitude of the lower left corner, size in degrees)."""
    arcs = [
        [
            (round((x + 180) * 100), round((y + 90) * 100)),
            *((dx * size // 10, dy * size // 10) for dx, dy in SQUARE[1:]),
        ]
        for _number, _name, (x, y), size in shapes
    ]
    drawn = [
        {"id": number or "", "type": "Polygon", "arcs": [[place]], "properties": {"name": name}}
        for place, (number, name, *_rest) in enumerate(shapes)
    ]
    transform = {"scale": [0.01, 0.01], "translate": [-180, -90]}
    return {"transform": transform, "arcs": arcs, "objects": {"countries": {"geometries": drawn}}}


def test_the_drawing_is_made_of_an_atlas_and_is_the_same_each_time():
    world = atlas(
        ("250", "France", (0, 40), 10),
        ("250", "An islet", (30, 40), 5),
        ("702", "Singapore", (100, 0), 1),
        ("010", "Antarctica", (0, -90), 10),
        (None, "Nowhere", (50, 10), 10),
    )

    drawing = draw.drawing(world)
    assert drawing == draw.drawing(world)
    shapes = set(re.findall(r'<path id="([A-Z]{2})" ', drawing))
    assert shapes == {"FR", "SG"}
    assert "SG-dot" in drawing
    assert "FR-dot" not in drawing
    (rest,) = re.findall(r'<path d="([^"]*)"', drawing)
    assert rest.count("M") == 2  # the islet and nowhere


def test_what_lies_beyond_the_edge_of_the_map_comes_in_on_its_other_side():
    east, _ = draw.on_sheet((draw.CENTRE + 179, 60))
    (line,) = draw.lines_of(atlas(("643", "Chukotka", (-180, 60), 10)))

    assert {round(longitude) for longitude, _ in line} == {180, 190}
    assert draw.on_sheet(line[0])[0] < east


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_blue_stands_out_from_the_land_by_three_to_one(scheme):
    light, dark = (settings.BASE_DIR / "static/css/tokens.css").read_text().split("prefers-color-scheme: dark")
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", {"light": light, "dark": dark}[scheme]))

    for step in range(1, LATER + 1):
        assert contrast(tokens[f"year-{step}"], tokens["data-none"]) >= 3


def contrast(one, other) -> float:
    """WCAG 2: between 1 and 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("code", ["SG", "SI", "IL", "BE"])
def test_small_members_have_a_dot(code):
    assert f"{code}-dot" in drawn()


@pytest.mark.parametrize(("larger", "smaller"), [("BR", "AU"), ("IN", "AR"), ("GL", "MX"), ("CD", "GL"), ("FI", "IT")])
def test_areas_are_true_to_each_other(drawing, larger, smaller):
    """Greenland is a little larger than Mexico and smaller than Congo: on most maps it is as large as Africa."""
    assert extent(drawing, larger) > extent(drawing, smaller)


def extent(drawing, code) -> float:
    whole = 0
    path = next(path for path in drawing.iter(f"{SVG}path") if path.get("id") == code)
    for start in re.finditer(r"M(-?\d+) (-?\d+)l([-\d ]+)z", path.get("d")):
        steps = [int(step) for step in re.findall(r"-?\d+", start[3])]
        x = y = area = 0
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            area += x * dy - y * dx
            x, y = x + dx, y + dy
        whole += area / 2
    return abs(whole)


# --- who is on it


@kept
def known(db):
    facts.load()


def names_on_map(client, **query) -> list[str]:
    """What the links of the map are called, the European Union's too."""
    page = client.get("/en/members/", query).content.decode()
    return re.findall(r'<a href="[^"]+" class="y\d[^"]*" aria-label="([^"]+)"', page)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-06-14", 0),
        ("2020-06-15", 15),
        ("2020-12-03", 15),
        ("2020-12-04", 19),
        ("2021-06-01", 19),
        ("2021-11-10", 19),
        ("2021-11-11", 25),
        ("2022-11-21", 25),
        ("2022-11-22", 29),
    ],
)
def test_the_map_shows_the_members_of_the_day(known, client, day, number):
    assert len(names_on_map(client, on=day)) == number


def test_each_member_is_a_link_with_its_name_and_day_on_the_map_and_at_home(known, client, call):
    expected = {
        f"{member.name}, Member since {member.admitted_on.day} {member.admitted_on:%B %Y}"
        for member in Member.objects.all()
    }

    assert set(names_on_map(client)) == expected
    home = client.get("/en/").content.decode()
    assert set(re.findall(r'class="y\d" aria-label="([^"]+)"', home)) == expected
    for code in Member.objects.values_list("code", flat=True):
        assert f'href="/en/members/{code}/" class="y' in home


def test_every_member_of_the_facts_can_be_drawn(known):
    for member in Member.objects.all():
        mark = mark_of(member)
        assert mark.shape or mark.dot or not member.is_country


def test_whichever_country_joins_appears():
    def attempt(code):
        member = Member(code=code, name_en="It", admitted_on=date(2027, 3, 1))
        member.suspended = False

        (mark,) = world_map([member]).marks
        assert mark.shape or mark.dot

    each([code for code in countries.countries if code != "AQ"], attempt)


def test_colours_follow_the_year_and_the_legend_names_those_that_there_are(known, client):
    make.member("KE", "Kenya", region="Africa", admitted_on="2026-02-01")

    page = client.get("/en/members/").content.decode()
    for code, step in {"FR": 1, "ES": 1, "DK": 2, "SN": 3, "KE": 4}.items():
        assert f'href="/en/members/{code}/" class="y{step}"' in page
    legend = re.search(r'<ul class="legend".*?</ul>', page, re.S)[0]
    assert re.findall(r"</i>([^<]+)", legend) == ["2020", "2021", "2022", "later", "Not a Member"]
    early = client.get("/en/members/?on=2020-06-15").content.decode()
    legend = re.search(r'<ul class="legend".*?</ul>', early, re.S)[0]
    assert re.findall(r"</i>([^<]+)", legend) == ["2020", "Not a Member"]


def test_a_member_of_a_day_to_come_is_nowhere(known, client, call):
    tomorrow = timezone.now().date() + timedelta(days=1)
    make.member("KE", "Kenya", region="Africa", admitted_on=tomorrow)

    for path in ("/en/", "/en/members/", "/sitemap.xml"):
        page = client.get(path).content.decode()
        assert "Kenya" not in page
        assert "members/KE/" not in page
    assert client.get("/en/members/KE/").status_code == 404


def test_a_suspended_member_is_marked_on_its_days_and_on_no_other(known, client, jonas):
    Member.objects.get(code="ES").suspensions.create(since="2023-03-01", until="2023-06-01", reason="Dues.")

    def marked(day):
        page = client.get(f"/en/members/?on={day}").content.decode()
        assert len(names_on_map(client, on=day)) == 29
        assert "Dues" not in page
        return (
            "Spain, Member since 4 December 2020, suspended" in page,
            '<span class="tag stop">Suspended</span>' in page,
        )

    assert marked("2023-02-28") == (False, False)
    assert marked("2023-03-01") == (True, True)
    assert marked("2023-05-31") == (True, True)
    assert marked("2023-06-01") == (False, False)


def test_who_is_suspended_now_is_marked_at_home_until_it_is_reinstated(known, client, call, jonas):
    spain = Member.objects.get(code="ES")
    spain.suspend(reason="Dues.", by=jonas)
    assert "Spain, Member since 4 December 2020, suspended" in client.get("/en/").content.decode()

    spain.reinstate(reason="Paid.", by=jonas)
    assert "suspended" not in client.get("/en/").content.decode()


def test_a_member_that_left_is_on_the_map_until_its_last_day(known, client, jonas):
    Member.objects.get(code="ES").leave(date(2025, 1, 1), reason="Its own wish.", by=jonas)

    assert "Spain" in " ".join(names_on_map(client, on="2024-12-31"))
    assert "Spain" not in " ".join(names_on_map(client, on="2025-01-01"))
    assert len(names_on_map(client)) == 28


def test_the_union_is_marked_beside_its_states_and_paints_none_of_them(known, client):
    page = client.get("/en/members/").content.decode()

    assert 'href="/en/members/EU/" class="y1"' in page
    for code in ("AT", "FI", "PT"):
        assert f"#{code}" not in page


def test_the_map_takes_no_position_and_names_its_source(known, client):
    page = client.get("/en/members/").content.decode()

    assert "takes no position on the status of any territory or on borders" in page
    assert "Natural Earth" in page


def test_the_map_in_french(known, client):
    page = client.get("/fr/members/").content.decode()

    assert 'aria-label="Sénégal, Membre depuis le 22 novembre 2022"' in page
    assert ">UE</text>" in page
