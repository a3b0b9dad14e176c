"""In the child: what may stand in an object of a PDF. Judges dictionaries as pypdf reads them, whoever found them."""

import re

ACTS = {  # what an action does, and what we say of it, wherever it stands
    "JavaScript": "scripted",
    "Launch": "launching",
    "SubmitForm": "launching",
    "ImportData": "launching",
    "GoToR": "launching",  # a reader that follows it signs in at a stranger's server
    "GoToE": "embedding",
    "Rendition": "embedding",
}
HARMLESS = {"GoTo", "Named", "URI"}  # all that an action may do; what each may name, see below
PAGING = {"NextPage", "PrevPage", "FirstPage", "LastPage"}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):|[/\\]{2}", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto", "tel"}
UNSEEN = re.compile(r"[\x00-\x20]")  # readers skip these inside a scheme
HOLDS = {"FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"}  # marks that carry a file, film or sound


class Unfit(Exception):
    """What is wrong, in one word of refusals.py, with facts."""

    def __init__(self, problem, **facts):
        super().__init__(problem)
        self.answer = {"problem": problem, **facts}


def judge(thing):
    """Raise Unfit if this object, or one written inside it, acts or carries something."""
    if isinstance(thing, list):
        for item in thing:
            judge(item)
    if not isinstance(thing, dict):
        return
    act, kind, subtype = (named(thing, key) for key in ("/S", "/Type", "/Subtype"))
    if "/JS" in thing or act in ACTS:
        raise Unfit(ACTS.get(act, "scripted"))
    if "/XFA" in thing:
        raise Unfit("xfa")
    if kind == "EmbeddedFile" or subtype in HOLDS or isinstance(valued(thing, "/EF"), dict):
        raise Unfit("embedding")
    if names_a_file(thing):
        raise Unfit("launching")
    judge_actions(thing)
    for value in dict.values(thing):  # as written: what is only referred to has its own number
        judge(value)


def valued(thing, key):
    """What stands there, followed where it is only referred to; None if nothing does."""
    if key not in thing:
        return None
    return thing[key]  # its `get` would not follow


def named(thing, key) -> str:
    """A name that stands there, without its slash; empty if nothing does."""
    return str(valued(thing, key) or "").lstrip("/")


def names_a_file(thing) -> bool:
    """Whether this points at a file or an address outside: a stream, a picture or a link may be fetched from there."""
    from pypdf.generic import ByteStringObject, TextStringObject

    written = [valued(thing, key) for key in ("/F", "/UF")]
    told = any(isinstance(item, TextStringObject | ByteStringObject) for item in written)
    return told or named(thing, "/Type") == "Filespec" or named(thing, "/FS") == "URL"


def judge_actions(thing):
    """The actions of one dictionary: some wait for a click, others start by themselves."""
    judge_address(thing)
    if named(thing, "/S") == "Named" and named(thing, "/N") not in PAGING:
        raise Unfit("launching")
    by_click = [action for key in ("/A", "/PA", "/Next") for action in actions_in(valued(thing, key))]
    by_click += actions_in(thing) if named(thing, "/Type") == "Action" else []
    own = valued(thing, "/AA")
    by_itself = [valued(own, key) for key in own] if isinstance(own, dict) else []
    by_itself = actions_in([valued(thing, "/OpenAction"), *by_itself])
    for actions, harmless in ((by_click, HARMLESS), (by_itself, HARMLESS - {"URI"})):
        for action in actions:
            if named(action, "/S") not in harmless:
                raise Unfit(ACTS.get(named(action, "/S"), "launching"))
    if any("/Next" in action for action in by_itself):
        raise Unfit("launching")


def actions_in(thing) -> list:
    """The action that stands there, or each of several; a place to jump to, or an entry of the outline, is none."""
    found = [item.get_object() for item in (thing if isinstance(thing, list) else [thing]) if item is not None]
    return [item for item in found if isinstance(item, dict) and "/S" in item]


def judge_address(thing):
    """A link leads to a web page, a mailbox or a telephone, and to nothing else."""
    address = valued(thing, "/URI")
    base = valued(address, "/Base") if isinstance(address, dict) else None
    for written in (address, base):
        if isinstance(written, str | bytes):
            text = written.decode("latin-1") if isinstance(written, bytes) else str(written)
            scheme = SCHEME.match(UNSEEN.sub("", text))
            if scheme and str(scheme[1]).lower() not in SCHEMES:
                raise Unfit("launching")
