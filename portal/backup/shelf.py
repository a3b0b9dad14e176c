"""The shelf: one copy of each stored file for all backups of a folder. Files never change under their random names.

Root makes a backup, while rows and stored files are in the hands of what serves pages. So only a name of our own shape is
followed, through real folders, to a real file; whatever else a row names is told as wrong.
"""

import errno
import gzip
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

OURS = re.compile(r"documents/[0-9a-f]{32}\.pdf|pages/[0-9a-f]{32}\.webp")
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe without a writer must not hold us
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def fill(shelf: Path, source: Path, wanted: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    """Copy what the shelf lacks; yields (path, what is wrong) for what could not be copied or is not what it was."""
    there = on(shelf)
    for path, sha256 in wanted:
        if path in there:
            continue
        try:
            copy(source, shelf, path, sha256)
        except OSError as error:
            yield path, error.strerror


def spelled(path: str) -> str:
    """For a terminal and a journal: what is no name of ours may hold ends of lines and worse."""
    return path if OURS.fullmatch(path) else ascii(path)


def on(shelf: Path) -> set[str]:
    """The paths of the files that lie there, in the spelling of the rows."""
    files = (file for file in shelf.rglob("*") if file.suffix != ".new" and stat.S_ISREG(file.lstat().st_mode))
    return {file.relative_to(shelf).as_posix() for file in files}


def copy(source: Path, shelf: Path, path: str, sha256: str | None):
    """Copy a file whole and right or not at all, readable by its owner alone. Raises OSError."""
    with opened(source, path) as original, place(shelf, path, make=True) as (folder, name):
        half = f"{name}.new"
        with suppress(FileNotFoundError):
            os.unlink(half, dir_fd=folder)
        try:
            with open(os.open(half, CREATE, 0o600, dir_fd=folder), "w+b") as file:
                shutil.copyfileobj(original, file)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                check(file, sha256)
            os.replace(half, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(half, dir_fd=folder)
            raise


def check(file: BinaryIO, sha256: str | None):
    """Raises OSError for another content than a row knows."""
    if sha256 and hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        raise OSError(errno.EILSEQ, "not the document that was received")


@contextmanager
def opened(root: Path, path: str) -> Iterator[BinaryIO]:
    """A stored file, to be read. Raises OSError for whatever is none."""
    with place(root, path) as (folder, name):
        descriptor = os.open(name, READ, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a file")
    with open(descriptor, "rb") as file:
        yield file


@contextmanager
def place(root: Path, path: str, *, make=False) -> Iterator[tuple[int, str]]:
    """The folder of a stored file, by its descriptor, and the name in it. Raises OSError."""
    if not OURS.fullmatch(path):
        raise OSError(errno.EINVAL, "not a name that the portal gives")
    folder, name = path.split("/")
    if make:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
    outer = os.open(root, FOLDER)
    try:
        if make:
            with suppress(FileExistsError):
                os.mkdir(folder, 0o700, dir_fd=outer)
        inner = os.open(folder, FOLDER, dir_fd=outer)
    finally:
        os.close(outer)
    try:
        yield inner, name
    finally:
        os.close(inner)


def write_list(file: Path, paths: Iterable[str]):
    with gzip.open(file, "wt") as lines:
        lines.writelines(f"{path}\n" for path in paths)


def read_list(file: Path) -> set[str]:
    with gzip.open(file, "rt") as lines:
        return {line.rstrip("\n") for line in lines}


def forget(shelf: Path, kept: set[str]) -> int:
    """Delete what no backup names any more; returns how many files."""
    loose = on(shelf) - kept
    for path in loose:
        (shelf / path).unlink()
    return len(loose)


def sweep(shelf: Path, before: float):
    """Delete what was half copied when a backup broke off before this moment, in seconds since 1970."""
    for half in shelf.rglob("*.new"):
        if half.lstat().st_mtime < before:
            half.unlink()
