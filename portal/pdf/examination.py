"""In the child: is this a PDF that we may keep and show? Looks at every object, then draws every page small."""

import contextlib
import json
import logging
import re
from io import BytesIO

from .judging import Unfit, judge, named

DRAWN_AT_MOST = 10  # pages; more are refused whatever they hold
NODES_AT_MOST = 5_000  # of the tree of pages
OBJECTS_AT_MOST = 50_000  # a page of prose has hundreds
SIDE_AT_MOST = 14_400  # points; what the format allows
SMALL = 120  # pixels; enough to make the reader unpack whatever the page holds
WRITTEN = (b"word/", b"opendocument.text", b"Document.iwa")  # what an archive holds that a word processor wrote
BLANK = b"\xef\xbb\xbf\x00\t\n\x0c\r "

STANDING = re.compile(
    rb"[\x00\t\n\f\r ]obj(?:[\x00\t\n\f\r ]|%[^\r\n]*+)*+(?=<<|\[)"
)  # the head of an object that can act


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

    if content.startswith(b"PK") and not any(sign in content for sign in WRITTEN):
        return ""  # an archive of something else
    try:
        return puremagic.from_string(content).lstrip(".")[:8]
    except (puremagic.PureError, ValueError, IndexError):
        return ""


def inspect(content: bytes) -> int:
    """Judge every object of the file, used or not; returns the pages counted by walking their tree."""
    from pypdf import PdfReader

    with reading():
        reader = PdfReader(BytesIO(content))
        if "/Encrypt" in reader.trailer:
            raise Unfit("encrypted")
        judge_each(things(reader))
        judge_each(standing(content, reader))
        return count(reader.trailer["/Root"]["/Pages"])


@contextlib.contextmanager
def reading():
    """A hostile file makes the reader fail in any way it likes."""
    try:
        yield
    except (Unfit, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise Unfit("heavy" if type(error).__name__ == "LimitReachedError" else "damaged") from error


def judge_each(objects):
    for seen, thing in enumerate(objects):
        judge(thing)
        if seen > OBJECTS_AT_MOST:
            raise Unfit("heavy")


def things(reader):
    """The trailer and every numbered object that any table of the file names."""
    from pypdf.generic import IndirectObject

    yield reader.trailer
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        yield IndirectObject(number, generation, reader).get_object()


def standing(content: bytes, reader):
    """Every object that stands in the file: a program that finds the table broken makes its own from these."""
    from pypdf.generic import read_object

    file = BytesIO(content)
    for head in STANDING.finditer(content):
        file.seek(head.end())
        thing = read_object(file, reader)
        yield thing
        if named(thing, "/Type") == "ObjStm":
            yield from standing_inside(thing, reader)


def standing_inside(pack, reader):
    """The objects packed into a stream of objects, whoever names them."""
    from pypdf.generic import read_object

    inside, first = pack.get_data(), int(pack["/First"])
    file = BytesIO(inside)
    for place in inside[:first].split()[1::2]:
        start = first + int(place)
        start += len(inside[start : start + 99]) - len(inside[start : start + 99].lstrip(BLANK))
        if inside.startswith((b"<<", b"["), start):
            file.seek(start)
            yield read_object(file, reader)


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
        inspect_as_opened(document)
        if found != pages or not found:
            raise Unfit("damaged")
        for number in range(found):
            draw_small(document, number)
    return found


def inspect_as_opened(document):
    """Judge the objects that the second reader found: where a table is broken, two readers may open two documents."""
    from pypdf import PdfReader
    from pypdfium2 import raw

    written = BytesIO()
    document.save(written, flags=raw.FPDF_NO_INCREMENTAL)
    with reading():
        judge_each(things(PdfReader(written)))


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
