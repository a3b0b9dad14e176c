"""`python -m tests.faults.hand`: the portal's Python, started once; each command is done by a child that need not start up.

It reads lines of JSON: the words of a command, as Python gets them, and the files for what it says and what it complains of.
It answers with the child's end.
"""

import json
import os
import random
import runpy
import sys
import traceback

import django


def main():
    django.setup()
    for line in sys.stdin:
        words, *files = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(done(words, files))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def done(words, files) -> int:
    """In the child: do it, and say how it ended."""
    random.seed()
    for number, name in enumerate(files, 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    try:
        run(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def run(words):
    of_module = words[0] == "-m"
    sys.argv = words[of_module:]
    if of_module:
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    main()
