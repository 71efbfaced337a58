# The project's commands. `make` or `make help` lists them; each does all of its own set-up.
# PYTHON=python3.12 chooses the interpreter, DEMO="--headless" passes options to the demo, TESTS="tests/log -x" narrows the tests,
# WORKERS=0 runs them in one process.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo check lint test bench docs

VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?=
TESTS ?=
WORKERS ?= 2
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$python; break; }; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
SOURCES := pyproject.toml constraints.txt packages/renkei-basemap/pyproject.toml

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Renkei needs Python 3.11, 3.12 or 3.13; found none of them." >&2; exit 1; }
	@echo "Making the virtual environment $(VENV) with $$($(PYTHON) --version)" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.ready-to-run: $(SOURCES) | $(BIN)/python
	@echo "Installing what Renkei needs to run (versions: constraints.txt)" >&2
	@$(PIP) -e packages/renkei-basemap -e .
	@touch $@

$(VENV)/.ready-to-develop: $(VENV)/.ready-to-run
	@echo "Installing what the gate needs (versions: constraints.txt)" >&2
	@$(PIP) -e packages/renkei-basemap -e '.[dev]'
	@touch $@

setup: $(VENV)/.ready-to-develop ## make the virtual environment with all that developers need

demo: $(VENV)/.ready-to-run ## two headquarters on this machine, on the scenario's input (DEMO="--headless" and other options)
	@$(BIN)/renkei demo $(DEMO)

check: lint ## the gate: format, lint, types, import contracts, every test, every example in the documents
	@$(BIN)/python tools/browser.py --fetch
	$(PYTEST) $(TESTS)

lint: $(VENV)/.ready-to-develop ## the part of the gate that runs nothing: format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.ready-to-develop ## every test that needs no browser
	$(PYTEST) -m "not browser" $(TESTS)

bench: $(VENV)/.ready-to-develop ## first verified plan, append rate, catch-up rate, memory of a node
	@$(BIN)/python -m benchmarks

docs: $(VENV)/.ready-to-develop ## write the reference pages that are made from the code, then run the documents' examples
	@$(BIN)/python tools/reference.py
	$(BIN)/python -m pytest README.md docs tests/house/test_documents.py
