# `make help` lists what can be made. Python 3.11 or newer and make are enough to start.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test thorough lint docs wheel-test bench clean

bin := .venv/bin

# More arguments for pytest: make test PYTEST_FLAGS="-k diagram"
PYTEST_FLAGS ?=

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

test: $(dev_ready) ## run the tests
	@echo "The packaging tests are left out here: make wheel-test runs them."
	$(bin)/python -m pytest -m "not packaging" $(PYTEST_FLAGS)

thorough: $(dev_ready) ## run the tests with very many generated cases (long)
	HYPOTHESIS_PROFILE=long $(bin)/python -m pytest -m "not packaging" $(PYTEST_FLAGS)

lint: $(dev_ready) ## check style, layout and types
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

# Material for MkDocs ends on 2027-05-05 and says so at every build; the setting is its own.
docs: $(dev_ready) ## build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(bin)/mkdocs build --strict

wheel-test: $(dev_ready) ## build the package, install it elsewhere and try it
	$(bin)/python -m pytest -m packaging $(PYTEST_FLAGS)

bench: $(dev_ready) ## run the benchmarks
	@set -e; for script in benchmarks/*.py; do \
		echo "$$script"; $(bin)/python "$$script"; \
	done

clean: ## remove what the other targets made
	rm -rf .venv build dist site htmlcov .coverage .coverage.* \
		.hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
