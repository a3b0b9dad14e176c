"""Whose name PostgreSQL runs under: it refuses root, and wants a user that the machine can name."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .missing import Missing

NOBODY = 65534
ELSEWHERE = Path("/var/lib/gpai-portal")  # for root, where the portal lies in a folder that only root can reach


@dataclass
class Identity:
    """How to start PostgreSQL's programs, where they lie, and in which folder they keep their files."""

    programs: Path
    home: Path
    prefix: list = field(default_factory=list)  # a command that runs a program under another name
    uid: int | None = None  # another user of the machine, or None for ourselves

    @property
    def popen(self):
        return {} if self.uid is None else {"user": self.uid, "group": self.uid, "extra_groups": []}


def able_to_run(postgres, folder):
    """The first way that works: as ourselves, in a user namespace, as nobody."""
    named = has_a_name(os.geteuid())
    if os.geteuid() != 0 and named:
        return Identity(postgres.parent, folder)
    if prefix := namespace(postgres):
        return in_namespace(postgres, folder, prefix)
    if os.geteuid() != 0:
        raise Missing("PostgreSQL wants a user with a name: add this one to /etc/passwd, or set DATABASE_URL.")
    return as_nobody(postgres, folder)


def in_namespace(postgres, folder, prefix):
    """Inside, the program is nobody; outside, its files stay ours."""
    home = home_of(folder)
    own(home, os.geteuid())
    return Identity(postgres.parent, home, prefix)


def as_nobody(postgres, folder):
    """Root without user namespaces: nobody runs it, in a folder that nobody can reach."""
    home = home_of(folder)
    if not reaches(["test", "-x", home]):
        home = elsewhere(folder)
    own(home, NOBODY)
    if not reaches([postgres, "--version"]):
        postgres = copied(postgres, home)
    return Identity(postgres.parent, home, uid=NOBODY)


def has_a_name(uid):
    try:
        return bool(pwd.getpwuid(uid))
    except KeyError:
        return False


def namespace(postgres):
    """The command for a user namespace, or None where the machine forbids them."""
    prefix = ["unshare", "--user", f"--map-user={NOBODY}", "--"]
    return prefix if succeeds([*prefix, postgres, "--version"]) else None


def reaches(command):
    """Can nobody run this?"""
    return succeeds(command, user=NOBODY, group=NOBODY, extra_groups=[])


def succeeds(command, **popen):
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, cwd="/", **popen).returncode == 0
    except OSError:
        return False


def home_of(folder):
    """Where the files of the cluster lie: in `folder`, or where a file in it says."""
    pointer = folder / "elsewhere"
    return Path(pointer.read_text()) if pointer.exists() else folder


def elsewhere(folder):
    """A home outside `folder` that every user can reach; what lay in `folder` moves there."""
    home = ELSEWHERE / hashlib.sha256(bytes(folder.resolve())).hexdigest()[:12]
    home.mkdir(parents=True, exist_ok=True)
    ELSEWHERE.chmod(0o711)
    if (folder / "data").exists():
        shutil.move(folder / "data", home / "data")
    (folder / "elsewhere").write_text(str(home))
    return home


def own(home, uid):
    """Give the whole folder to one user; the folder itself last, so that a broken try is tried again."""
    if all(path.stat().st_uid == uid for path in (home, home / "data") if path.exists()):
        return
    for path in [*home.rglob("*"), home]:
        os.chown(path, uid, -1, follow_symlinks=False)


def copied(postgres, home):
    """PostgreSQL's programs, copied to where nobody can run them."""
    install = postgres.parent.parent
    copy = home / f"programs-{install.stat().st_mtime_ns}"
    if not copy.exists():
        half = copy.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(install, half, symlinks=True)
        own(half, NOBODY)
        half.rename(copy)
    return copy / postgres.parent.name / postgres.name
