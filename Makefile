# Everything a contributor or a user runs. Each target sets up what it needs; `make setup` is quick when nothing changed.

.DEFAULT_GOAL := help
.PHONY: help setup build demo test check-python check-contracts test-contracts test-python fuzz-checkers coverage mutation gas speed docs format clean

# forge, anvil and cast are linked into the environment's bin folder by tools/setup.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# ape keeps packages and accounts here, not in the home folder of whoever runs the checks.
export APE_DATA_FOLDER := $(CURDIR)/.build/ape

PYTHON_SOURCES = bench offchain scripts tests tools

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' Makefile

setup: ## install what the lock files name into .venv and node_modules
	@tools/setup

build: setup ## compile the contracts into the package's artefacts, if they are stale
	@.venv/bin/python tools/build_artifacts.py

demo: build ## run slots on real sensor series on a local chain, from deployment to audit
	@.venv/bin/python scripts/demo.py

test: check-python check-contracts ## run every check (about a quarter of an hour)
	@# together: the contract tests are compiled on one core, which leaves the other to Python
	@$(MAKE) --no-print-directory --jobs=2 test-contracts test-python

check-python: setup
	@echo "==> ruff and mypy"
	@.venv/bin/ruff check $(PYTHON_SOURCES)
	@.venv/bin/ruff format --check --quiet $(PYTHON_SOURCES) || { echo 'Run "make format".' >&2; exit 1; }
	@.venv/bin/mypy $(PYTHON_SOURCES)

check-contracts: setup
	@echo "==> forge fmt, forge lint, artefacts"
	@forge fmt --check || { echo 'Run "make format".' >&2; exit 1; }
	@forge lint --deny notes
	@.venv/bin/python tools/build_artifacts.py --check

test-contracts: setup ## unit tests, fuzz tests and invariants of the contracts
	@echo "==> forge test"
	@forge test

test-python: setup ## tests of solvers, checkers against solvers, chain and command line
	@echo "==> pytest"
	@.venv/bin/python -m pytest --quiet --numprocesses=auto --dist=loadfile

fuzz-checkers: build ## checkers against solvers, and resale chains against Python, at full length (see docs/testing.md)
	@.venv/bin/python -m tests.differential --full

coverage: build ## which lines and branches of package and contracts the tests reach (about ten minutes)
	@.venv/bin/python -m tools.coverage

mutation: build ## change the contracts in every place, one at a time: the tests must notice (hours; see docs/testing.md)
	@forge test --match-contract CalldataTest > /dev/null  # compiles everything
	@.venv/bin/python -m tests.mutation $(MUTATION)

gas: build ## measure the gas of every operation again and write snapshots/gas.json
	@.venv/bin/python -m bench.gas --write

docs: setup ## write the facts of the rules into the rule book
	@.venv/bin/python -m tools.rule_book

speed: setup ## measure how long solving takes, beside other implementations, and write the tables into README.md
	@.venv/bin/python -m bench.speed.double_auction --write
	@.venv/bin/python -m bench.speed.resale --write
	@.venv/bin/python -m bench.speed.coalition --write
	@.venv/bin/python -m bench.speed.learning --write
	@.venv/bin/python -m bench.speed.sharing --write

format: setup ## let ruff and forge format the sources
	@.venv/bin/ruff check --fix --quiet $(PYTHON_SOURCES) || true
	@.venv/bin/ruff format --quiet $(PYTHON_SOURCES)
	@forge fmt

clean: ## remove what was built; .venv and node_modules stay
	rm -rf .build contracts/.cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +
