"""The arrows go only down, and a status is written in one place."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = [  # each may import itself and what stands below it; the roof is the rest of portal
    {"portal.lifecycle"},
    {"portal.pdf"},
    {"portal.notifications"},
    {"portal.accounts"},
    {"members"},
    {"nominations"},
    {"nominations.reviewing"},
    {"portal"},
]
SOURCES = [
    p
    for top in ("portal", "members", "nominations")
    for p in sorted((ROOT / top).rglob("*.py"))
    if "migrations" not in p.parts
]


def module(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor(name) -> int | None:
    """The index of the floor a module stands on; None for what is not ours."""
    inside = [
        (len(room), index) for index, rooms in enumerate(FLOORS) for room in rooms if f"{name}.".startswith(f"{room}.")
    ]
    return max(inside)[1] if inside else None  # the innermost room counts


def imports(path):
    """Every module of ours that a file imports, relative ones resolved."""
    package = module(path).split(".") if path.name == "__init__.py" else module(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield ".".join([*package[: len(package) - node.level + 1], node.module or ""]).rstrip(".")
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_imports_go_only_down(path):
    here = floor(module(path))

    upward = [name for name in imports(path) if floor(name) is not None and floor(name) > here]

    assert upward == []


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_a_status_is_written_in_the_lifecycle_alone(path):
    if module(path).startswith(("portal.lifecycle", "portal.notifications")):
        assert path.exists()  # the lifecycle is the door; the outbox's states are the sender's own
        return

    writes = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if (
            isinstance(node, ast.Assign)
            and any(isinstance(t, ast.Attribute) and t.attr == "status" for t in node.targets)
        )
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "update"
            and any(k.arg == "status" for k in node.keywords)
        )
    ]

    assert writes == []
