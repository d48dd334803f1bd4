# Everything a contributor or a newcomer needs; `make demo` and `make test` set up what they use.
PYTHON ?= python3
PORT ?= 8765
VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-reset test check format lint types layers tests coverage fix bench requirements clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kpbot needs Python 3.11 or later, and this is " + sys.version.split()[0] + "; say make PYTHON=... with another one.")'
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make virtual environments here; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(PY)
	@echo "Installing what kpbot runs on (once; about a minute) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements.txt
	@$(PIP_INSTALL) --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need (once) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.installed  ## install what kpbot runs on into .venv
setup-dev: $(VENV)/.installed-dev  ## the same and what the tests need

demo: setup  ## the whole product in a browser, with a sample county (PORT=8765)
	@$(VENV)/bin/kpbot demo --port $(PORT)

demo-reset: setup  ## the same, from the beginning
	@$(VENV)/bin/kpbot demo --port $(PORT) --reset

format: setup-dev
	$(VENV)/bin/ruff format --check .
lint: setup-dev
	$(VENV)/bin/ruff check .
types: setup-dev
	$(VENV)/bin/mypy
layers: setup-dev
	$(VENV)/bin/lint-imports
check: format lint types layers  ## format, lint, types, layers

fix: setup-dev  ## format, and mend what ruff can mend
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

tests: setup-dev
	$(PY) -m pytest -n auto --cov --cov-report=

test: check tests  ## everything
coverage: setup-dev  ## which lines the last run of the tests left out
	$(VENV)/bin/coverage report

bench: setup-dev  ## benchmarks; prints figures, judges nothing
	$(PY) -m bench

requirements:  ## lock the versions again (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group build pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
