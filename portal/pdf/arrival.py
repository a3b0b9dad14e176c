"""How uploads arrive: in memory, and never more of a file than one byte too many."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

BYTES_AT_MOST = 5 * 1024**2


class Bounded(FileUploadHandler):
    """Lets the rest of a file that is too large pass by, so that the texts sent with it still arrive.

    No file ever lies in a folder for temporary ones: nobody forgets it there, and no full disk breaks a form.
    A view that takes larger files says so by its attribute `upload_at_most`.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        view = getattr(self.request, "resolver_match", None)
        self.kept, self.most = BytesIO(), getattr(view and view.func, "upload_at_most", BYTES_AT_MOST)

    def receive_data_chunk(self, raw_data, start):
        self.kept.write(raw_data[: self.most + 1 - self.kept.tell()])

    def file_complete(self, file_size):
        size = self.kept.tell()
        self.kept.seek(0)
        details = (self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra)
        return InMemoryUploadedFile(self.kept, *details)

    def upload_interrupted(self):
        self.request.torn_file = self.field_name


def is_lost(request, field: str) -> bool:
    """Whether a file was sent in this field and did not arrive as one: it was cut off, or its name made it a text."""
    return getattr(request, "torn_file", None) == field or bool(request.POST.get(field))
