# Two commands are enough: `make lab` to practise, `make test` to check. Everything is installed into .venv in this folder.
# Python 3.11 to 3.13 is looked for; choose one yourself with `make lab PYTHON=/path/to/python3.12`.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help lab demo loop docs test quick check bench clean always

PYTHON ?=
# Public conversations beside the project, where they are; else `make loop` takes the bundled sample.
PUBLIC := $(wildcard ../shared/data/transcripts/twitter-care.jsonl)
EXTRAS := dev,workbench,excel,postgres,fast
PY := .venv/bin/python
READY := .venv/ready

# The environment remembers the folder it was made in: after a move or a copy it is made anew.
MOVED := $(shell [ "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" ] || echo always)

help:
	@echo "make lab     practise: sets everything up and opens JupyterLab on the practice notebook"
	@echo "make demo    scores the bundled sample and writes the report into demo/"
	@echo "make loop    the whole loop into loop/: masked, scored, sampled, reviewed, compared, calibrated, reported, put into practice"
	@echo "make test    all tests; says what it skipped and why"
	@echo "make quick   the quick ones of them"
	@echo "make check   style, types and floors: ruff, mypy, import-linter"
	@echo "make docs    writes what is made from other files: docs/criteria.md and the JSON Schemas for editors"
	@echo "make bench   speed and agreement; takes some minutes"
	@echo "make clean   removes everything that make has made, the environment too"

$(READY): pyproject.toml $(MOVED)
	@set -e; \
	fits() { "$$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }; \
	python=; \
	for one in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
	  if [ -n "$$one" ] && fits "$$one"; then python=$$one; break; fi; \
	  if [ -n "$(PYTHON)" ]; then break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "coachkit needs Python 3.11, 3.12 or 3.13 with its venv module, and found none$(if $(PYTHON), at $(PYTHON))." >&2; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3-venv. Elsewhere: make $(or $(MAKECMDGOALS),lab) PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	echo "Setting up .venv; the first time this takes a few minutes ..."; \
	if [ -e $(READY) ] && [ "$$(cat $(READY))" != "$$(pwd -P)" ]; then rm -rf .venv; fi; \
	[ -e $(READY) ] || "$$python" -m venv .venv; \
	$(PY) -m pip install --quiet --disable-pip-version-check --editable ".[$(EXTRAS)]"; \
	pwd -P > $(READY)

lab: $(READY)
	@.venv/bin/coachkit prepare
	@.venv/bin/coachkit lab workspace

demo: $(READY)
	@.venv/bin/coachkit demo --out demo

loop: $(READY)
	@$(PY) examples/whole_loop.py --out loop $(if $(PUBLIC),--data $(PUBLIC) --agent-name-column company)

# Two processes, each beginning with half of the files and helping the other at the end: what a file's tests share is made once.
PYTEST := $(PY) -m pytest -n 2 --dist worksteal

# Two calls, one after the other: a browser test leaves an event loop behind that other tests must not meet, and beside other work
# JupyterLab may be so slow that it asks back in a dialog. Only the browser's tests are collected for the second.
# What is skipped is listed with its reason (-ra in pyproject.toml).
# One browser at a time: beside another one charts may take longer to come than a test waits for them.
test: $(READY)
	@status=0; \
	$(PYTEST) -m "not browser" || status=1; \
	$(PY) -m pytest tests/browser -m browser || status=1; \
	exit $$status

quick: $(READY)
	@$(PYTEST) -m "not browser and not slow"

check: $(READY)
	@status=0; \
	$(PY) -m ruff check --output-format concise . || status=1; \
	$(PY) -m ruff format --check --output-format concise . || status=1; \
	$(PY) -m mypy || status=1; \
	$(PY) .venv/bin/lint-imports || status=1; \
	exit $$status

docs: $(READY)
	@.venv/bin/coachkit schema scenario course --into exercises/schema
	@.venv/bin/coachkit schema rubric criterion --into rubrics/schema
	@.venv/bin/coachkit rubrics table > docs/criteria.md.part && mv docs/criteria.md.part docs/criteria.md

bench: $(READY)
	@status=0; \
	for one in benchmarks/[!_]*.py; do \
	  echo; echo "== $$one"; \
	  $(PY) "$$one" || status=1; \
	done; \
	exit $$status

clean:
	@rm -rf .venv demo loop build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
