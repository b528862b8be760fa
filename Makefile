# `make` alone lists the targets. Everything runs in environments of its own: .venv for the project,
# .venv-proto for the code generators, .venv-oldest for the oldest releases of what it depends on,
# .venv-bench for the rule engines that it is measured beside.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
RULES ?= rules
LISTEN ?= 127.0.0.1:50051
PIP := -m pip install --quiet --disable-pip-version-check

# tests of the client that ask nothing of the releases of gRPC, protobuf and Arrow
NOT_OLDEST := policy_* documentation.py ntt_page.py explanation_sums.py check_optimal.py

.DEFAULT_GOAL := help

.PHONY: help demo test test-long test-oldest check serve bench bench-check proto proto-check proto-baseline lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: .venv/.ready ## Start the service, plan the TPS of NTT (Pilkada 2024), print the plan, stop
	@$(BIN)/python examples/demo.py

test: .venv/.ready ## Run the tests, with fixed seeds
	@$(BIN)/python -m pytest -q -n auto -m "not long"

test-long: .venv/.ready ## Search deeper: every test, thousands of random cases
	@PAMTPS_TEST=long $(BIN)/python -m pytest -q -n auto -o timeout=3600

test-oldest: .venv-oldest/.ready ## Run the client's and the wire's tests on the oldest releases allowed
	@.venv-oldest/bin/python -m pytest -q -n auto -m "not long" tests/wire tests/client \
	    $(addprefix --ignore-glob=tests/client/test_,$(NOT_OLDEST))

check: .venv/.ready proto-check ## Format, lint, types, import directions, protos, policies
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/buf lint
	@$(BIN)/buf format --diff --exit-code
	@$(BIN)/buf breaking --against protos/baseline.binpb
	@$(BIN)/pamtps policy check $(RULES)
	@$(BIN)/pamtps policy test $(RULES) --min-coverage 100
	@$(BIN)/pamtps policy format --check --diff $(RULES)

serve: .venv/.ready ## Run the service (RULES=folder, LISTEN=host:port)
	@$(BIN)/pamtps serve --rules $(RULES) --listen $(LISTEN)

bench: .venv-bench/.ready ## Measure, beside other rule engines too, and write benchmarks/RESULTS.md
	@.venv-bench/bin/python -m benchmarks

bench-check: .venv/.ready ## Measure a small size; fails where a ratio breaks its threshold
	@$(BIN)/python -m benchmarks --check

proto: .venv-proto/.ready ## Generate the Python of the protos anew
	@rm -f protos/pamtps/v1/*_pb2*.py protos/pamtps/v1/*_pb2*.pyi
	@$(call generate,protos)

proto-check: .venv-proto/.ready
	@rm -rf build/protos && mkdir -p build/protos
	@$(call generate,build/protos)
	@for file in protos/pamtps/v1/*_pb2*; do \
	    diff -q $$file build/$$file || { echo "$$file is not what 'make proto' generates"; exit 1; }; done
	@test $$(ls protos/pamtps/v1/*_pb2* | wc -l) = $$(ls build/protos/pamtps/v1/*_pb2* | wc -l) \
	    || { echo "a generated file is missing: run 'make proto'"; exit 1; }

proto-baseline: .venv/.ready ## Take the protos as they are for the contract that must not break
	@$(BIN)/buf build -o protos/baseline.binpb --exclude-source-info

lock: .venv/.ready ## Resolve the dependencies anew, with hashes
	@$(BIN)/python $(PIP) uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	    --extra dev pyproject.toml -o requirements.lock --custom-compile-command "make lock"
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --extra bench pyproject.toml \
	    -o benchmarks/requirements.lock --custom-compile-command "make lock"
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    protos/requirements.txt -o protos/requirements.lock --custom-compile-command "make lock"
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --resolution lowest-direct --extra service pyproject.toml tests/oldest.txt \
	    -o tests/oldest.lock --custom-compile-command "make lock"

clean: ## Remove the environments and everything built
	@rm -rf .venv .venv-oldest .venv-proto .venv-bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# protoc writes an empty *_pb2_grpc for files without services; it is left out
define generate
.venv-proto/bin/python -m grpc_tools.protoc -I protos --python_out=$(1) --grpc_python_out=$(1) \
    --plugin=protoc-gen-mypy=.venv-proto/bin/protoc-gen-mypy --mypy_out=quiet:$(1) \
    --plugin=protoc-gen-mypy_grpc=.venv-proto/bin/protoc-gen-mypy_grpc --mypy_grpc_out=quiet:$(1) \
    protos/pamtps/v1/*.proto && rm -f $(1)/pamtps/v1/plan_pb2_grpc.py $(1)/pamtps/v1/plan_pb2_grpc.pyi
endef

# durable_rules calls a function that Python 3.13 no longer has under its old name
.venv/.ready .venv-oldest/.ready .venv-bench/.ready: export CPPFLAGS := $(CPPFLAGS) $(shell $(PYTHON) -c "import sys; \
    print('-DPyEval_CallObject=PyObject_CallObject' if sys.version_info >= (3, 13) else '')")

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'pamtps needs Python 3.11 or later, found ' + sys.version.split()[0] + '; name another with PYTHON=…')"
	@echo "Making the environment .venv (once; this takes a minute)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP) --require-hashes -r requirements.lock
	@$(BIN)/python $(PIP) --no-deps --editable .
	@touch $@

.venv-oldest/.ready: tests/oldest.lock pyproject.toml
	@$(PYTHON) -m venv .venv-oldest
	@.venv-oldest/bin/python $(PIP) --require-hashes -r tests/oldest.lock
	@.venv-oldest/bin/python $(PIP) --no-deps --editable .
	@touch $@

.venv-bench/.ready: benchmarks/requirements.lock benchmarks/package-lock.json pyproject.toml
	@echo "Making the environment .venv-bench (once; this takes a minute or two)"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python $(PIP) --require-hashes -r benchmarks/requirements.lock
	@.venv-bench/bin/python $(PIP) --no-deps --editable .
	@cp benchmarks/package.json benchmarks/package-lock.json .venv-bench/
	@npm ci --silent --prefix .venv-bench || echo "npm could not install the server of Cerbos"
	@touch $@

.venv-proto/.ready: protos/requirements.lock
	@$(PYTHON) -m venv .venv-proto
	@.venv-proto/bin/python $(PIP) --require-hashes -r protos/requirements.lock
	@touch $@
