# Two commands set everything up: `make report` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
DEMO := data/demo
BOOK := data/book
AS_OF := 2026-10-31

.PHONY: report test lint lab bench lock clean
.DELETE_ON_ERROR:

# The main job: the made-up company's exports in, its monthly edition out.
report: .venv/ready
	@test -e $(DEMO)/mapping.toml || $(BIN)/accountbook demo $(DEMO)
	@$(BIN)/accountbook load $(DEMO) --book $(BOOK)
	@$(BIN)/accountbook publish monthly --book $(BOOK) --as-of $(AS_OF)

# two processes on two cores: threads of the linear algebra would only wait for one another
test: export OPENBLAS_NUM_THREADS := 1
test: .venv/ready lint
	$(BIN)/pytest --numprocesses 2 --dist worksteal

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb

lab: .venv/ready
	$(BIN)/jupyter lab --notebook-dir notebooks

bench: .venv/ready
	for one in benchmarks/*.py; do $(BIN)/python $$one || exit 1; done

# One lock for every platform and Python, hashed; it names no registry.
lock:
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock

clean:
	rm -rf .venv reports $(DEMO) $(BOOK)

# uv itself is installed by pip at the version and hashes that the lock names; all else is installed by uv.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	awk '/^[a-z]/ {ours = /^uv==/} ours' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --require-hashes --no-deps --requirement .venv/uv.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes --requirement requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@
