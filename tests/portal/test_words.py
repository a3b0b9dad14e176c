"""Gathering and compiling the translations without gettext."""

import gettext

import pytest

from portal.start import words

TEMPLATE = """{% load i18n %}
  <h1>{% translate "Members" %}</h1>
    {% blocktranslate count n=n trimmed %}
      One seat {{ n }}
    {% plural %}
      {{ n }} seats
    {% endblocktranslate %}
  {% translate "May" context "month" %} it isn't marked
"""
PROGRAM = """
from django.utils.translation import gettext_lazy as _
TITLE = _("Call")
"""
FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Members"
msgstr "Membres"

msgid "Gone"
msgstr "Parti"
"""


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house with one template, one program and some French."""
    monkeypatch.setattr(words, "ROOT", tmp_path)
    for name, text in {
        "templates/members.html": TEMPLATE,
        "members/call.py": PROGRAM,
        "locale/fr/LC_MESSAGES/django.po": FRENCH,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_marked_string_is_gathered_with_its_plural_and_context(house):
    found = {(message.id, message.context) for message in words.gathered() if message.id}
    assert found == {
        ("Members", None),
        ("Call", None),
        ("May", "month"),
        (("One seat %(n)s", "%(n)s seats"), None),
    }


def test_a_translation_is_kept_a_new_string_waits_and_an_old_one_goes(house, capsys):
    words.extract_all()
    catalog = words.read(words.catalogs()[0])
    assert catalog.get("Members").string == "Membres"
    assert catalog.get("Gone") is None
    assert "4 strings, 3 not translated" in capsys.readouterr().out
    assert set(words.untranslated(catalog)) == {"Call", "May", ("One seat %(n)s", "%(n)s seats")}


def test_what_was_compiled_is_what_django_reads(house):
    words.compile_all()
    french = gettext.translation("django", house / "locale", ["fr"])
    assert french.gettext("Members") == "Membres"
    assert french.ngettext("no", "nos", 2) == "nos"
