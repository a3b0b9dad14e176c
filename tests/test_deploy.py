"""deploy/: what systemd and nginx themselves say of our files, and that the example names whatever the settings read."""

import ast
import contextlib
import datetime
import http.client
import json
import os
import re
import shutil
import socketserver
import subprocess
import threading
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.files.base import ContentFile

from portal.static_files import Storage
from tests import smtp
from tests.faults.test_upgrade import INCLUDED, configuration, frame

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
SBIN = "/usr/sbin:/usr/bin:/sbin:/bin"


def test_the_example_names_every_variable_that_the_settings_read():
    tree = ast.parse((ROOT / "portal" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    read = {
        node.args[0].value
        for node in calls
        if ast.unparse(node.func).split(".")[0] == "env" and isinstance(node.args[0], ast.Constant)
    }
    named = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "portal.env.example").read_text(), re.MULTILINE))

    assert "SECRET_KEY" in read
    assert read == named


def test_the_portal_may_read_every_file_that_the_example_names():
    """Its units cannot look into /etc/portal, where the secrets of nginx and the owner lie."""
    named = re.findall(r"=(/[a-z/.-]+\.pem)", (DEPLOY / "portal.env.example").read_text())

    assert len(named) == 2
    assert [path for path in named if path.startswith("/etc/portal")] == []


def test_a_child_that_is_killed_for_its_memory_does_not_end_the_pages():
    assert "\nOOMPolicy=continue\n" in (DEPLOY / "systemd" / "portal-web@.service").read_text()


@pytest.mark.parametrize("script", ["manage", "upgrade"])
def test_scripts_are_plain_sh(script):
    shell = shutil.which("dash") or "sh"

    assert subprocess.run([shell, "-n", DEPLOY / script]).returncode == 0
    assert (DEPLOY / script).stat().st_mode & 0o111 == 0o111


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path):
    for unit in UNITS:
        text = unit.read_text()
        text = re.sub(
            r"^(ExecStart=)(/srv/\S+)", r"\1/bin/true", text, flags=re.MULTILINE
        )  # they are not installed here
        text = re.sub(r"^(User|Group)=.*", r"\1=daemon", text, flags=re.MULTILINE)
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text)
    made = [str(file) for file in tmp_path.iterdir()]

    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *made], capture_output=True, text=True)

    ours = [line for line in done.stderr.splitlines() if "portal-" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_what_runs_by_itself_may_touch_little(unit):
    most = 25 if "backup" in unit.name else 20  # the backup is root's, with one capability
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager", unit],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("nginx", path=SBIN), reason="no nginx")
def test_nginx_takes_our_configuration(tmp_path):
    certificate(tmp_path)
    text = (DEPLOY / "nginx" / "portal.conf").read_text().replace("/etc/portal/tls", str(tmp_path))
    text = text.replace("/var/log/nginx", str(tmp_path)).replace(*INCLUDED)
    text = re.sub(r"listen (\[::\]:)?(80|443)", lambda port: f"listen {port[1] or ''}{20_000 + int(port[2])}", text)
    (tmp_path / "portal.conf").write_text(text)  # ports that anybody may open
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; include {tmp_path}/portal.conf; }}"
    )
    done = subprocess.run(
        [shutil.which("nginx", path=SBIN), "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.skipif(not shutil.which("nginx", path=SBIN), reason="no nginx")
def test_nginx_says_since_when_a_page_waits_but_not_of_whoever_watches_the_portal(tmp_path):
    heard = passed_on(tmp_path, "/healthz", "/readyz", "/en/call/")

    assert {path: "X-Request-Start: t=" in head for path, head in heard.items()} == {
        "/healthz": False,
        "/readyz": False,
        "/en/call/": True,
    }


@pytest.mark.skipif(not shutil.which("nginx", path=SBIN), reason="no nginx")
def test_nginx_writes_down_no_secret_of_an_address(tmp_path):
    secret = [
        "/reminders/SECRET/",
        "/fr/consent/SECRET/",
        "/en/consent/SECRET/agree/",
        "/en/accounts/invitation/SECRET/",
    ]
    passed_on(tmp_path, *secret, "/en/accounts/login/?next=/en/consent/SECRET/")

    log = (tmp_path / "portal.log").read_text()
    paths = [json.loads(line)["path"] for line in log.splitlines()]
    assert "SECRET" not in log
    wanted = [f"{path.partition('SECRET')[0]}..." for path in secret] + ["/en/accounts/login/"]
    assert sorted(paths) == sorted(wanted)  # nginx' workers write when they come to it


def passed_on(folder, *paths) -> dict:
    """Ask a real nginx with our configuration for these pages; gives what the portal behind it heard, by path."""
    port, heard = smtp.free_port(), {}
    (folder / "portal.conf").write_text(configuration(folder, port))
    (folder / "nginx.conf").write_text(frame(folder))
    with socketserver.UnixStreamServer(str(folder / "web-1.sock"), ear(heard)) as portal:
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        program = subprocess.Popen([shutil.which("nginx", path=SBIN), "-c", folder / "nginx.conf"])
        try:
            for path in paths:
                ask(port, path)
        finally:
            program.terminate()
            program.wait()
            portal.shutdown()
    return heard


def ask(port, path):
    """Ask for a page, as soon as nginx listens."""
    for _ in range(200):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.suppress(ConnectionRefusedError), contextlib.closing(line):
            line.request("GET", path)
            return line.getresponse().read()
        time.sleep(0.05)
    raise TimeoutError


def ear(heard):
    """A web server that keeps what it is asked."""

    class Ear(socketserver.StreamRequestHandler):
        def handle(self):
            lines = [line.decode() for line in iter(self.rfile.readline, b"\r\n")]
            heard[lines[0].split()[1]] = "".join(lines)
            self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")

    return Ear


def test_nginx_can_read_static_files_whatever_the_umask_was(tmp_path):
    storage, usual = Storage(location=tmp_path / "static"), os.umask(0o077)
    try:
        name = storage.save("css/site.css", ContentFile(b"body { color: black; }" * 99))
        storage.create_compressor(quiet=True).compress(storage.path(name))
    finally:
        os.umask(usual)

    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "static").rglob("*")}
    assert modes == {"css": 0o755, "site.css": 0o644, "site.css.gz": 0o644}


def certificate(folder):
    """A self-signed one."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    begin = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + datetime.timedelta(days=3650))
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
