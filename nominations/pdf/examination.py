"""In the child: is this a PDF that we may keep and show? Looks at every object, then draws every page small."""

import json
import logging
from io import BytesIO

DRAWN_AT_MOST = 10  # pages; more are refused whatever they hold
NODES_AT_MOST = 5_000  # of the tree of pages
OBJECTS_AT_MOST = 50_000  # a page of prose has hundreds
SIDE_AT_MOST = 14_400  # points; what the format allows
SMALL = 120  # pixels; enough to make the reader unpack whatever the page holds
BLANK = b"\xef\xbb\xbf\x00\t\n\x0c\r "

ACTS = {  # what an action does, and what we say of it
    "JavaScript": "scripted",
    "Launch": "launching",
    "SubmitForm": "launching",
    "ImportData": "launching",
    "GoToE": "embedding",
}
HOLDS = {"FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"}  # marks that carry a file, film or sound


class Unfit(Exception):
    """What is wrong, in one word of refusals.py, with facts."""

    def __init__(self, problem, **facts):
        super().__init__(problem)
        self.answer = {"problem": problem, **facts}


def work(content: bytes) -> bytes:
    """JSON: {"pages": n}, or {"problem": word, ...}."""
    logging.disable()
    try:
        answer = {"pages": examine(content)}
    except Unfit as unfit:
        answer = unfit.answer
    except (MemoryError, RecursionError):
        answer = {"problem": "heavy"}
    return json.dumps(answer).encode()


def examine(content: bytes) -> int:
    """The number of pages of a PDF that is fit; raises Unfit for any other file."""
    if not content.lstrip(BLANK).startswith(b"%PDF-"):
        raise Unfit("not_pdf", found=likely(content))
    if b"%%EOF" not in content[-1024:]:
        raise Unfit("damaged")
    pages = inspect(content)
    return max(pages, draw(content, pages))


def likely(content: bytes) -> str:
    """What the file seems to be: an ending such as docx, or nothing."""
    import puremagic

    try:
        return puremagic.from_string(content).lstrip(".")[:8]
    except (puremagic.PureError, ValueError, IndexError):
        return ""


def inspect(content: bytes) -> int:
    """Judge every object of the file, used or not; returns the pages counted by walking their tree."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(content))
        if "/Encrypt" in reader.trailer:
            raise Unfit("encrypted")
        for seen, thing in enumerate(things(reader)):
            judge(thing)
            if seen > OBJECTS_AT_MOST:
                raise Unfit("heavy")
        return count(reader.trailer["/Root"]["/Pages"])
    except (Unfit, MemoryError, RecursionError):
        raise
    except Exception as error:  # a hostile file makes the reader fail in any way it likes
        raise Unfit("heavy" if type(error).__name__ == "LimitReachedError" else "damaged") from error


def things(reader):
    """The trailer and every numbered object that any table of the file names."""
    from pypdf.generic import IndirectObject

    yield reader.trailer
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        yield IndirectObject(number, generation, reader).get_object()


def judge(thing):
    """Raise Unfit if this object, or one written inside it, acts or carries something."""
    if isinstance(thing, list):
        for item in thing:
            judge(item)
    if not isinstance(thing, dict):
        return
    act, kind, subtype = (str(thing[key]).lstrip("/") if key in thing else "" for key in ("/S", "/Type", "/Subtype"))
    if "/JS" in thing or act in ACTS:
        raise Unfit(ACTS.get(act, "scripted"))
    if "/XFA" in thing:
        raise Unfit("xfa")
    if kind == "EmbeddedFile" or subtype in HOLDS or ("/EF" in thing and isinstance(thing["/EF"], dict)):
        raise Unfit("embedding")
    for value in dict.values(thing):  # as written: what is only referred to has its own number
        judge(value)


def count(tree) -> int:
    """Pages below the top of the tree; one that bites its tail or branches without end is no tree."""
    pages, waiting = 0, [(tree, ())]
    for _ in range(NODES_AT_MOST):
        if not waiting:
            return pages
        node, above = waiting.pop()
        reference = getattr(node, "indirect_reference", None)
        place = (reference.idnum, reference.generation) if reference else id(node)
        if place in above:
            raise Unfit("damaged")
        kids = node.get("/Kids")
        pages += kids is None
        waiting += [(kid.get_object(), (*above, place)) for kid in kids or ()]
    raise Unfit("heavy")


def draw(content: bytes, pages: int) -> int:
    """Have a second reader open the file and draw its pages; returns how many it found."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unfit("damaged") from error
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Unfit("scripted")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        raise Unfit("embedding")
    if raw.FPDF_GetFormType(document) in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        raise Unfit("xfa")
    found = len(document)
    if max(pages, found) <= DRAWN_AT_MOST:
        if found != pages or not found:
            raise Unfit("damaged")
        for number in range(found):
            draw_small(document, number)
    return found


def draw_small(document, number):
    """Draw one page into a stamp; a page that cannot be drawn is damaged."""
    import pypdfium2

    try:
        page = document[number]
        width, height = page.get_size()
        if not 1 <= min(width, height) <= max(width, height) <= SIDE_AT_MOST:
            raise Unfit("page_size")
        page.render(scale=SMALL / max(width, height), may_draw_forms=False)
    except pypdfium2.PdfiumError as error:
        raise Unfit("damaged") from error
