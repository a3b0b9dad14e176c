"""Static files: hashed names and gzip. Brotli would take a minute at every start, for a few kilobytes."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **options):
        return Compressor(use_brotli=False, **options)
