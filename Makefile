# Two commands matter: `make demo` and `make test`. Both build .venv first if it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test evidence pages lint calendar golden bench cluster-demo clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]" --constraint constraints.txt
	$(BIN)/python -c "import pathlib; pathlib.Path('$(STAMP)').touch()"

demo: $(STAMP)
	$(BIN)/parksim compare scenarios/rent_or_build.yaml

test: $(STAMP) lint
	$(BIN)/python -m pytest -n auto -q -m "not evidence"
	$(BIN)/python tools/check_wheel.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evidence: $(STAMP)
	$(BIN)/python -m pytest -q -m evidence tests

bench: $(STAMP)
	$(BIN)/python -m pytest -q benchmarks

cluster-demo: $(STAMP)
	$(BIN)/python tools/cluster_demo.py

golden: $(STAMP)
	$(BIN)/python tools/make_golden.py

pages: $(STAMP)
	$(BIN)/python tools/make_pages.py

calendar: $(STAMP)
	$(BIN)/python tools/make_calendar.py

clean:
	rm -rf $(VENV) build dist
