"""A new version while people work: the units' own commands and nginx with our configuration, one restarted after the other."""

import os
import re
import shutil
import subprocess

import pytest

from portal.start.house import ROOT
from tests import smtp

from . import FAULT
from .house import kill
from .ledger import agree
from .people import BROKEN, Person, answers, received, rush
from .units import Unit

NGINX = ROOT / "deploy" / "nginx"
INCLUDED = ("/etc/nginx/conf.d/portal-pass.inc", f'"{NGINX}/portal-pass.inc"')  # our folder's name may have a space
pytestmark = [*FAULT, pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="no nginx")]
FRAME = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 2; {user}
events {{ worker_connections 1024; }}
http {{ {temporary} include /etc/nginx/mime.types; include {folder}/portal.conf; }}
"""


def configuration(folder, port) -> str:
    """Our site without TLS, in a folder of the tests."""
    text = (NGINX / "portal.conf").read_text()
    text = text.partition("# Whoever asks for another name")[0] + "server {" + text.rpartition("\nserver {")[2]
    text = re.sub(r"^ +(listen|ssl_).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("server_name portal.example.org;", f"listen 127.0.0.1:{port}; server_name 127.0.0.1;")
    text = text.replace("rate=30r/s", "rate=3000r/s")  # all of a test's crowd come from one address
    text = text.replace("/var/log/nginx", str(folder)).replace("/srv/portal-data", str(folder))
    return text.replace("/run/portal", str(folder)).replace(*INCLUDED)


def frame(folder) -> str:
    """What stands around our site, with all of it in this folder."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return FRAME.format(folder=folder, user="user root;" if os.geteuid() == 0 else "", temporary=temporary)


@pytest.fixture
def front(house, tmp_path_factory):
    """nginx before two web servers, two workers; gives the units. People come through nginx."""
    run = tmp_path_factory.mktemp("run")
    port, usual = smtp.free_port(), (house.port, house.env)
    (run / "portal.conf").write_text(configuration(run, port).replace(f"{run}/static", str(house.folder / "static")))
    (run / "nginx.conf").write_text(frame(run))
    told = {
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BEHIND_PROXY": "1",
        "SHED_AFTER": "60",
    }  # a slow machine is no fault
    house.port, house.env = port, house.env | told
    house.manage("standins")
    units = [Unit(f"portal-{kind}@.service", n, run=run, env=house.env) for kind in ("web", "worker") for n in (1, 2)]
    nginx = subprocess.Popen(["nginx", "-c", run / "nginx.conf"], env=os.environ | {"PATH": "/usr/sbin:/usr/bin"})
    try:
        for unit in units:
            unit.start()
        house.until(house.answers)
        yield units
    finally:
        nginx.terminate()
        nginx.wait()
        for unit in units:
            kill(unit) if unit.process else None
        house.port, house.env = usual


def test_web_and_workers_are_restarted_one_after_the_other_and_nobody_notices(house, front):
    house.mail_up()
    people = house.people(40)
    before = [unit.process.pid for unit in front]
    visitors = [Person(house.port) for _ in range(400)]
    form = people[0].ask("GET", people[0].page("work/"))
    with rush(visitors, at_once=1, act=lambda visitor: visitor.ask("GET", "/en/call/")), rush(people):
        house.until(lambda: received(people) >= 10)
        ends = [unit.restart() for unit in front]
        meanwhile = received(people)
        if not all(person.received for person in people):
            house.until(lambda: received(people) > meanwhile)
    house.until(lambda: house.waiting(people) == 0)

    assert meanwhile > 10
    assert all(old != unit.process.pid for old, unit in zip(before, front, strict=True))
    assert ends[:2] == [0, 0]
    assert {answer.status for answer in answers(people) + answers(visitors)} <= {200, 302}
    assert form.status == 200  # a form from before, sent after
    assert people[0].save("Chair of the morning after").leads_to(people[0].page())
    agree(house, people)


def test_nginx_speaks_for_itself_in_readable_pages_and_keeps_what_is_nobodys_business(house, front):
    somebody, run = Person(house.port), front[0].folder
    too_large = somebody.ask("POST", "/fr/accounts/login/", body=b"x" * (13 * 1024**2))
    long_line = somebody.ask("GET", "/en/?" + "x" * 20_000)
    watched = somebody.ask("GET", "/readyz")  # from this machine
    for address in (
        "/reminders/a-secret/",
        "/en/accounts/invitation/a-secret/",
        "/admin/accounts/user/?q=leila@secret",
    ):
        somebody.ask("GET", address)
    hurried = {Person(house.port).ask("POST", "/en/accounts/login/").status for _ in range(45)}
    late = somebody.ask("POST", "/en/accounts/login/")
    for web in front[:2]:
        kill(web)
    gone = somebody.ask("GET", "/fr/")
    somebody.ask("GET", "/reminders/a-secret/")
    log = run / "portal.log"
    house.until(lambda: log.read_text().count("/reminders/...") >= 2)  # nginx writes its line after the answer
    said = log.read_text() + (run / "portal.error.log").read_text()

    assert (too_large.status, "trop volumineux" in too_large.text) == (413, True)
    assert (long_line.status, "cannot be read" in long_line.text) == (400, True)
    assert 429 in hurried
    assert (late.status, "Too many" in late.text) == (429, True)
    assert (gone.away, 'lang="fr"' in gone.text) == (True, True)
    assert "default-src 'none'" in gone.headers["Content-Security-Policy"]
    assert (watched.status, BROKEN in {answer.status for answer in somebody.told}) == (200, False)
    assert "nginx/" not in str([answer.headers for answer in somebody.told])
    assert (said.count("/reminders/..."), "/en/accounts/invitation/..." in said, "secret" in said) == (2, True, False)
