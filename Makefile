# Two commands matter: `make course` and `make test`. `make help` lists the others.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PYTHONWARNINGS := ignore::DeprecationWarning

PACKAGE := $(shell find hbtutor -name '*.py' -o -name '*.csv' -o -name '*.json' -o -name '*.toml' -o -name '*.j2')
BOOK := $(shell find book -type f) _config.yml _toc.yml
SOLUTIONS := $(shell find solutions -type f)

.PHONY: help setup book release course test lint types drift bench clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/' | expand -t 18

setup: .venv/.installed  ## create .venv from requirements.lock and install the package into it

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up .venv (once; a few minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

book: .venv/.installed _build/html/index.html  ## build the book into _build/html, every cell executed

_build/html/index.html: $(BOOK) $(PACKAGE) | .venv/.installed
	@echo "Building the book"
	@$(BIN)/jupyter-book build -q -W -n --keep-going .
	@touch $@

release: .venv/.installed  ## generate exercises/ from solutions/
	@$(BIN)/hbtutor release

course: book release  ## everything: the book, the exercises, and the sample class graded
	@$(BIN)/hbtutor grade
	@$(BIN)/hbtutor report
	@echo
	@echo "Made, and where to open it:"
	@echo "  the book         _build/html/index.html"
	@echo "  the exercises    exercises/NAME/NAME.ipynb, with $(BIN)/jupyter lab"
	@echo "  the class report _build/course/report.html"
	@echo "  the feedback     _build/course/feedback/STUDENT/NAME/NAME.html"
	@echo "  the gradebook    _build/course/gradebook.db (SQLite), or $(BIN)/nbgrader formgrader"

test: .venv/.installed  ## run every test
	@$(BIN)/python -m pytest

lint: .venv/.installed  ## style and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell

types: .venv/.installed  ## static types of the package
	@$(BIN)/mypy

drift: .venv/.installed  ## refuse if exercises/ is not what solutions/ generate
	@$(BIN)/hbtutor release --check

bench: .venv/.installed  ## measured comparisons (prints tables)
	@$(BIN)/python benchmarks/eight_schools.py

clean:  ## remove everything that was generated, except .venv
	rm -rf _build .pytest_cache .hypothesis .mypy_cache .ruff_cache
