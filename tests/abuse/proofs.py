"""Which tests prove which case: read from the marks in the sources, so that a renamed test takes its case along."""

import ast
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent.parent


def proofs() -> dict[int, list[str]]:
    """Case to tests, each as `file::test`; a file whose `pytestmark` names the case stands for all its tests."""
    found = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        name = path.relative_to(TESTS.parent).as_posix()
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                for case in cases(node.decorator_list):
                    found[case].append(f"{name}::{node.name}")
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "pytestmark":
                for case in cases([node.value]):
                    found[case].append(name)
    return found


def cases(marks) -> list[int]:
    """The numbers in `pytest.mark.abuse(1, 2)` anywhere within these expressions."""
    calls = [node for mark in marks for node in ast.walk(mark) if isinstance(node, ast.Call)]
    return [
        number.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "abuse"
        for number in call.args
    ]
