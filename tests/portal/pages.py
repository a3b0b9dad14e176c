"""A page as a browser takes it apart: its forms with their fields, its links, and what somebody's words did to it."""

from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from .hostile import CANARY

SHOWN = {"value", "title", "alt", "aria-label", "content", "placeholder", "download", "label"}  # attributes of words
HOLDERS = ("button", "submit", "image", "reset", "file")
READABLE = {200, 301, 302, 400, 403, 404, 405, 409, 413, 429}


class Field(NamedTuple):
    """kind: an input's type, or textarea, select, select-multiple. values: what a browser would send untouched."""

    name: str
    kind: str
    values: list[str]
    options: list[str]


class Form:
    """fields by name, in the order of the page; buttons: (name, value) of each, without a name where it sends none."""

    def __init__(self, action, method, many_parts):
        self.action, self.method, self.many_parts = action, method, many_parts
        self.fields: dict[str, Field] = {}
        self.buttons, self.files = [], []

    def add(self, name, kind, values=(), options=()):
        there = self.fields.get(name)
        if there:
            values, options = [*there.values, *values], [*there.options, *options]
        self.fields[name] = Field(name, kind, list(values), list(options))

    @property
    def presses(self) -> list[tuple[str, str]]:
        """What its buttons send: nothing where one has no name, else each of them."""
        return [("", "")] if not self.buttons or ("", "") in self.buttons else self.buttons

    @property
    def shape(self) -> frozenset:
        """Its fields with their kinds, and its buttons: a form that has more is the same form and more."""
        seen = [(field.name, field.kind) for field in self.fields.values() if field.kind != "hidden"]
        return frozenset([*seen, *self.presses])


class Page(HTMLParser):
    """forms, links; `made`: whatever stands on the page that only somebody's own words can have made."""

    def __init__(self, html: str, address="/"):
        super().__init__(convert_charrefs=True)
        self.address, self.forms, self.links, self.made, self.text = address, [], [], [], []
        self.by_id, self.form, self.select, self.area, self.inside = {}, None, None, None, None
        self.feed(html)
        self.close()

    # --- taking it apart

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.judge(tag, attributes)
        if tag in ("script", "style"):
            self.inside = tag
        if tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            many = given.get("enctype") == "multipart/form-data"
            self.form = Form(action, (given.get("method") or "get").lower(), many)
            self.by_id[given.get("id")] = self.form
            self.forms.append(self.form)
        elif tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]))
        elif tag in ("input", "button", "select", "textarea", "option"):
            self.take(tag, given)

    def take(self, tag, given):
        """A field, where it belongs to a form; `form=` names one elsewhere on the page."""
        form, name = self.by_id.get(given.get("form"), self.form) if "form" in given else self.form, given.get("name")
        if tag == "option":
            if self.select:
                form, name, kind = self.select
                value = given.get("value", "")
                form.add(name, kind, [value] if "selected" in given else [], [value])
        elif form is None or not (name or tag == "button" or given.get("type") in HOLDERS):
            return
        elif tag == "select":
            self.select = (form, name, "select-multiple" if "multiple" in given else "select")
            form.add(name, self.select[2])
        elif tag == "textarea":
            self.area = (form, name, [])
        elif (kind := given.get("type") or ("submit" if tag == "button" else "text").lower()) in HOLDERS:
            (form.files if kind == "file" else form.buttons).append(
                (name or "", given.get("value") or "" if name else "")
            )
        elif kind in ("checkbox", "radio"):
            value = given.get("value", "on")
            form.add(name, kind, [value] if "checked" in given else [], [value])
        else:
            form.add(name, kind, [given.get("value") or ""])

    def handle_data(self, data):
        if self.area:
            self.area[2].append(data)
        if self.inside and CANARY in data:
            self.made.append(f"inside <{self.inside}>: {data[:80]}")
        elif not self.inside:
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            form, name, words = self.area
            form.add(name, "textarea", ["".join(words).removeprefix("\n")])
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.form = None
        elif tag in ("script", "style"):
            self.inside = None

    def handle_comment(self, data):
        if CANARY in data:
            self.made.append(f"a comment: {data[:80]}")

    # --- judging it

    def judge(self, tag, attributes):
        """Words may stand between tags and in attributes of words, and as data in an address; nowhere else."""
        if CANARY in tag:
            self.made.append(f"<{tag}>")
        for name, value in ((name, value or "") for name, value in attributes):
            if CANARY in name or (CANARY in unquote(value) and name not in SHOWN and not as_data(tag, name, value)):
                self.made.append(f"<{tag} {name}={value[:80]!r}>")

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())


def as_data(tag, name, value) -> bool:
    """Whether it is a part of one of our own addresses."""
    ours = value.startswith(("/", "?", "#")) and not value.startswith("//")
    return tag in ("a", "form", "link") and name in ("href", "action") and ours and CANARY not in value.split("?")[0]


# --- an answer


def faults(answer, address) -> list[str]:
    """What is wrong with an answer to somebody's words; a word for what the view raised is a fault."""
    if isinstance(answer, str):
        return [answer]
    found = [] if answer.status_code in READABLE else [f"answered {answer.status_code}"]
    if answer.streaming or "html" not in answer.get("Content-Type", ""):
        return found
    html = answer.content.decode()
    if answer.status_code >= 400 and "<h1" not in html:
        found.append(f"{answer.status_code} without a word")
    return found + (read(answer, address).made if CANARY in html else [])


def read(answer, address) -> Page:
    """The page of an answer, taken apart once."""
    if not hasattr(answer, "page"):
        answer.page = Page(answer.content.decode(), address)
    return answer.page
