# The daily commands. Only relative paths: the folder may have any name.
SHELL := /bin/sh
PY := .venv/bin/python
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
NEEDS := requirements.txt

.PHONY: run test quick lint format check lock migrations messages admin reset ready

run: ready  ## the portal with its demo, until Ctrl-C
	@exec $(PY) -m portal.run

reset: ready  ## forget the data of `make run`
	@exec $(PY) -m portal.reset

admin: ready  ## the first head of secretariat: make admin EMAIL=you@example.org
	@exec $(PY) -m portal.beside manage.py admin $(EMAIL)

test: ready  ## everything; needs Chromium for the browser's part
	@exec $(PY) -m pytest -n 2 tests

quick: ready  ## without what is slow
	@exec $(PY) -m pytest -n 2 --nomigrations -m "not slow and not browser" tests

lint: ready
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && git ls-files -z 'templates/*.html' | xargs -0r $(PY) -m djade --check

format: ready
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format . && git ls-files -z 'templates/*.html' | xargs -0r $(PY) -m djade

test quick lint format lock check migrations messages: NEEDS := requirements.txt requirements-dev.txt

# Finds a Python by name and hands over to portal/prepare.py.
ready:
	@for name in python3.13 python3.12 python3.11 python3; do \
	  if $$name -c "$(FITS)" 2>/dev/null && $$name -c "import venv, ensurepip" 2>/dev/null; then \
	    $$name -I portal/prepare.py $(NEEDS) && $(PY) -I portal/fonts.py && exec $(PY) -I portal/words.py compile; exit; fi; done; \
	for name in python3 python3.13 python3.12 python3.11; do \
	  if $$name -c "$(FITS)" 2>/dev/null; then \
	    echo "Python's venv is missing: install the package $$name-venv." >&2; exit 1; fi; done; \
	echo "Python 3.11, 3.12 or 3.13 is missing: install the packages python3 and python3-venv." >&2; exit 1
