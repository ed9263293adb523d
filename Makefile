# Needs python3 (3.11 or later, with venv and pip) and make; nothing else.
# `make setup` only compares two files when nothing has changed, so every target may begin with it.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/requirements.installed

# The type checker loads the settings, but no server.
NO_SERVERS := SECRET_KEY=for-the-type-checker-only-it-signs-nothing \
  DATABASE_URL=postgresql://nobody@/none?host=/nonexistent REDIS_URL=unix:///nonexistent

.PHONY: help setup run test check check-code bench lock

help:
	@echo "make run     run everything: servers, web, workers; prints the URL and the demo sign-ins"
	@echo "make test    format, lint, types and the whole test suite, on real PostgreSQL and Redis"
	@echo "make check   the quick part of it: format, lint, types, tests that need no database"
	@echo "make bench   run the benchmarks, one JSON line each; BENCH=name runs one, SCALE=small is a quick look"
	@echo "make setup   make $(VENV) and install requirements.txt into it (the others do this first)"
	@echo "make lock    work out requirements.txt again after a change of requirements.in"

setup:
	@if $(PY) -c '' 2>/dev/null && cmp -s requirements.txt $(INSTALLED); then exit 0; fi; \
	fail() { echo "setup: $$1" >&2; exit 1; }; \
	command -v $(PYTHON) >/dev/null \
	  || fail "there is no $(PYTHON); install Python 3.11 or later with venv and pip (Debian: python3-venv)"; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || fail "$$($(PYTHON) --version) is too old, 3.11 or later is needed; name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || fail "$(PYTHON) has no venv or no pip (Debian: apt-get install python3-venv)"; \
	$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
	  || fail "$(PYTHON) cannot make $(VENV); the reason stands above"; \
	echo "setup: installing $$(grep -c '==' requirements.txt) packages into $(VENV), once ..." >&2; \
	$(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
	  --only-binary :all: --requirement requirements.txt \
	  || fail "the packages could not be installed; the reason stands above"; \
	cp requirements.txt $(INSTALLED)

run: setup
	@$(PY) manage.py up

test: check-code
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: check-code
	$(PY) -m pytest -m unit

check-code: setup
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	find . \( -path ./$(VENV) -o -path ./.data \) -prune -o -path '*/templates/*.html' -print \
	  | xargs $(VENV)/bin/djade --check --target-version 5.2
	$(NO_SERVERS) $(PY) -m mypy

bench: setup
	@$(PY) -m bench $(BENCH) --scale $(or $(SCALE),full)

# The image takes the second file: the service alone, at the same versions, without servers and test tools.
lock: setup
	$(PY) -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(PY) -m uv pip compile --universal --generate-hashes --python-version 3.11 -q requirements.in \
	  -o requirements.txt --no-header
	sed '/^# --- servers as wheels/,$$d' requirements.in | $(PY) -m uv pip compile --universal \
	  --generate-hashes --python-version 3.11 -q - -c requirements.txt -o requirements-service.txt \
	  --no-header --no-annotate
