# Two commands matter to a newcomer: `make run` and `make test`.
PYTHON ?= python3
JOBS ?= 3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONDONTWRITEBYTECODE  # each of a test's many processes would compile every module anew

.PHONY: setup run test endurance spark check train-questions golden lock clean bench peers speed evals

setup: $(VENV)/.run  ## .venv with what Waymark needs to run

$(VENV)/.run: requirements/run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Waymark needs Python 3.11 or newer: make PYTHON=python3.12 run"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/run.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	$(BIN)/python -m compileall -q bot prompts storage tools $(VENV)/lib || true
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.lock
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.lock
	touch $@

run: setup  ## the playground with sample data: a local Slack in the browser, and the bot
	$(BIN)/waymark playground

test: $(VENV)/.dev  ## everything but Spark and endurance
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not spark and not endurance"

endurance: $(VENV)/.dev  ## every kind of network fault at every call; takes minutes
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m endurance tests/e2e

spark: $(VENV)/.dev  ## the analyses on Spark in local mode; wants Java
	$(BIN)/pip install --quiet 'pyspark>=4'
	$(BIN)/python -m pytest tests/engines -m spark

check: $(VENV)/.dev  ## format, lint, types, imports, quick tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n $(JOBS) -m "not slow"

train-questions: $(VENV)/.run  ## the classifier's weights from prompts/questions/*.yaml, after a change there
	$(BIN)/python -m bot.questions.training prompts/questions/weights.npz

golden: $(VENV)/.dev  ## redraw the golden files; read the differences before you commit them
	$(BIN)/python -m pytest -q tests/bot/pictures --golden

evals: $(VENV)/.dev  ## how well questions are understood, with and without a model; writes docs/evals.md, takes minutes
	$(BIN)/python -m tests.evals

bench: $(VENV)/.dev  ## the benchmarks, each with its peer in the same run
	for file in acks evidence import_events messages pictures start; do $(BIN)/python -m benchmarks.$$file; done

peers: $(patsubst benchmarks/peers/%.txt,.peers/%/.ready,$(wildcard benchmarks/peers/*.txt))  ## the programs that the analyses are measured against, each in an environment of its own

.peers/%/.ready: benchmarks/peers/%.txt
	$(PYTHON) -m venv .peers/$*
	.peers/$*/bin/pip install --quiet --requirement $<
	touch $@

CACHE ?= $(HOME)/.cache/waymark-benchmarks
speed: $(VENV)/.dev peers  ## the analyses over logs of up to ten million events, beside their peers; CACHE=folder keeps the logs
	$(BIN)/python -m benchmarks.speed $(CACHE)

lock: $(VENV)/.dev  ## resolve the locks anew: hashes, no addresses
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements/run.lock pyproject.toml
	cd requirements && ../$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe --constraint run.lock --output-file dev.lock dev.in

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
