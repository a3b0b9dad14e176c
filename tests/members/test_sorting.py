"""How a list of people is sorted: by the family name of the name under which they are read."""

import pytest

from members.models import Person


@pytest.mark.parametrize(
    ("given", "family", "published", "key"),
    [
        ("健司", "山田", "Kenji Yamada", "yamada kenji"),  # the stored family name reads Shan Tian
        ("", "", "Božena Škvorecká", "skvorecka bozena"),  # only an account's name
        ("María José", "Fernández de la Vega", "", "fernandez de la vega maria jose"),
        ("María José", "Fernández de la Vega", "Pepa Fernández de la Vega", "fernandez de la vega pepa"),
        ("Ama", "Mensah", "Dr Ama Mensah", "mensah ama"),  # a title sorts nobody
        ("Thị Minh Khai", "Nguyễn", "Nguyễn Thị Minh Khai", "nguyen thi minh khai"),
        ("晓梅", "王", "Wang Xiaomei", "wang xiaomei"),
        ("", "", "Wang Xiaomei", "xiaomei wang"),  # wrong, but by the same rule as all: nobody told the family name
        ("Erika", "Geheim", "Erika Muster", "muster erika"),  # what is not published puts nobody in a place
        ("Ana", "Lima", "Ana Limasol", "limasol ana"),  # whole words alone
        ("", "Plato", "", "plato"),
        ("Plato", "", "", "plato"),
        ("", "", "", ""),
    ],
)
def test_the_family_name_of_the_published_name_comes_first(given, family, published, key):
    person = Person(given_name=given, family_name=family, published_name=published)
    person.spell()

    assert person.sort_name == key
