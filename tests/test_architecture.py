"""The arrows go only down, and a status is written in one place."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = [  # each may import itself and what stands below it; the roof is the rest of portal
    {"portal.lifecycle"},
    {"portal.pdf"},
    {"portal.notifications"},
    {"portal.accounts"},
    {"members"},
    {"nominations"},
    {"nominations.reviewing"},
    {"nominations.deciding"},
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


@cache
def tree(path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path):
    """Every module of ours that a file imports, relative ones resolved."""
    package = module(path).split(".") if path.name == "__init__.py" else module(path).split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield ".".join([*package[: len(package) - node.level + 1], node.module or ""]).rstrip(".")
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_imports_go_only_down():
    upward = [
        f"{module(path)} imports {name}"
        for path in SOURCES
        for name in imports(path)
        if floor(name) is not None and floor(name) > floor(module(path))
    ]

    assert upward == []


def writes_a_status(node) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in node.targets)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and any(keyword.arg == "status" for keyword in node.keywords)
    )


def test_a_status_is_written_in_the_lifecycle_alone():
    """The lifecycle is the door; the outbox's states are the sender's own."""
    writes = [
        f"{module(path)}, line {node.lineno}"
        for path in SOURCES
        if not module(path).startswith(("portal.lifecycle", "portal.notifications"))
        for node in ast.walk(tree(path))
        if writes_a_status(node)
    ]

    assert writes == []
