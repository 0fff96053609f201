# Two commands do everything: `make install-hooks` and `make test`.

CARGO ?= cargo
HOST := $(shell rustc -vV | sed -n 's/^host: //p')
# A static program starts in a quarter of the time of a dynamic one. It can be built where the musl target of Rust and a
# C compiler for it are installed; elsewhere a dynamic one does the same.
MUSL := $(subst -gnu,-musl,$(HOST))
HAS_MUSL := $(shell rustc --print target-libdir --target $(MUSL) 2>/dev/null | xargs -I{} test -d {} && command -v musl-gcc >/dev/null 2>&1 && echo yes)
ifeq ($(HAS_MUSL),yes)
TARGET := $(MUSL)
STATIC := -C target-feature=+crt-static -C relocation-model=static
else
TARGET := $(HOST)
STATIC :=
endif
# `make PROFILE=dev TARGET= …` is for those who wait for the build and not for the program: our tests.
PROFILE := release
TARGET_DIR := $(or $(CARGO_TARGET_DIR),$(CARGO_BUILD_TARGET_DIR),target)
PROGRAM := $(TARGET_DIR)/$(TARGET)/$(PROFILE:dev=debug)/cihook

comma := ,

# How long `make fuzz` feeds each of its targets.
SECONDS_EACH ?= 60

.PHONY: all build install-hooks uninstall-hooks test test-deep test-lab test-webhooks test-packages own-history lint \
	lint-action fmt bench fuzz dist bundle packages doc deny msrv windows mutants \
	coverage site clean

all: build

build:
	RUSTFLAGS="$(if $(TARGET),$(STATIC))" $(CARGO) build --profile $(PROFILE) --locked $(if $(TARGET),--target $(TARGET))

# The program goes below the git directory: `cargo clean` stops nobody's commit, and nothing outside of this clone
# changes.
install-hooks: build
	@set -e; place="$$(git rev-parse --path-format=absolute --git-common-dir)/cihook/bin"; mkdir -p "$$place"; \
	cp "$(PROGRAM)" "$$place/cihook.new"; mv -f "$$place/cihook.new" "$$place/cihook"; \
	"$$place/cihook" install; "$$place/cihook" status

uninstall-hooks:
	@"$$(git rev-parse --git-common-dir)/cihook/bin/cihook" uninstall

test: lint
	$(CARGO) test --locked
	$(CARGO) build --locked --no-default-features
	@$(MAKE) --no-print-directory own-history

# Our own norm on our own history, where there is all of it.
own-history:
	@if ! up="$$(git rev-parse --show-cdup 2>&1)"; then echo "skipped: cihook check --all: $$up"; \
	elif [ -n "$$up" ]; then echo "skipped: cihook check --all: the checkout around this folder is another project's"; \
	elif [ "$$(git rev-parse --is-shallow-repository)" = true ]; then \
	  echo "skipped: cihook check --all: this clone is shallow"; \
	else $(CARGO) run --locked --quiet -- check --all; fi

# Many more generated cases than `make test` takes: git answers for those it knows, properties for the rest.
test-deep:
	CIHOOK_DEEP=1 $(CARGO) test --locked --release --test differential --test repair --test fuzz_smoke

# Feeds every parser of bytes from outside with what it has not seen; `tests/targets` says what has to hold. Findings stay in
# `fuzz/artifacts`. A nightly toolchain looks for misused memory as well; the stable one does the rest.
FUZZ = $(shell $(CARGO) +nightly --version >/dev/null 2>&1 && echo +nightly fuzz run || echo fuzz run --sanitizer none)
fuzz:
	@$(CARGO) fuzz --version >/dev/null 2>&1 || { echo "make fuzz needs: cargo install --locked cargo-fuzz" >&2; exit 1; }
	@set -e; for target in $(basename $(notdir $(wildcard fuzz/fuzz_targets/*.rs))); do \
	  mkdir -p "fuzz/corpus/$$target"; echo "fuzz: $$target, $(SECONDS_EACH) seconds"; \
	  $(CARGO) $(FUZZ) "$$target" "fuzz/corpus/$$target" "tests/targets/seeds/$$target" -- \
	    -max_total_time=$(SECONDS_EACH) -max_len=4096 -verbosity=0; \
	done

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings

# The action and the workflows, by whichever of these linters are installed; Gitea writes `uses` in a way that they do not know.
EXAMPLES := $(filter-out %/gitea.yml,$(wildcard action/examples/*.yml))
lint-action:
	@lint() { name="$$1"; shift; if command -v "$$name" >/dev/null 2>&1; then echo "$$name"; "$$name" "$$@"; \
	else echo "skipped: $$name is not installed"; fi; }; set -e; \
	lint zizmor --offline --quiet --config .github/zizmor.yml action/action.yml .github/workflows $(EXAMPLES); \
	lint actionlint .github/workflows/*.yml $(EXAMPLES); \
	lint check-jsonschema --builtin-schema vendor.github-actions action/action.yml; \
	lint check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml action/examples/*.yml; \
	lint shellcheck action/*.sh

# Real payloads: CIHOOK_WEBHOOK_EXAMPLES is the folder of the npm package @octokit/webhooks-examples.
test-webhooks:
	$(CARGO) test --locked --test action examples -- --nocapture

# The whole action on a runner, against a server that holds every request against GitHub's description: CIHOOK_LAB is the
# folder of a lab that is up.
test-lab:
	$(CARGO) test --locked --test lab -- --nocapture

fmt:
	$(CARGO) fmt

# The pages of the library, as docs.rs builds them; a link that leads nowhere is an error.
doc:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps

# Licences, advisories, sources, and crates that are there twice (deny.toml).
deny:
	@$(CARGO) deny --version >/dev/null 2>&1 || { echo "make deny needs: cargo install --locked cargo-deny" >&2; exit 1; }
	$(CARGO) deny --locked check $(CHECKS)

# The oldest compiler that Cargo.toml names.
msrv:
	$(CARGO) +$(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) check --locked --all-targets

# The program for Windows, built here with mingw; where wine is, it also runs the tests of the pure rooms.
windows:
	scripts/windows

# What the tests of the pure rooms do not notice: cargo-mutants changes them line by line. MUTATE names other files.
MUTATE ?= src/text/**,src/message/**,src/rules/**,src/repair/**
mutants:
	@$(CARGO) mutants --version >/dev/null 2>&1 || { echo "make mutants needs: cargo install --locked cargo-mutants" >&2; exit 1; }
	$(CARGO) mutants --no-shuffle $(foreach file,$(subst $(comma), ,$(MUTATE)),--file '$(file)') -- --lib

# Which lines of the pure rooms the tests run.
coverage:
	@$(CARGO) llvm-cov --version >/dev/null 2>&1 || { echo "make coverage needs: cargo install --locked cargo-llvm-cov" >&2; exit 1; }
	$(CARGO) llvm-cov --locked --summary-only --ignore-filename-regex 'src/(git|github|commands)/'

# What a release holds, as far as it can be built here: archives, packages for npm and PyPI, the bundle for machines
# without a network. `make dist TARGETS=x86_64-unknown-linux-musl` builds one of them.
dist:
	scripts/dist $(TARGETS)

packages: dist
	scripts/npm-packages
	scripts/wheels

bundle: dist
	scripts/bundle

# Installs what `make packages` built with npm, pnpm, yarn, pip, uv, husky, lefthook, pre-commit, prek and make, and has
# each refuse a bad commit. PACKAGES names some of them.
test-packages:
	python3 packaging/tests/packages.py $(PACKAGES)

# The site of the documents, in both languages, with every link followed: target/site. Needs mdbook.
site:
	scripts/site

bench: build
	CIHOOK="$(if $(filter /%,$(PROGRAM)),,$(CURDIR)/)$(PROGRAM)" $(CARGO) bench --locked --bench speed

clean:
	$(CARGO) clean
