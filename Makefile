# The daily commands. Only relative paths: the folder may have any name.
SHELL := /bin/sh
PY := .venv/bin/python
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
GROUND := lifecycle accounts notifications
APPS := $(GROUND) members nominations reviewing deciding
INITIALS := $(GROUND:%=portal/%/migrations/0001_initial.py) members/migrations/0001_initial.py nominations/migrations/0001_initial.py \
  nominations/reviewing/migrations/0001_initial.py nominations/deciding/migrations/0001_initial.py
TEMPLATES := git ls-files -z 'templates/*.html' | xargs -0r .venv/bin/djade --target-version 5.2
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
NEEDS := requirements.txt

.PHONY: run reset admin rehearse test quick bench lint format check lock messages migrations ready
test quick bench lint format check lock messages migrations: NEEDS := requirements.txt requirements-dev.txt

# The portal with its demo, until Ctrl-C. PORT, DATABASE_URL, REDIS_URL, EMAIL_URL as in the README.
run: ready
	@exec $(PY) -m portal.start.run

# Forget the data of `make run`.
reset: ready
	@exec $(PY) -m portal.start.reset

# The first head of secretariat: make admin EMAIL=you@example.org
admin: ready
	@exec $(PY) -m portal.start.beside manage.py admin "$(EMAIL)"

# A whole year at full size on servers that are thrown away, and whether all holds: make rehearse ARGS="--nominations 2600 --seed 1"
rehearse: ready
	@exec $(PY) -m portal.start.beside --empty manage.py rehearse --here $(ARGS)

# Everything. Chromium is needed for the tests in a browser. Three processes for two cores, because faults mostly wait; whoever
# is done first takes tests over from the others.
test: ready
	@exec $(PY) -m pytest -n 3 --dist worksteal

# What is not slow.
quick: ready
	@exec $(PY) -m pytest -n 2 --nomigrations -m "not slow and not browser"

# What pages, mails and a rush cost, on new servers or beside DATABASE_URL. BENCH="--help" says what can be asked.
bench: ready
	@exec $(PY) -m portal.start.beside --empty -m bench $(BENCH)

lint: ready
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(TEMPLATES) --check

format: ready
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@$(TEMPLATES)

# The models have their migrations, and production's settings pass Django's own review.
check: ready
	@$(PY) -m portal.start.beside --empty manage.py makemigrations --check --dry-run
	@SITE_URL=https://portal.example.org $(PY) -m portal.start.beside --empty manage.py check --deploy --fail-level WARNING

# The versions of all packages, with their hashes.
lock: ready
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

# French: gather the marked strings, say how many wait for a translation.
messages: ready
	@exec $(PY) -I portal/start/words.py extract

# One initial migration per app until the first release.
migrations: ready
	@flock requirements.txt sh -c 'rm -f $(INITIALS) && $(PY) -m portal.start.beside --empty manage.py makemigrations $(APPS)'

# A Python is found by its name; portal/start/prepare.py does the rest.
ready:
	@for name in python3.13 python3.12 python3.11 python3; do \
	  if $$name -c "$(FITS)" 2>/dev/null && $$name -c "import ensurepip, venv" 2>/dev/null; then \
	    $$name -I portal/start/prepare.py $(NEEDS) && $(PY) -I portal/start/fonts.py && $(PY) -I portal/start/words.py compile; exit; fi; done; \
	for name in python3 python3.13 python3.12 python3.11; do \
	  if $$name -c "$(FITS)" 2>/dev/null; then \
	    echo "Python's venv is missing: install the package $$name-venv." >&2; exit 1; fi; done; \
	echo "Python 3.11, 3.12 or 3.13 is missing: install the packages python3 and python3-venv." >&2; exit 1
