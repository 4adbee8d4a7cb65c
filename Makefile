# Everything a newcomer or a machine needs: `make help` lists it.
# Only Python 3.11-3.13 and make are expected; the rest goes into .venv.

PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint check bench soak format lock

help: ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Steward needs Python 3.11, 3.12 or 3.13 and found none of them. Install one (Debian, Ubuntu: apt-get install python3 python3-venv) and run make again."; exit 2; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python cannot make virtual environments. Install the package that adds venv (Debian, Ubuntu: apt-get install python3-venv) and run make again."; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup: $(READY) ## make .venv and install everything into it
	@echo "Ready: $(BIN)/steward --help"

demo: $(READY) ## a Slack on localhost with a simulated company: open the printed page
	@$(BIN)/steward demo $(ARGS)

test: $(READY) ## run the tests (browser tests run when Chromium is installed)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(READY) ## format check, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## lint and test: green before and after every commit

format: $(READY) ## format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## speed claims as ratios against references measured in the same run
	$(BIN)/python -m tests.benchmarks $(ARGS)

soak: $(READY) ## the long seeded runs in full
	STEWARD_SOAK=1.0 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m soak $(ARGS)

lock: $(READY) ## pin every dependency with hashes and without index addresses
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --group dev pyproject.toml --output-file requirements.lock
