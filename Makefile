# `make` alone lists what there is. Everything is installed into .venv, from the lock files, by what it is needed for.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint torture bench bench-gui models bundle class-folder lock clean

PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/runtime.stamp
DEVELOPMENT := .venv/development.stamp
BUNDLE := build/bundle-venv/bin/python

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: ## open the window (the first time: install what it needs)
	@sh tools/qt_libraries.sh window
	@$(MAKE) -s $(RUNTIME)
	@$(BIN)/python -m handwriting_app

test: ## lint, then every test; needs no display
	@sh tools/qt_libraries.sh headless
	@$(MAKE) -s $(DEVELOPMENT)
	@$(MAKE) --no-print-directory lint
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
		$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

lint: $(DEVELOPMENT) ## style, types, layers and declared dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry --no-ansi .

torture: ## kill windows, writers and trainings 300 times, then an hour of random storm in the whole window (SECONDS=…, SEED=…)
	@sh tools/qt_libraries.sh headless
	@$(MAKE) -s $(DEVELOPMENT)
	$(BIN)/python -m tests.kill --times $(or $(KILLS),300) $(if $(SEED),--seed $(SEED))
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.storm --seconds $(or $(SECONDS),3600) $(if $(SEED),--seed $(SEED))

bench: $(DEVELOPMENT) ## measure the engine, and how long one drawing takes
	$(BIN)/python -m benchmarks.bench_reading
	$(BIN)/python -m benchmarks.bench_engine

bench-gui: ## measure the window, without a display
	@sh tools/qt_libraries.sh headless
	@$(MAKE) -s $(DEVELOPMENT)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.bench_gui

models: $(DEVELOPMENT) ## train the shipped models anew
	$(BIN)/python models/build.py

bundle: $(BUNDLE) ## a folder and an archive in dist/ that run without Python, for this system
	$(BUNDLE) tools/bundle/build.py

class-folder: $(DEVELOPMENT) ## one folder for a stick: wheels and start scripts for Linux, Windows and macOS (FOLDER=…)
	$(BIN)/python tools/class_folder/build.py $(or $(FOLDER),dist/class-folder)

lock: ## write the lock files anew from pyproject.toml (needs uv)
	@sh tools/lock.sh

clean: ## remove .venv and everything that was made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): locks/runtime.txt pyproject.toml
	@PYTHON=$(PYTHON) sh tools/install.sh runtime

$(DEVELOPMENT): locks/development.txt pyproject.toml
	@PYTHON=$(PYTHON) sh tools/install.sh development

$(BUNDLE): locks/bundle.txt
	$(PYTHON) -m venv --clear build/bundle-venv
	$(BUNDLE) -m pip --disable-pip-version-check install --require-hashes --only-binary :all: --requirement locks/bundle.txt
	@touch $(BUNDLE)
