"""What people read when a file is not taken: what is wrong, then what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lifecycle.models import Refused

WORD = {"doc", "docx", "odt", "rtf", "pages"}
PICTURE = {"png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic", "svg"}


def refusal(problem: str, found: str = "") -> Refused:
    """The refusal for one word of the examination."""
    return Refused(not_pdf(found) if problem == "not_pdf" else sentences()[problem])


def sentences() -> dict[str, str]:
    print_it = " " + _("Print it as a PDF (“Print”, then “Save as PDF”), then upload the new file.")
    smaller = " " + _(
        "Print it as a PDF (“Print”, then “Save as PDF”) with smaller pictures, then upload the new file."
    )
    unprotected = " " + _("Save it as a PDF without protection, then upload that.")
    elsewhere = " " + _("Make the PDF on another computer, then upload that.")
    again = " " + _("Your text is kept. Try again in a few minutes.")
    return {
        "empty": _("The file is empty. Choose the file again."),
        "lost": _("The file did not arrive whole. Choose the file again, then upload it."),
        "encrypted": _("The file is protected by a password or against copying.") + unprotected,
        "scripted": _("The file contains a script.") + print_it,
        "launching": _("The file opens programs or sends data when it is read.") + print_it,
        "embedding": _("The file holds other files, films or sounds.") + print_it,
        "xfa": _("The file is a form of an old kind (XFA).") + print_it,
        "damaged": _("The file is damaged or incomplete. Save it as a PDF again, check that it opens, then upload it."),
        "heavy": _("The file takes too long to read.") + smaller,
        "page_size": _("A page has an impossible size. Save it as a PDF with A4 or Letter pages, then upload that."),
        "infected": _("The virus scanner found something harmful in the file, so it was not kept.") + elsewhere,
        "unchecked": _("The file could not be checked just now, so it was not kept.") + again,
        "unscanned": _("The file could not be scanned for viruses just now, so it was not kept.") + again,
        "unstored": _("The file could not be stored; your text is kept. Try again in a few minutes."),
    }


def not_pdf(found: str) -> str:
    """Names what was found where people would know it."""
    if found in WORD:
        return _("This is a text document, not a PDF. Save it as a PDF (“Save as” or “Export”), then upload that.")
    if found in PICTURE:
        return _("This is a picture, not a PDF. Put it into a document, save that as a PDF, then upload it.")
    return _("This is not a PDF file. Save your document as a PDF, then upload that.")


def too_large(at_most: int) -> Refused:
    """at_most: bytes."""
    sentence = _("The file is larger than %(most)d MB. Save it with smaller pictures, then upload that.")
    return Refused(sentence % {"most": at_most // 1024**2})


def too_many_pages(pages: int, at_most: int) -> Refused:
    return Refused(
        ngettext(
            "The file has %(pages)d pages; %(most)d page is allowed. Shorten it, then upload it again.",
            "The file has %(pages)d pages; %(most)d pages are allowed. Shorten it, then upload it again.",
            at_most,
        )
        % {"pages": pages, "most": at_most}
    )
