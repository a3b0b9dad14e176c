"""Folders for sockets: short, because a socket's path may have 107 bytes at most, and ours alone."""

import os
import shutil
import tempfile
from pathlib import Path

LONGEST = 100  # bytes, with the socket's own name


def socket_folder(name, *, owner=None):
    """A new folder with mode 0700 whose path, with the file `name`, is short enough for a socket."""
    candidates = ["/tmp", tempfile.gettempdir()]  # noqa: S108  the folder made in it is new and ours alone
    if owner is None:  # another user could not reach the folder of this one's session
        candidates.insert(0, os.environ.get("XDG_RUNTIME_DIR", ""))
    for place in candidates:
        if (
            os.path.isdir(place)
            and os.access(place, os.W_OK)
            and len(os.fsencode(f"{place}/gpai-12345678/{name}")) < LONGEST
        ):
            folder = Path(tempfile.mkdtemp(prefix="gpai-", dir=place))
            if owner is not None:
                os.chown(folder, owner, owner)
            return folder
    raise OSError("No folder with a short path to put a socket into: is /tmp writable?")


def forget(record):
    """Delete the socket folder that an earlier run wrote down in the file `record` and could not delete."""
    if record.exists():
        folder = Path(record.read_text())
        if folder.name.startswith("gpai-") and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
        record.unlink()
