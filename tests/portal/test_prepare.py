"""The first step of both commands, before anything is installed: what is missing is said in one sentence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def clone(tmp_path):
    """A folder with a space in its name, with what the first step reads."""
    clone = tmp_path / "a clone"
    (clone / "portal" / "start").mkdir(parents=True)
    shutil.copy(ROOT / "portal" / "start" / "prepare.py", clone / "portal" / "start")
    shutil.copy(ROOT / "Makefile", clone)
    (clone / "requirements.txt").touch()
    return clone


def prepare(clone, **environ):
    command = [sys.executable, "-I", clone / "portal" / "start" / "prepare.py", "requirements.txt"]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | environ)


def make(clone, path):
    return subprocess.run(
        [shutil.which("make"), "run"], cwd=clone, capture_output=True, text=True, env={"PATH": str(path)}
    )


def programs(folder, **scripts):
    """A PATH with nothing but these programs."""
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def test_a_missing_git_is_named(clone, tmp_path):
    done = prepare(clone, PATH=str(tmp_path))
    assert done.stderr == "git is missing: install the package git.\n"
    assert not (clone / ".venv").exists()


def test_a_missing_python_is_named(clone, tmp_path):
    done = make(clone, programs(tmp_path / "bin", **{"python3.13": "exit 1"}))
    assert "Python 3.11, 3.12 or 3.13 is missing: install the packages python3 and python3-venv." in done.stderr


def test_a_python_without_venv_is_named(clone, tmp_path):
    script = f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"'
    done = make(clone, programs(tmp_path / "bin", python3=script))
    assert "Python's venv is missing: install the package python3-venv." in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("name", [".venv", ".data"])
def test_what_belongs_to_another_user_stays_as_it_is(clone, name):
    (clone / name).mkdir()
    os.chown(clone / name, 4242, 4242)
    done = prepare(clone)
    assert done.stderr.startswith(f"{name} belongs to another user")
    assert sorted(path.name for path in clone.iterdir()) == sorted([name, "Makefile", "portal", "requirements.txt"])
