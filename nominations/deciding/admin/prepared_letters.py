"""The letters of a list as they were written: leafed through, each to be read as text and as HTML."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..looking import Looking

A_PAGE = 50
GUARDS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


class PreparedLetters:
    """Trait of PublicationAdmin."""

    def get_urls(self):
        wrap, names = self.admin_site.admin_view, "deciding_publication"
        return [
            path("<uuid:object_id>/letters/", wrap(require_safe(self.letters_view)), name=f"{names}_letters"),
            path(
                "<uuid:object_id>/letters/<uuid:letter>/", wrap(require_safe(self.letter_view)), name=f"{names}_letter"
            ),
            path(
                "<uuid:object_id>/letters/<uuid:letter>/html/",
                wrap(require_safe(self.html_view)),
                name=f"{names}_letter_html",
            ),
            *super().get_urls(),
        ]

    def letters_address(self, publication) -> str:
        return reverse("admin:deciding_publication_letters", args=[publication.pk])

    def letters_of(self, request, object_id):
        """(publication, its letters as far as they exist for this reader); a list that is not fixed has none."""
        publication = self.found(request, str(object_id))
        if not publication.sha256:
            raise Http404
        return publication, Looking(publication, request.user).letters()

    def letters_view(self, request, object_id):
        publication, letters = self.letters_of(request, object_id)
        typed = request.GET.get("q", "")[:80]
        found = letters.told(typed) if typed.strip() else letters
        told = {
            "typed": typed,
            "lacks": Looking(publication, request.user).lacks,
            "letters": Paginator(found.defer("text", "html"), A_PAGE).get_page(request.GET.get("p")),
        }
        return self.leaf(request, publication, "admin/deciding/letters.html", _("Letters"), **told)

    def letter_view(self, request, object_id, letter):
        publication, letters = self.letters_of(request, object_id)
        letter = get_object_or_404(letters, pk=letter)
        return self.leaf(request, publication, "admin/deciding/letter.html", letter.subject, letter=letter)

    def html_view(self, request, object_id, letter):
        """As a mail program shows it; it loads nothing and does nothing."""
        letter = get_object_or_404(self.letters_of(request, object_id)[1], pk=letter)
        return HttpResponse(letter.html, headers=GUARDS)

    def leaf(self, request, publication, template, title, **told):
        frame = {"title": title, "thing": publication, "back": self.address(publication), "model_opts": self.opts}
        frame["letters_address"] = self.letters_address(publication)
        return TemplateResponse(request, template, self.admin_site.each_context(request) | frame | told)
