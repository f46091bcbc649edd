# make setup: .venv with everything; make demo: the main job on sample data; make test: the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEBIAN := bubblewrap
TESTS ?= not slow
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile

.PHONY: setup system demo test test-all check lint types bench lessons site release clean

setup: $(STAMP)

system:
	@$(PYTHON) .ci/system.py $(DEBIAN)

$(STAMP): pyproject.toml | system
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: setup
	@$(BIN)/python -m tests.demo

test: setup
	$(PYTEST) -m "$(TESTS)"

test-all: TESTS := slow or not slow
test-all: test

check: setup lint types
	$(BIN)/autograder release --check
	$(BIN)/autograder calibrate --check
	$(BIN)/python -m course.lessons.build --check
	$(PYTEST) -m "$(TESTS)"

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

bench: setup
	@mkdir -p dist
	$(BIN)/python -m tests.benchmarks.$(or $(ONLY),startup) --json dist/bench-$(or $(ONLY),startup).json

lessons: setup
	$(BIN)/python -m course.lessons.build $(ONLY)

site: setup
	$(BIN)/python course/lessons/site/make.py dist/site

release: setup
	$(BIN)/autograder release
	$(BIN)/autograder package

clean:
	rm -rf $(VENV) build dist demo *.egg-info
