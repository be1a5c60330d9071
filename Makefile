# Two commands set everything up: `make report` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
DEMO := data/demo
BOOK := data/book
AS_OF := 2026-10-31

export PYTHONHASHSEED := 0

.PHONY: report test lint lab bench lock clean
.DELETE_ON_ERROR:

# uv comes at the version and hash that the lock names; pip is used for nothing else.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	sed -n '/^uv==/,/^[^ ]*$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --require-hashes --no-deps -r .venv/uv.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	touch $@
