# Everything a person does with this project; `make` alone lists it. Needs Python 3.11 or newer.
# GNU make 3.81 (macOS) is enough.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --require-hashes --no-deps
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
SERVE := $(BIN)/python -m tableorder.prepare --demo gunicorn wsgi:app
CODE := tableorder migrations tests scripts bench wsgi.py gunicorn.conf.py
# More arguments for pytest: make test ARGS="tests/unit -x"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run dev test lint fix typecheck check i18n frontend lock screenshots bench container clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_READY) ## Start the server, with a demo store if there is none (HOST=, PORT=)
	@exec $(SERVE)

dev: $(DEV_READY) ## The same with debug on, reloading code, templates and styles
	@if [ -d frontend/node_modules ]; then (cd frontend && exec npm run --silent watch </dev/null) & styles=$$!; fi; \
	trap 'kill $$styles 2>/dev/null; exit 0' INT TERM; \
	FLASK_DEBUG=1 $(SERVE) --reload; status=$$?; kill $$styles 2>/dev/null; exit $$status

test: $(DEV_READY) ## Run all tests: side by side, then alone those that promise a time
ifeq ($(ARGS),)
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not alone" --reruns 1
	$(BIN)/python -m pytest -m alone --reruns 1
else
	$(BIN)/python -m pytest $(ARGS)
endif

lint: $(DEV_READY) ## Look for faults and style in code, templates and the Dockerfile
	$(BIN)/ruff check $(wildcard $(CODE))
	$(BIN)/ruff format --check $(wildcard $(CODE))
	$(BIN)/djlint --quiet --lint tableorder/templates
	$(BIN)/hadolint Dockerfile
	$(BIN)/shellcheck .ci/run docker/entrypoint docker/as-tableorder docker/flask

fix: $(DEV_READY) ## Mend what a machine can mend
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))

typecheck: $(DEV_READY) ## Check the types
	$(BIN)/mypy

check: lint typecheck test ## All of lint, typecheck and test

i18n: $(DEV_READY) ## Collect the texts, update the catalogs and compile them
	$(BIN)/python scripts/translations.py

frontend: ## Rebuild styles and vendored scripts (needs Node.js 20 or newer)
	cd frontend && npm ci --no-audit --no-fund && npm run build && npm run vendor

lock: $(DEV_READY) ## Resolve requirements*.in into the locks (ARGS=--upgrade for newer versions)
	for part in requirements requirements-dev; do UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet \
	--generate-hashes --universal --python-version 3.11 $(ARGS) $$part.in --output-file $$part.txt || exit 1; done

screenshots: $(DEV_READY) ## Take the README's screenshots again
	$(BIN)/python scripts/screenshots.py

bench: $(DEV_READY) ## Measure against the numbers to reach
	$(BIN)/python -m bench $(ARGS)

container: ## Build the image and run it for real, without a Docker engine (needs buildah, root)
	python3 scripts/container_test.py

clean: ## Remove the environment and the caches, never the data
	rm -rf $(VENV) frontend/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "TableOrder needs Python 3.11 or newer, and there is none here: see https://www.python.org/downloads/ or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11: name a newer one, make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make an environment: install its venv module (Debian and Ubuntu: sudo apt install python3-venv)" >&2; exit 1; }

# pip runs again only when the lock has changed since.
$(RUN_READY): requirements.txt | $(BIN)/python
	@echo "Installing what TableOrder needs …"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt | $(BIN)/python
	@echo "Installing what tests and checks need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_READY)
