# Guantong 贯通. On a fresh Debian 12 with the Swift 6 toolchain:
#
#   make demo      installs the system packages that are missing, builds, opens the demo
#   make test      builds and runs every test; a tenth of the long repetitions
#   make soak      the same with all repetitions
#   make reliability   the table of Docs/reliability.md: kills, faults, turned bytes, and what was lost
#   make fuzz      lets libFuzzer look for bytes from peers and in files that do harm, for ten minutes (SECONDS, TARGETS)
#
#   make dist      archives of the sources and of the program, with their sums, in .build/dist
#   make deb       a package for Debian there; make package-test installs it in a root of its own and takes it away again
#
# also build, install, install-ssh and uninstall (PREFIX, DESTDIR), bench, bench-sync, pictures, lint, format, clean.
# No target asks a question. HUB=no leaves out hubs in PostgreSQL and what they need. BUILD=no has install, dist, deb and
# package-test take the program that is there (PROGRAM) as it is, for those who have built it in their own way.

PREFIX  ?= /usr/local
DESTDIR ?=
SWIFT   ?= swift

# HUB=no builds without hubs in PostgreSQL, and needs no libpq-dev.
HUB     ?= yes

override SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# BUILD=no compiles nothing for what is made of the program.
BUILD   ?= yes

PROGRAM   := .build/release/guantong
# In a terminal the compiler would be told of colours, and take that for a reason to build everything anew.
RELEASE   := -c release --no-color-diagnostics
BUILDING  := libncursesw5-dev libsqlite3-dev zlib1g-dev pkg-config git make
TESTING   := tmux procps openssh-server openssh-client sudo passwd postgresql
COMPARING := htop tig btop procps
PACKAGING := dpkg-dev
SYNCING   := postgresql openssh-server openssh-client gcc libc6-dev procps
ifeq ($(HUB),no)
RELEASE  += --disable-default-traits
else
BUILDING += libpq-dev
endif

BIN        = $(DESTDIR)$(PREFIX)/bin
SHARE      = $(DESTDIR)$(PREFIX)/share/guantong
MAN        = $(DESTDIR)$(PREFIX)/share/man/man1
DOC        = $(DESTDIR)$(PREFIX)/share/doc/guantong
BASH_FILE  = $(DESTDIR)$(PREFIX)/share/bash-completion/completions/guantong
ZSH_FILE   = $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_guantong
SSHD_FILE  = $(DESTDIR)/etc/ssh/sshd_config.d/guantong.conf
SUDO_FILE  = $(DESTDIR)/etc/sudoers.d/guantong
KEYS       = $(DESTDIR)/etc/guantong/keys
DESK       = $(DESTDIR)/var/lib/guantong
FISH_FILE  = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/guantong.fish

.PHONY: build demo test soak reliability fuzz bench bench-sync pictures lint format dist deb package-test install
.PHONY: install-ssh uninstall clean deps deps-test deps-bench deps-bench-sync deps-package

deps:
	@.ci/deps $(BUILDING)

deps-test:
	@.ci/deps $(BUILDING) $(TESTING)

deps-bench:
	@.ci/deps $(BUILDING) $(COMPARING)

deps-bench-sync:
	@.ci/deps $(BUILDING) $(SYNCING)

# No Swift is needed for this.
deps-package:
	@SWIFT=true .ci/deps $(PACKAGING)

build: deps
	$(SWIFT) build $(RELEASE) --product guantong
	@.ci/version --note .build/release/guantong

demo: build
	@$(PROGRAM) demo

test: deps-test
	@SWIFT="$(SWIFT)" RELEASE="$(RELEASE)" .ci/test

soak: deps-test
	@GUANTONG_SOAK=1 SWIFT="$(SWIFT)" RELEASE="$(RELEASE)" .ci/test

reliability: deps-test
	@SWIFT="$(SWIFT)" RELEASE="$(RELEASE)" .ci/reliability

fuzz: deps
	@SWIFT="$(SWIFT)" FUZZ_SECONDS="$(or $(SECONDS),600)" FUZZ_TARGETS="$(TARGETS)" .ci/fuzz

bench: deps-bench build
	@if [ -x Benchmarks/run ]; then Benchmarks/run; else echo "Benchmarks/run is not there" >&2; exit 1; fi

# Sync beside plain inserts, SQLite's session extension and PostgreSQL's logical replication.
bench-sync: deps-bench-sync build
	@SWIFT="$(SWIFT)" Benchmarks/sync
	@SWIFT="$(SWIFT)" Benchmarks/hub

# The pictures of the README, made anew from the program.
pictures: build
	@$(SWIFT) run guantong-picture $(PROGRAM) Docs/Pictures

lint: deps
	@SWIFT="$(SWIFT)" RELEASE="$(RELEASE)" .ci/lint

format:
	$(SWIFT) format --in-place --parallel --recursive --configuration .swift-format Sources Tests Package.swift

# Builds only what is out of date, so that `sudo make install` after `make build` compiles nothing as root.
ifneq ($(BUILD),no)
$(PROGRAM): Package.swift $(shell find Sources -type f)
	@$(MAKE) --no-print-directory build
endif

dist: $(PROGRAM)
	@PROGRAM="$(PROGRAM)" .ci/dist

deb: $(PROGRAM) deps-package
	@PROGRAM="$(PROGRAM)" .ci/deb

package-test: $(PROGRAM) deps-package
	@PROGRAM="$(PROGRAM)" .ci/package-test

install: $(PROGRAM)
	install -D -m 755 $(PROGRAM) $(BIN)/guantong
	rm -rf $(SHARE)/Themes $(SHARE)/Data
	for folder in Themes Data; do \
	  [ -d $$folder ] || continue; \
	  find $$folder -type f -exec install -D -m 644 {} $(SHARE)/{} \; ; \
	done
	if [ -s $(PROGRAM).commit ] && ! [ $(PROGRAM) -nt $(PROGRAM).commit ]; then \
	  install -D -m 644 $(PROGRAM).commit $(SHARE)/commit; \
	else rm -f $(SHARE)/commit; fi
	install -D -m 644 Docs/guantong.1 $(MAN)/guantong.1
	install -D -m 644 -t $(DOC) README.md LICENSE
	install -D -m 644 -t $(DOC)/Docs Docs/*.md Docs/config.toml
	install -D -m 644 -t $(DOC)/Docs/guide Docs/guide/*.md
	install -D -m 644 -t $(DOC)/Docs/Pictures Docs/Pictures/*.svg
	install -D -m 644 -t $(DOC)/Docs/deploy Docs/deploy/*
	mkdir -p $(dir $(BASH_FILE)) $(dir $(ZSH_FILE)) $(dir $(FISH_FILE))
	$(PROGRAM) --generate-completion-script bash > $(BASH_FILE)
	$(PROGRAM) --generate-completion-script zsh > $(ZSH_FILE)
	$(PROGRAM) --generate-completion-script fish > $(FISH_FILE)
	chmod 644 $(BASH_FILE) $(ZSH_FILE) $(FISH_FILE)

# The pieces of Docs/deploy.md; with DESTDIR only the files.
install-ssh:
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Docs/deploy/install-ssh

uninstall:
	rm -f $(BIN)/guantong $(MAN)/guantong.1 $(BASH_FILE) $(ZSH_FILE) $(FISH_FILE)
	rm -rf $(SHARE) $(DOC)
	rm -f $(SSHD_FILE) $(SUDO_FILE)
	@if [ -d $(DESK) ]; then echo "The desk stays in $(DESK), the keys in $(KEYS), the accounts as they are."; fi

clean:
	rm -rf .build .build-fuzz
