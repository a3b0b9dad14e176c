"""Draws static/img/world.svg, the world on the map of Members, out of Natural Earth's shapes (public domain).

In an empty folder, with this repository's Python:

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz && python REPOSITORY/members/data/draw.py package

The package holds Natural Earth 4.1.0 at 1:50 million; the same package gives the same file, byte for byte. The projection
is Equal Earth (Šavrič, Patterson and Jenny, 2018): no country looks larger than it is. Each country is a path whose
id is its ISO code; one too small to be seen or hit has a dot as well (`SG-dot`). Shapes without a code are land like any
other: the map takes no position on borders.
"""

import hashlib
import json
import sys
from itertools import pairwise
from math import asin, cos, dist, radians, sin, sqrt
from pathlib import Path

from django.conf import settings

settings.configured or settings.configure(USE_I18N=False)  # for the names of countries, which have their numbers
from django_countries import countries  # noqa: E402

TARGET = Path(__file__).parents[2] / "static" / "img" / "world.svg"
ATLAS = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"  # SHA-256 of countries-50m.json
WIDTH, HEIGHT = 3000, 1305  # units of the drawing
CENTRE = 10.5  # degrees east: then the edge of the map runs through the Bering Strait and cuts no country
DETAIL = 0.8  # how far a line may stray from the shape; units
SPECK = 7  # islands smaller than this are left out, unless a country has no larger one; square units
SEEN = 18  # what is smaller is drawn with the land, and is a dot alone
SMALL = 260  # what is smaller has a dot; square units
UNNUMBERED = {"Kosovo": "XK"}  # its code is no part of ISO 3166-1, and the portal's list of countries has it
LEFT_OUT = {"AQ"}  # no country's land, and a third of the sheet
ELSEWHERE = {  # longitude and latitude of those that the shapes leave out or draw within another country
    "BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CX": (105.6, -10.5), "GF": (-53.1, 4.0),
    "GI": (-5.4, 36.1), "GP": (-61.5, 16.2), "MQ": (-61.0, 14.6), "RE": (55.5, -21.1), "SJ": (16.0, 78.6),
    "TK": (-171.8, -9.2), "TV": (179.2, -8.5), "UM": (166.6, 19.3), "YT": (45.2, -12.8),
}  # fmt: skip
LEFT, TOP, SCALE = -2.745, -1.315, 553.5  # which part of the plane is drawn, and how large
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(longitude, latitude) -> tuple[float, float]:
    """Degrees onto the plane; y grows to the south. What lies beyond the edge comes in again at the other side."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    slope = 9 * A4 * theta**8 + 7 * A3 * theta**6 + 3 * A2 * theta**2 + A1
    x = 2 * sqrt(3) * radians(longitude - CENTRE) * cos(theta) / (3 * slope)
    return x, -(A4 * theta**9 + A3 * theta**7 + A2 * theta**3 + A1 * theta)


def lines_of(world) -> list[list[tuple[float, float]]]:
    """The atlas's lines, which are steps on a grid, in degrees, without a jump where they cross 180."""
    (fx, fy), (x0, y0) = world["transform"]["scale"], world["transform"]["translate"]
    lines = []
    for steps in world["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * fx + x0, y * fy + y0))
        lines.append(unwrapped(line))
    return lines


def unwrapped(points) -> list:
    """The same points, each within half a turn of the one before; what lies beyond the map's edge lies in the east."""
    found = points[:1]
    for longitude, latitude in points[1:]:
        found.append((longitude + 360 * round((found[-1][0] - longitude) / 360), latitude))
    beyond = max(longitude for longitude, _ in found) < CENTRE - 180
    return [(longitude + 360, latitude) for longitude, latitude in found] if beyond else found


def simplified(line) -> list:
    """The points that the form of a line needs (Douglas and Peucker)."""
    flat = [on_sheet(point) for point in line]
    needed, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        a, b = waiting.pop()
        far = max(range(a + 1, b), key=lambda i: off(flat[i], flat[a], flat[b]), default=None)
        if far and off(flat[far], flat[a], flat[b]) > DETAIL:
            needed.add(far)
            waiting += [(a, far), (far, b)]
    return [point for i, point in enumerate(line) if i in needed]


def off(point, a, b) -> float:
    """How far a point lies from the stretch between two others."""
    length = dist(a, b) ** 2
    along = length and ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length
    along = min(1, max(0, along))
    return dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))


def on_sheet(point) -> tuple[float, float]:
    """Degrees to units of the drawing."""
    x, y = equal_earth(*point)
    return (x - LEFT) * SCALE, (y - TOP) * SCALE


def rings_of(shape, lines) -> list[list]:
    """The rings of a country on the sheet, largest first, without specks."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [[on_sheet(point) for point in ring(part, lines)] for polygon in polygons for part in polygon]
    rings.sort(key=lambda ring: -abs(area(ring)))
    return rings[:1] + [ring for ring in rings[1:] if abs(area(ring)) >= SPECK]


def ring(numbers, lines) -> list:
    points = []
    for number in numbers:  # ~n is line n, backwards
        points += (lines[number] if number >= 0 else lines[~number][::-1])[:-1]
    return unwrapped(points)


def area(ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2


def middle(ring) -> tuple[float, float]:
    """The centre of gravity of a ring."""
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    whole = 6 * area(ring)
    return sum((a[0] + b[0]) * c for a, b, c in pairs) / whole, sum((a[1] + b[1]) * c for a, b, c in pairs) / whole


def path(ring) -> str:
    """One closed line in whole units, from point to point by steps."""
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    words = " ".join(f"{dx} {dy}" for dx, dy in steps if dx or dy).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{words}z"


def dot(code, place) -> str:
    """A stroke without length: its round ends are the dot, and its width is the page's choice, at any size."""
    x, y = place
    return f'<path id="{code}-dot" d="M{round(x)} {round(y)}h.01" vector-effect="non-scaling-stroke"/>'


def drawing(world) -> str:
    """The whole file: the land, the countries in it, and the dots."""
    exact = lines_of(world)
    lines = [simplified(line) for line in exact]
    numbers = {str(countries.numeric(code, padded=True)): code for code in countries.countries}
    land, shapes, dots = "", {}, {code: on_sheet(place) for code, place in ELSEWHERE.items()}
    sized = [(size(shape, exact), shape) for shape in world["objects"]["countries"]["geometries"]]
    for area, shape in sorted(
        sized, key=lambda pair: -pair[0]
    ):  # of two shapes with one code the larger is the country
        code = numbers.get(shape.get("id", "")) or UNNUMBERED.get(shape["properties"]["name"])
        if code in LEFT_OUT:
            continue
        new, drawn = code and code not in shapes | dots, "".join(map(path, rings_of(shape, lines)))
        if new and area >= SEEN:
            shapes[code] = drawn
        else:
            land += drawn
        if new and area < SMALL:
            dots[code] = middle(rings_of(shape, exact)[0])
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<!-- Made by members/data/draw.py from world-atlas 2.0.2 (Natural Earth 4.1.0, 1:50m, public domain) -->",
        '<g id="land">',
        f'<path d="{land}"/>',
        *(f'<path id="{code}" d="{drawn}"/>' for code, drawn in sorted(shapes.items())),
        "</g>",
        *(dot(code, place) for code, place in sorted(dots.items())),
        "</svg>\n",
    ])  # fmt: skip


def size(shape, lines) -> float:
    return sum(abs(area(ring)) for ring in rings_of(shape, lines))


if __name__ == "__main__":
    atlas = (Path(sys.argv[1]) / "countries-50m.json").read_bytes()
    if hashlib.sha256(atlas).hexdigest() != ATLAS:
        sys.exit(
            "This is another atlas than the one that the drawing was made from. Look at what it draws, then change ATLAS."
        )
    TARGET.write_text(drawing(json.loads(atlas)), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")
