"""Static files: hashed names and gzip. Brotli would take a minute at every start, for a few kilobytes."""

from pathlib import Path

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Readable(Compressor):
    """The proxy reads them under another name, whatever the umask was."""

    def write_data(self, *args):
        filename = super().write_data(*args)
        Path(filename).chmod(0o644)
        return filename


class Storage(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, file_permissions_mode=0o644, directory_permissions_mode=0o755, **kwargs)

    def create_compressor(self, **options):
        return Readable(use_brotli=False, **options)
