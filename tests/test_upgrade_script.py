"""deploy/manage and deploy/upgrade as they are, in a folder of their own; in place of systemd and curl stand small scripts."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parent.parent / "deploy"
TOLD = r"""# a comment with EMAIL_URL=
; another
PLAIN = one two # three $HOME `touch x`
EMAIL_URL="smtp://u:pa$word`touch x`@h:25"
SINGLE='it\n "is" $HOME'
ESCAPED="a \"b\" \\ \$c \d"
TWO="a b" 'c'  d\ \
e
export NOT=1
NOTHING
EMPTY=
TWICE=1
TWICE=2"""
READ = {
    "PLAIN": "one two # three $HOME `touch x`",
    "EMAIL_URL": "smtp://u:pa$word`touch x`@h:25",
    "SINGLE": r"it\n " + '"is" $HOME',
    "ESCAPED": r'a "b" \ $c \d',
    "TWO": "a bcd e",
    "EMPTY": "",
    "TWICE": "2",
}
VALUES = [r"'a'b\ ", '"a$b`c`"', r'"\$\d\""', 'a "b" #c', "a\\\nb", '"a\\\nb"', "'a\nb'", '"never ended']
PYTHON = '#!/bin/sh\n[ "$1" = -m ] || env -0\n'
CURL = """#!/bin/sh
for word; do case $word in *web-*.sock) web=${word##*/web-}; web=${web%.sock};; esac; done
grep -qsx "$web $(readlink "$HOME_OF_PORTAL/current")" "$HOME_OF_PORTAL/dead" && exit 1
exit 0
"""
MANAGE = '#!/bin/sh\n[ "$2" != backup ] || exit "$(cat "$HOME_OF_PORTAL/backup-ends" 2>/dev/null || echo 0)"\n'
SYSTEMCTL = '#!/bin/sh\necho "$2 $(readlink "$HOME_OF_PORTAL/current")" >> "$HOME_OF_PORTAL/restarts"\n'


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def git(repository, *words) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *who, "-C", repository, *words], check=True, capture_output=True, text=True).stdout


class Machine:
    """A home of the portal with an origin whose releases do nothing."""

    def __init__(self, home):
        self.home, self.origin = home, home / "origin"
        script(self.origin / "deploy" / "manage", MANAGE)
        script(self.origin / "python", PYTHON)
        (self.origin / "Makefile").write_text("ready:\n\tmkdir -p .venv/bin && cp python .venv/bin/python\n")
        git(self.origin, "init", "--quiet")
        self.commit()
        git(home, "clone", "--quiet", str(self.origin), "repository")
        (home / "releases").mkdir()
        (home / "portal.env").write_text("SITE_URL=https://portal.example.org\n")
        script(home / "bin" / "curl", CURL)
        script(home / "bin" / "systemctl", SYSTEMCTL)
        self.env = os.environ | {
            "HOME_OF_PORTAL": str(home),
            "PORTAL_ETC": str(home),
            "PORTAL_RUN": str(home),
            "BACKUPS": str(home),
            "PATIENCE": "1",
            "PATH": f"{home}/bin{os.pathsep}{os.environ['PATH']}",
        }

    def commit(self):
        git(self.origin, "add", ".")
        git(self.origin, "commit", "--quiet", "--allow-empty", "-m", "A version")
        self.newest = git(self.origin, "rev-parse", "--short=12", "HEAD").strip()
        return self.newest

    def upgrade(self):
        (self.home / "restarts").unlink(missing_ok=True)
        return subprocess.run([DEPLOY / "upgrade"], env=self.env, capture_output=True, text=True, timeout=60)

    @property
    def restarts(self) -> list[str]:
        return (self.home / "restarts").read_text().replace("portal-web@", "").replace(".service", "").splitlines()


@pytest.fixture
def machine(tmp_path):
    made = Machine(tmp_path)
    assert made.upgrade().returncode == 0
    return made


def test_manage_reads_what_the_portal_is_told_as_systemd_does_and_runs_none_of_it(tmp_path):
    for name in ("manage", "told"):
        (tmp_path / "deploy").mkdir(exist_ok=True)
        shutil.copy(DEPLOY / name, tmp_path / "deploy")
    script(tmp_path / ".venv" / "bin" / "python", PYTHON)
    (tmp_path / "portal.env").write_text(TOLD)
    (tmp_path / "owner.env").write_text("OWNER=1")
    env = {"PORTAL_ETC": str(tmp_path), "PATH": os.environ["PATH"]}

    done = subprocess.run([tmp_path / "deploy" / "manage", "--owner", "check"], env=env, capture_output=True, text=True)

    found = dict(line.split("=", 1) for line in done.stdout.split("\0") if line)
    assert {name: found.get(name) for name in READ} == READ
    assert found["OWNER"] == "1"
    assert not [name for name in found if "NOT" in name]
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(not shutil.which("systemd-tmpfiles"), reason="no systemd-tmpfiles")
@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_read_as_systemd_itself_reads_it(tmp_path, value):
    """What can be had of its reader without a running systemd: it reads os-release by the same one."""
    (tmp_path / "etc" / "tmpfiles.d").mkdir(parents=True)
    file = tmp_path / "etc" / "os-release"
    file.write_text(f"ID={value}\nOTHER=x\n")
    (tmp_path / "etc" / "tmpfiles.d" / "a.conf").write_text("f /found 0644 - - - %o\n")
    subprocess.run(["systemd-tmpfiles", f"--root={tmp_path}", "--create"], check=True)

    ours = subprocess.run([DEPLOY / "told", file, "--", "printenv", "ID"], capture_output=True, check=True)

    assert ours.stdout == (tmp_path / "found").read_bytes() + b"\n"


def test_when_the_second_web_server_does_not_answer_both_are_put_back(machine):
    before, after = machine.newest, machine.commit()
    (machine.home / "dead").write_text(f"2 releases/{after}\n")

    done = machine.upgrade()

    assert done.returncode == 1
    assert f"pages are back at releases/{before}" in done.stderr
    new, old = f"releases/{after}", f"releases/{before}"
    assert machine.restarts == [f"1 {new}", f"2 {new}", f"2 {old}", f"1 {old}"]


def test_a_web_server_that_answers_is_left_alone_while_the_old_version_does_not_answer_either(machine):
    before, after = machine.newest, machine.commit()
    (machine.home / "dead").write_text(f"2 releases/{after}\n2 releases/{before}\n")

    assert "web 2 does not answer with" in machine.upgrade().stderr
    assert machine.restarts[-1] == f"2 releases/{before}"


def test_a_release_that_was_left_half_made_is_made_anew(machine):
    release = machine.home / "releases" / machine.commit()
    git(machine.home / "repository", "fetch", "--quiet")
    git(machine.home / "repository", "worktree", "add", "--detach", "--lock", str(release), machine.newest)
    (release / "Makefile").unlink()

    done = machine.upgrade()

    assert (done.returncode, done.stderr) == (0, "")
    assert (release / "Makefile").exists()


@pytest.mark.parametrize(("ends", "code"), [(0, 0), (3, 0), (1, 1)])
def test_an_upgrade_goes_on_with_a_backup_whose_files_are_not_right_and_not_without_one(machine, ends, code):
    machine.commit()
    (machine.home / "backup-ends").write_text(str(ends))

    assert machine.upgrade().returncode == code
    assert (machine.home / "restarts").exists() == (code == 0)


def test_of_two_upgrades_at_once_the_second_is_refused(machine):
    with (machine.home / "upgrade.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = machine.upgrade()

    assert (done.returncode, done.stderr) == (1, "upgrade: another upgrade is under way\n")
    assert not (machine.home / "restarts").exists()
