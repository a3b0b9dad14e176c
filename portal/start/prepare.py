"""Makes the machine ready: checks what it must give, then fills .venv. Runs before anything is installed.

Only the standard library, and no import from the portal, whose package wants Celery.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(names):
    """Check, then install what `names` (requirements files) ask for, unless that is done already."""
    os.chdir(ROOT)
    check_programs()
    check_owners()
    with open(names[0]) as alone:  # two at once would spoil the environment
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not environment_works():
            make_environment()
        make_findable()
        for name in names:
            install(Path(name))


def check_programs():
    """Each missing piece stops with one sentence that names its package."""
    if not shutil.which("git"):
        sys.exit("git is missing: install the package git.")
    if not os.environ.get("DATABASE_URL") and not Path("/usr/share/zoneinfo/UTC").exists():
        sys.exit("The time zones of the system are missing: install the package tzdata.")


def check_owners():
    """What belongs to another user stays as it is."""
    for folder in (VENV, ROOT / ".data"):
        if folder.exists() and folder.stat().st_uid != os.geteuid():
            sys.exit(f"{folder.name} belongs to another user: run this as that user, or work in a clone of your own.")
    if not os.access(ROOT, os.W_OK):
        sys.exit("This folder cannot be written by you: work in a clone of your own.")


def environment_works():
    """The environment's Python runs and is of a version that fits."""
    question = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    try:
        return subprocess.run([PYTHON, "-I", "-c", question], capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment():
    print(f"Making .venv with Python {sys.version.split()[0]} ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def make_findable():
    """Python finds the portal from anywhere: pytest looks for its plugins before it reads where they are."""
    for site in VENV.glob("lib/python3.*/site-packages"):
        (site / "portal.pth").write_text(f"{ROOT}\n")


def install(requirements):
    """Install one file of pinned packages by hash; a stamp with the file's own hash says that it was done."""
    stamp = VENV / f"installed-{requirements.name}"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if requirements.name == "requirements.txt":  # what the tests need beside it moves no version of these
        stop_if_running()
    total = sum("==" in line for line in requirements.read_text().splitlines())
    print(f"Installing {total} packages of {requirements.name} (a minute or two the first time) ...", flush=True)
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar", "off"]
    show_progress([*command, "--disable-pip-version-check", "-r", requirements], total)
    stamp.write_text(wanted)


def stop_if_running():
    """New packages under a running portal would break it halfway."""
    lock = ROOT / ".data" / "run.lock"
    if not lock.exists():
        return
    with open(lock) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            sys.exit("The packages have changed and the portal is running: stop it first.")


def show_progress(command, total):
    """Run pip; a line for every ten packages, and its last words if it fails."""
    words, seen = [], 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout:
            words.append(line)
            if line.startswith(("Collecting ", "Requirement already")):
                seen += 1
                if seen % 10 == 0:
                    print(f"  {seen} of {total}", flush=True)
            if line.startswith("Installing collected"):
                print("  unpacking", flush=True)
    if pip.returncode:
        sys.exit("".join(words[-15:]) + "The packages could not be installed: pip's last words are above.")


if __name__ == "__main__":
    main(sys.argv[1:])
