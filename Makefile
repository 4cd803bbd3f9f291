# Một Cửa. `make` alone lists the targets; each sets up what it needs.
# Needs Python 3.11 or newer, git and make. Chromium is used by the journeys when it is there, Node when it is there.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
export PYTHONUTF8 := 1

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
PATHS := src tests bench setup docs
ARGS ?=
ISSUE ?= spine
N ?=

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- set-up: stamps, so that the second time costs nothing --------------------------------------------------------

$(VENV)/.uv: requirements/dev.txt setup/environment.sh
	@PYTHON="$(PYTHON)" sh setup/environment.sh venv
$(VENV)/.prod: $(VENV)/.uv requirements/prod.txt pyproject.toml
	@sh setup/environment.sh prod
$(VENV)/.dev: $(VENV)/.uv requirements/dev.txt pyproject.toml
	@sh setup/environment.sh dev
node_modules/.stamp: $(VENV)/.uv package.json package-lock.json
	@sh setup/environment.sh fonts

setup: $(VENV)/.dev node_modules/.stamp ## everything a developer needs
setup-run: $(VENV)/.prod node_modules/.stamp

# --- the two commands of the README --------------------------------------------------------------------------------

run: setup-run ## database, web and worker in one command: make run ARGS="--port 8765"
	@exec $(VENV)/bin/motcua run $(ARGS)

test: setup ## the whole suite on a database of its own: make test ARGS="tests/people -x"
	@exec $(PY) -m pytest $(if $(ARGS),$(ARGS),-n 2 --dist loadfile --no-loadscope-reorder)

# --- before a change is handed in ----------------------------------------------------------------------------------

check: setup ## format, lint, types, contracts, templates, migrations, spelling, what must not be committed
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" exec sh setup/check.sh

fix: setup ## what ruff can mend by itself
	@$(VENV)/bin/ruff check --fix $(wildcard $(PATHS))
	@$(VENV)/bin/ruff format $(wildcard $(PATHS))

docs: setup ## write the generated pages of docs/ anew
	@exec $(PY) docs/generate.py

LOCALE := src/motcua/doors/web/ui/locale
messages: setup ## renew the English catalogue after a sentence of a citizen's page changed
	@$(VENV)/bin/pybabel -q extract -F babel.cfg -k gettext_lazy --no-location -o $(VENV)/messages.pot src
	@$(VENV)/bin/pybabel -q update -N -D django -l en --width 118 --ignore-pot-creation-date -i $(VENV)/messages.pot -d $(LOCALE)
	@$(VENV)/bin/pybabel -q compile -D django -d $(LOCALE)

# --- measurements and pictures -------------------------------------------------------------------------------------

bench: setup ## speed, beside the limit of the machine measured in the same run
	@exec $(PY) -m bench $(ARGS)

bench-national: setup ## reads and figures of N made-up dossiers beside full scans and DuckDB, which recomputes them
	@exec $(PY) -m bench.national $(if $(N),--dossiers $(N)) $(ARGS)

bench-memory: setup ## memory of web workers over N requests, and the speed of a rebuild of the figures
	@exec $(PY) -m bench.memory $(if $(N),--requests $(N)) $(ARGS)

screenshots: setup ## pictures of the pages, into screenshots/
	@exec $(PY) -m tests.journeys.screenshots $(ARGS)

prove: setup ## an acceptance measurement at full size: make prove ISSUE=spine N=100
	@exec $(PY) -m tests.prove.$(subst /,.,$(ISSUE)) $(if $(N),--n $(N)) $(ARGS)

.PHONY: help setup setup-run run test check fix docs messages bench bench-national bench-memory screenshots prove
