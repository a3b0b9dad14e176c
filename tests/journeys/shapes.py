"""What a page is made of, so that of pages made of the same parts one is looked at."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "path", "option", "head"}
OWN_NAME = re.compile(r"(field|column|app|model)-")  # classes after a column or a model, which no style knows
MATTER = ("type", "role", "style", "lang", "tabindex", "scope")


class Shapes(HTMLParser):
    """`found`: each element with its classes and attributes, what holds it, and whether its words are there."""

    def __init__(self, html: str):
        super().__init__()
        self.open, self.found = [], set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        classes = sorted(name for name in (given.get("class") or "").split() if not OWN_NAME.match(name))
        own = (tag, *classes)
        names = frozenset((name, bool(value)) for name, value in given.items() if name not in ("class", "id", "name"))
        values = tuple(given.get(name) for name in MATTER)
        held = [own, tuple(one[0] for one in self.open[-2:]), names, values, False]
        if tag in VOID:
            self.note(held)
        else:
            self.open.append(held)

    def handle_data(self, data):
        if data.strip():
            for held in self.open:
                held[-1] = True

    def handle_endtag(self, tag):
        while self.open:
            held = self.open.pop()
            self.note(held)
            if held[0][0] == tag:
                break

    def note(self, held):
        if held[0][0] not in SILENT:
            self.found.add(tuple(held))
