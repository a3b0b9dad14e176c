"""python -m tests.abuse: each case with the tests that prove it."""

from . import CASES, LATER
from .proofs import proofs

found = proofs()
for number, words in CASES.items():
    print(f"{number:2}  {words}")
    for test in found[number]:
        print(f"      {test}")
    if number in LATER:
        print(f"      comes with {LATER[number]}")
