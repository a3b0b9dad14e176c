"""The portal as production serves it: gunicorn, DEBUG off, hashed files with long lives, on the data of the running test."""

import contextlib
import os
import subprocess
import sys

from django.conf import settings

from portal.start.embedded.child import Child
from portal.start.house import listening
from tests.worker import own_database


@contextlib.contextmanager
def production(folder):
    """Its address, until the block ends. folder: an empty one, for the collected static files and the log."""
    door = listening(0)
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    env = os.environ | {
        "DEBUG": "0",
        "SITE_URL": address,
        "DATA_DIR": str(folder),
        "DATABASE_URL": own_database(),
        "REQUIRE_STAFF_MFA": "0",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=env, cwd=settings.BASE_DIR, check=True)
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"fd://{door.fileno()}", "--threads", "4"]
    command += ["--worker-class", "gthread", "--no-control-socket"]
    web = Child("web", command, env=env, cwd=settings.BASE_DIR, log=folder / "log", pass_fds=[door.fileno()])
    try:
        web.start()
        yield address
    finally:
        web.stop()
        door.close()
