"""Somebody without a mouse: Tab, Space, arrows and Enter, and a watch over where the focus goes and whether it is seen."""

MOST = 150  # presses of Tab on one page; more means that the focus is caught

FOCUSED = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    const before = window.before === at ? null : window.before; // a day is three stops in one control
    window.before = at;
    return {
        id: at.id, name: at.name || "", kind: at.type || "", value: at.value || "",
        tag: at.tagName, words: (at.innerText || at.value || "").trim(), checked: at.checked || false,
        seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
        inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        onward: !before || !before.isConnected || at === document.body
            || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    };
}"""


class Keyboard:
    """The keys of a page. `faults` gathers where the focus was not seen or went backwards."""

    def __init__(self, page):
        self.page, self.faults = page, []

    def press(self, key):
        self.page.keyboard.press(key)

    def type(self, words):
        self.page.keyboard.type(words)

    def focused(self) -> dict:
        return self.page.evaluate(FOCUSED)

    def tab(self) -> dict:
        """On to the next control, which has to show that it has the focus."""
        self.press("Tab")
        at = self.focused()
        where = f"{self.page.url} {at['tag']} {at['name'] or at['id'] or at['words'][:40]}"
        if at["tag"] != "BODY":
            self.faults += [f"{where}: not seen"] * (not at["seen"]) + [f"{where}: out of sight"] * (not at["inside"])
            self.faults += [f"{where}: backwards"] * (not at["onward"])
        return at

    def to(self, wanted) -> dict:
        """Tab until `wanted(control)` holds; its words or its id will do."""
        fits = wanted if callable(wanted) else lambda at: wanted in (at["words"], at["id"])
        for _press in range(MOST):
            at = self.tab()
            if fits(at):
                return at
        raise AssertionError(f"Not reached on {self.page.url}: {wanted}")

    def follow(self, wanted, key="Enter"):
        """Reach a link or a button, and use it."""
        self.to(wanted)
        self.load(key)

    def load(self, key="Enter"):
        with self.page.expect_navigation():
            self.press(key)

    def fill(self, answers, files=None, until="Save and continue"):
        """Answer what has the focus and all that follows, until the button named has it."""
        at = self.focused()
        while at["words"] != until:
            if at["name"] in (files or {}):
                self.page.locator(f"#{at['id']}").set_input_files(files[at["name"]])
            elif value := answers.get(at["name"]):
                self.answer(at, value)
            at = self.to(lambda now: now["words"] == until or now["name"] in answers or now["name"] in (files or {}))

    def answer(self, at, value):
        """One control, the way people do it: type, choose by the first letters, walk with arrows, tick with Space."""
        if at["kind"] == "radio":
            while self.focused()["value"] != value:
                self.press("ArrowDown")
            if not self.focused()["checked"]:
                self.press("Space")
        elif at["kind"] == "checkbox":
            if at["value"] in (value if isinstance(value, list) else (value, "on")) and not at["checked"]:
                self.press("Space")
        elif at["kind"] == "select-one":
            self.type(self.page.locator(f"#{at['id']} option[value='{value}']").inner_text())
            assert self.focused()["value"] == value
        else:
            self.press("Control+A")
            self.type(value)

    def day(self, day):
        """Type a day into a control for days, in the order of this machine's own language."""
        name = self.focused()["name"]
        for order in ("%m%d%Y", "%d%m%Y", "%Y%m%d"):
            self.page.locator(f"[name={name}]").focus()
            self.type(f"{day:{order}}")
            if self.focused()["value"] == f"{day:%Y-%m-%d}":
                return
        raise AssertionError(f"{name} takes no day")
