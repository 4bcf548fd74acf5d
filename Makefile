# `make help` lists what can be made. Python 3.11 or newer and make are enough to start.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test thorough fuzz mutants lint docs docs-test pythons wheel-test bench clean

bin := .venv/bin

# More arguments for pytest: make test PYTEST_FLAGS="-k diagram"
PYTEST_FLAGS ?=
# What `make test` leaves out; `.ci/run` asks for the thorough tests too.
LEFT_OUT ?= packaging or browser or thorough

# How long `make fuzz` searches.
FUZZ_SECONDS ?= 600

# Which changes `make mutants` makes; all of those in `tool.mutmut` where none are named.
MUTANTS ?=

# A stamp says what is installed; it is made again when the needs change.
run_ready := .venv/.ready-run
dev_ready := .venv/.ready-dev
needs := pyproject.toml constraints.txt scripts/setup

$(run_ready): $(needs)
	@scripts/setup
	@touch $@

$(dev_ready): $(needs)
	@scripts/setup dev
	@touch $(run_ready) $@

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(run_ready) ## decide one case and explain the decision
	$(bin)/imaging-rules evaluate low_back_pain -f age=42 -f fever_or_chills=yes
	@echo
	@echo "Next: . $(bin)/activate, and then imaging-rules ask low_back_pain"

test: $(dev_ready) ## run the tests
	@echo "The packaging tests are left out here: make wheel-test runs them."
	@echo "The tests in a browser are left out here: make docs-test runs them."
	@command -v node >/dev/null || echo "Node.js is not here, so the scripts of the form are not compared with the library."
	$(bin)/python -m pytest -n auto -m "not ($(LEFT_OUT))" $(PYTEST_FLAGS)

thorough: $(dev_ready) ## run the tests with very many generated cases (long)
	HYPOTHESIS_PROFILE=long $(bin)/python -m pytest -n auto -m "not packaging and not browser" $(PYTEST_FLAGS)

# What the fuzzer needs has no builds for some systems; where it is missing, one sentence says so.
fuzz: $(dev_ready) ## search for files that break something (FUZZ_SECONDS=600)
	@$(bin)/python -m pip install -qq --disable-pip-version-check "atheris>=3.0" 2>/dev/null || true
	$(bin)/python -m tests.fuzz.by_atheris -max_total_time=$(FUZZ_SECONDS) -len_control=0 -max_len=400

mutants: $(dev_ready) ## change what decides, and see which changes no test finds (MUTANTS="*.regions.*")
	@$(bin)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt "mutmut>=3.8"
	nice $(bin)/mutmut run $(MUTANTS)
	$(bin)/mutmut results

lint: $(dev_ready) ## check style, layout and types
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

# Material for MkDocs ends on 2027-05-05 and says so at every build; the setting is its own.
docs: $(dev_ready) ## build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(bin)/mkdocs build --strict

docs-test: $(dev_ready) ## try the pages and the form in a browser
	@scripts/setup-browser
	$(bin)/python -m pytest -m browser $(PYTEST_FLAGS)

pythons: ## run the tests of what decides with every newer Python that is here
	@scripts/test-pythons

wheel-test: $(dev_ready) ## build the package, install it elsewhere and try it
	$(bin)/python -m pytest -m packaging $(PYTEST_FLAGS)

bench: $(dev_ready) ## run the benchmarks
	@set -e; for script in benchmarks/*.py; do \
		echo "$$script"; $(bin)/python "$$script"; \
	done

clean: ## remove what the other targets made
	rm -rf .venv build dist site mutants htmlcov .coverage .coverage.* \
		.hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
