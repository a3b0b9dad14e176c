"""How uploads arrive: in memory, and never more of a file than one byte too many."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

BYTES_AT_MOST = 5 * 1024**2


class Bounded(FileUploadHandler):
    """Lets the rest of a file that is too large pass by, so that the texts sent with it still arrive.

    No file ever lies in a folder for temporary ones: nobody forgets it there, and no full disk breaks a form.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.kept.write(raw_data[: BYTES_AT_MOST + 1 - self.kept.tell()])

    def file_complete(self, file_size):
        size = self.kept.tell()
        self.kept.seek(0)
        details = (self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra)
        return InMemoryUploadedFile(self.kept, *details)
