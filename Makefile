# Everything that a person runs. `make` alone lists it.
#
# Each target first calls scripts/setup.sh, which takes well under a second once all is there, and says what it does if
# not. It leaves what it found out (where a tool lies, which toolchain) in target/setup.env.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SETUP := scripts/setup.sh
# Recipes are commands of one shell each, so each that starts a tool reads the settings first.
ENV := source target/setup.env;
WASM := wasm32-unknown-unknown

# Options of `roundtrip serve`, as in `make run ARGS="--app-listen 127.0.0.1:8000"`.
ARGS ?=

.PHONY: help run build dist test dev static lint fmt bench fuzz clean check-tools test-native test-client test-browser test-conformance

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: build ## build and serve: the release binary with everything inside (ARGS="..." are its options)
	@$(ENV) exec target/release/roundtrip serve $(ARGS)

build: ## the release binary without starting it: target/release/roundtrip
	@$(SETUP) run
	@$(ENV) cargo build --package xtask
	@$(ENV) cargo xtask build

dist: ## the same for a server that is to run for long: slower to build, faster to run: target/dist/roundtrip
	@$(SETUP) run
	@$(ENV) cargo build --package xtask
	@$(ENV) cargo xtask build --dist

test: ## everything that is checked: formatting, lints, tests in Rust, WebAssembly and a browser, the size budget, conformance
	@$(SETUP) test
	@$(MAKE) SETUP=: lint test-native test-client build
	@$(ENV) cargo xtask budget
	@$(MAKE) SETUP=: test-browser test-conformance

# `frontend` is code for the browser alone: it has nothing to run here.
test-native:
	@$(ENV) cargo test --workspace --exclude frontend

test-client:
	@$(ENV) cargo xtask test-client

test-browser:
	@$(ENV) cd e2e; npx playwright test

# Requests made from the OpenAPI document, and a linter over what caches may keep, against the release binary.
test-conformance:
	@$(SETUP) test
	@$(ENV) "$$ROUNDTRIP_CONFORMANCE" -B conformance/run.py

lint: ## formatting and clippy, for this machine and for the browser
	@$(SETUP) run
	@$(ENV) cargo fmt --all --check
	@$(ENV) cargo clippy --workspace --exclude frontend --all-targets -- -D warnings
	@$(ENV) cargo clippy --package app --package frontend --features app/hydrate,frontend/hydrate,frontend/split --target $(WASM) --all-targets -- -D warnings
	@$(ENV) cargo clippy --package app --package wire --features app/hydrate --target $(WASM) -- -D warnings

fmt: ## formats the sources
	@$(SETUP) run
	@$(ENV) cargo fmt --all

# The stylesheet is bundled beside the watcher, because cargo-leptos does not follow its imports.
dev: ## builds again and reloads the page whenever a source changes (cargo-leptos)
	@$(SETUP) dev
	@$(ENV) cargo xtask style; cargo xtask style --watch & trap "kill $$!" EXIT; cargo leptos watch -- serve $(ARGS)

static: ## the client alone as static files in dist/, for an API on another origin (Trunk)
	@$(SETUP) static
	@$(ENV) trunk build

# What is measured beside the program is built as the program is.
bench: dist ## measures beside a bare hyper server, Flask behind gunicorn and SQLite itself; ten thousand subscribers; chaos
	@$(SETUP) bench
	@$(ENV) cargo run --profile dist --package bench
	@$(ENV) cargo run --profile dist --package wire --example throughput
	@$(ENV) cargo run --profile dist --package feed --example appends

fuzz: ## feeds the annotator with bytes of chance, a minute for each direction and for frames (needs a nightly toolchain and cargo-fuzz)
	@for target in request response http2; do \
		mkdir -p crates/wire/fuzz/corpus/$$target; \
		(cd crates/wire; cargo +nightly fuzz run $$target fuzz/corpus/$$target corpus/$$target -- -max_total_time=60); \
	done

check-tools: ## builds with cargo-leptos and with Trunk, and opens both results in a browser
	@$(SETUP) tools
	@$(ENV) cargo xtask style
	@$(ENV) cargo leptos build --release
	@$(ENV) trunk build
	@$(ENV) cd e2e; npx playwright test --config tools/playwright.config.ts

clean: ## removes what the build made; the tools in the cache stay
	@rm -rf target dist e2e/node_modules e2e/results
