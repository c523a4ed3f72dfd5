# Guantong 贯通. On a fresh Debian 12 with the Swift 6 toolchain:
#
#   make demo      installs the system packages that are missing, builds, opens the demo
#   make test      builds and runs every test; a tenth of the long repetitions
#   make soak      the same with all repetitions
#
# also build, install and uninstall (PREFIX, DESTDIR), bench, pictures, lint, format, clean.
# No target asks a question.

PREFIX  ?= /usr/local
DESTDIR ?=
SWIFT   ?= swift

override SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

PROGRAM   := .build/release/guantong
# -s leaves the symbols out when the program is linked, so that a second build has nothing to do.
RELEASE   := -c release --static-swift-stdlib --product guantong -Xlinker -s
BUILDING  := libncursesw5-dev libsqlite3-dev pkg-config git make
TESTING   := tmux procps
COMPARING := htop tig btop procps

BIN        = $(DESTDIR)$(PREFIX)/bin
SHARE      = $(DESTDIR)$(PREFIX)/share/guantong
MAN        = $(DESTDIR)$(PREFIX)/share/man/man1
DOC        = $(DESTDIR)$(PREFIX)/share/doc/guantong
BASH_FILE  = $(DESTDIR)$(PREFIX)/share/bash-completion/completions/guantong
ZSH_FILE   = $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_guantong
FISH_FILE  = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/guantong.fish

.PHONY: build demo test soak bench pictures lint format install uninstall clean deps deps-test deps-bench

deps:
	@.ci/deps $(BUILDING)

deps-test:
	@.ci/deps $(BUILDING) $(TESTING)

deps-bench:
	@.ci/deps $(BUILDING) $(COMPARING)

build: deps
	$(SWIFT) build $(RELEASE)

demo: build
	@$(PROGRAM) demo

test: deps-test
	@SWIFT="$(SWIFT)" RELEASE="$(RELEASE)" .ci/test

soak: deps-test
	@GUANTONG_SOAK=1 SWIFT="$(SWIFT)" RELEASE="$(RELEASE)" .ci/test

bench: deps-bench build
	@if [ -x Benchmarks/run ]; then Benchmarks/run; else echo "Benchmarks/run is not there" >&2; exit 1; fi

# The pictures of the README, made anew from the program.
pictures: build
	@$(SWIFT) run guantong-picture $(PROGRAM) Docs/Pictures

lint: deps
	@SWIFT="$(SWIFT)" .ci/lint

format:
	$(SWIFT) format --in-place --parallel --recursive --configuration .swift-format Sources Tests Package.swift

# Builds only what is out of date, so that `sudo make install` after `make build` compiles nothing as root.
$(PROGRAM): Package.swift $(shell find Sources -type f)
	@$(MAKE) --no-print-directory build

install: $(PROGRAM)
	install -D -m 755 $(PROGRAM) $(BIN)/guantong
	rm -rf $(SHARE)/Themes $(SHARE)/Data
	for folder in Themes Data; do \
	  [ -d $$folder ] || continue; \
	  find $$folder -type f -exec install -D -m 644 {} $(SHARE)/{} \; ; \
	done
	install -D -m 644 Docs/guantong.1 $(MAN)/guantong.1
	install -D -m 644 -t $(DOC) README.md LICENSE
	install -D -m 644 -t $(DOC)/Docs Docs/*.md Docs/config.toml
	mkdir -p $(dir $(BASH_FILE)) $(dir $(ZSH_FILE)) $(dir $(FISH_FILE))
	$(PROGRAM) --generate-completion-script bash > $(BASH_FILE)
	$(PROGRAM) --generate-completion-script zsh > $(ZSH_FILE)
	$(PROGRAM) --generate-completion-script fish > $(FISH_FILE)
	chmod 644 $(BASH_FILE) $(ZSH_FILE) $(FISH_FILE)

uninstall:
	rm -f $(BIN)/guantong $(MAN)/guantong.1 $(BASH_FILE) $(ZSH_FILE) $(FISH_FILE)
	rm -rf $(SHARE) $(DOC)

clean:
	rm -rf .build
