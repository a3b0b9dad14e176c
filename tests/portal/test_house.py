"""The folder of the running portal: one portal at a time, on a port of its own, with data that can be forgotten."""

import os
import socket

import pytest

from portal.start import house
from portal.start.house import Closed, House


@pytest.fixture
def given(tmp_path):
    return {"DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def taken():
    """A port that somebody else listens on."""
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


@pytest.fixture
def free():
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        return somebody.getsockname()[1]


def test_a_second_portal_says_where_the_first_one_is(given, free):
    with House.opened(given | {"PORT": str(free)}) as first:
        with pytest.raises(Closed, match=f"already runs at http://127.0.0.1:{free}"), House.opened(given):
            pass
        first.door.close()


def test_the_next_start_finds_the_folder_open_again(given, free):
    for _ in range(2):
        with House.opened(given | {"PORT": str(free)}) as portal:
            assert portal.door.getsockname() == ("127.0.0.1", free)
            portal.door.close()


def test_a_wanted_port_that_is_taken_stops_the_start(given, taken):
    with pytest.raises(Closed, match=f"Port {taken} cannot be used"), House.opened(given | {"PORT": str(taken)}):
        pass


def test_without_a_wanted_port_the_next_free_one_is_taken(given, taken, monkeypatch, capsys):
    monkeypatch.setattr(house, "FIRST_PORT", taken)
    monkeypatch.setattr(house, "LAST_PORT", taken + 99)
    with House.opened(given) as portal:
        assert taken < portal.door.getsockname()[1] <= taken + 99
        portal.door.close()
    assert f"Port {taken} is taken" in capsys.readouterr().out


@pytest.mark.parametrize("port", ["web", "-1", "70000"])
def test_a_port_that_is_none_is_refused(given, port):
    with pytest.raises(Closed, match="give a number"), House.opened(given | {"PORT": port}):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_the_data_of_another_user_are_left_alone(given, tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    os.chown(tmp_path / "data", 4242, 4242)
    with pytest.raises(Closed, match="belongs to another user"), House.opened(given):
        pass
    assert list((tmp_path / "data").iterdir()) == []


def test_other_commands_learn_the_surroundings_but_strangers_do_not(given, free):
    with House.opened(given | {"PORT": str(free), "DATABASE_URL": "postgres://db.example.org/portal"}) as portal:
        assert House(given).noted()["env"]["DATABASE_URL"] == "postgres://db.example.org/portal"
        assert portal.lock_file.stat().st_mode & 0o077 == 0
        portal.door.close()
    assert House(given).noted() == {}


def test_data_are_forgotten_only_when_nothing_runs(given, free, tmp_path):
    with House.opened(given | {"PORT": str(free)}) as portal:
        with pytest.raises(Closed):
            House(given).forget()
        portal.door.close()
    House(given).forget()
    assert not (tmp_path / "data").exists()
